package voice

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"onewindow/assets"
)

// wordGap is the silence between two clips, which have none at their ends.
const wordGap = 35 * time.Millisecond

// tail is the silence after the last clip: some sound cards lose their last block.
const tail = 150 * time.Millisecond

// chimeClip is the name of the two strokes, which have no language.
const chimeClip = "chime"

// Clips are recordings of words, by language and name: "cmn/0".
type Clips struct {
	own, packaged map[string][]int16
}

// OpenClips reads the packaged clips, and those of a folder that replace them;
// "" is no folder. A file that cannot be used is an error that names it.
func OpenClips(folder string) (*Clips, error) {
	packaged, err := assets.VoiceClips()
	if err != nil {
		return nil, err
	}
	c := &Clips{}
	if c.packaged, err = readClips(packaged); err != nil {
		return nil, fmt.Errorf("packaged clips: %w", err)
	}
	if folder == "" {
		return c, nil
	}
	if c.own, err = readClips(os.DirFS(folder)); err != nil {
		return nil, fmt.Errorf("clips in %s: %w", folder, err)
	}
	if len(c.own) == 0 {
		return nil, fmt.Errorf("clips in %s: there is none; the folder needs files such as cmn/0.wav", folder)
	}
	return c, nil
}

// readClips decodes all WAV files of a tree.
func readClips(tree fs.FS) (map[string][]int16, error) {
	out := map[string][]int16{}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || strings.ToLower(path.Ext(name)) != ".wav" {
			return nil
		}
		b, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		sound, err := decodeWAV(b)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		out[strings.TrimSuffix(name, path.Ext(name))] = sound
		return nil
	})
	return out, err
}

// find is a clip in a language. Letters are the same in Cantonese as in English,
// and recorded once.
func (c *Clips) find(l Language, name string) []int16 {
	languages := []Language{l}
	if l == Cantonese && len(name) == 1 && name[0] >= 'a' && name[0] <= 'z' {
		languages = append(languages, English)
	}
	for _, l := range languages {
		for _, from := range []map[string][]int16{c.own, c.packaged} {
			if s, ok := from[string(l)+"/"+name]; ok {
				return s
			}
		}
	}
	return nil
}

// Sound is an utterance as one WAV file.
type Sound struct {
	WAV    []byte
	Length time.Duration
	// Missing are the words that no clip says. They are left out.
	Missing []string
}

// Join puts the clips of an utterance one after the other. volume is 0 to 10. The
// same utterance gives the same bytes.
func (c *Clips) Join(u Utterance, volume int) Sound {
	var s Sound
	var all []int16
	silence := func(d time.Duration) { all = append(all, make([]int16, int(d*Rate/time.Second))...) }
	said := 0
	say := func(l Language, w Word) {
		if w.Pause > 0 {
			silence(w.Pause)
		}
		if w.Clip == "" {
			return
		}
		clip := c.find(l, w.Clip)
		if clip == nil {
			s.Missing = append(s.Missing, string(l)+"/"+w.Clip)
			return
		}
		if len(all) > 0 {
			silence(wordGap)
		}
		all = append(all, clip...)
		said++
	}
	for _, sentence := range u.Sentences {
		for _, w := range sentence.Words {
			say(sentence.Language, w)
		}
	}
	if said == 0 {
		return s
	}
	if u.Chime {
		chime := c.own[chimeClip]
		if chime == nil {
			chime = c.packaged[chimeClip]
		}
		all = append(append([]int16(nil), chime...), all...)
	}
	silence(tail)
	v := min(max(volume, 0), 10)
	for i, x := range all {
		all[i] = int16(int(x) * v * v / 100) // loudness is heard by ratios, not by differences
	}
	s.WAV = encodeWAV(all)
	s.Length = time.Duration(len(all)) * time.Second / Rate
	return s
}
