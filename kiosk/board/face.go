package board

import (
	_ "embed"
	"sync"

	"onewindow/kiosk/tui"
)

// ownFont has the characters of the board's own sentences, and those of most
// names of zones: what must be read from afar, such as an emergency stop, stands
// large on every machine. font/OFL.txt tells where it comes from and its licence,
// font/make.py makes it.
//
//go:embed font/large-words.otf
var ownFont []byte

//go:embed font/OFL.txt
var ownFontLicence string

// FontLicence is the licence under which the font that is built in is passed on, with
// the copyright notice that goes with every copy.
func FontLicence() string { return ownFontLicence }

// ownFace is the font that is built in. It is nil if that cannot be read, which a
// test excludes.
var ownFace = sync.OnceValue(func() *tui.Face {
	face, err := tui.ParseFace(ownFont, "")
	if err != nil {
		return nil
	}
	return face
})

// face is the font for a text in large words: that of the settings, else the one
// that is built in; nil if both lack a character.
func (s *Screen) face(text string) *tui.Face {
	for _, face := range []*tui.Face{s.set.Face, ownFace()} {
		if face.Has(text) {
			return face
		}
	}
	return nil
}
