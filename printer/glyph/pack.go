package glyph

import (
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"onewindow/assets"
)

// builtin unpacks the font once.
var builtin = sync.OnceValues(func() (*pack, error) { return unpack(assets.PaperFont()) })

// pack is an unpacked font: rising code points, and for each its picture of
// pictureBytes. The format is described beside the blob.
type pack struct {
	runes    []rune
	pictures []byte
}

const (
	pictureBytes = Side * Side / 8
	// maxUnpacked is twice what the font takes, so that a broken blob cannot fill
	// the memory.
	maxUnpacked = 8 << 20
)

// unpack reads a font. With an error it returns an empty one, which has nothing.
func unpack(blob string) (*pack, error) {
	z, err := gzip.NewReader(strings.NewReader(blob))
	if err != nil {
		return &pack{}, fmt.Errorf("glyph: unpack font: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, maxUnpacked))
	if err != nil {
		return &pack{}, fmt.Errorf("glyph: unpack font: %w", err)
	}
	n, used := binary.Uvarint(raw)
	if used <= 0 || n > uint64(len(raw)/pictureBytes) {
		return &pack{}, errors.New("glyph: unpack font: the number of characters is not believable; build it anew with go generate ./assets")
	}
	raw = raw[used:]
	p := &pack{runes: make([]rune, 0, n)}
	last := rune(0)
	for range n {
		step, used := binary.Uvarint(raw)
		if used <= 0 || step == 0 || step > 0x10ffff {
			return &pack{}, errors.New("glyph: unpack font: code points do not rise; build it anew with go generate ./assets")
		}
		raw = raw[used:]
		last += rune(step)
		p.runes = append(p.runes, last)
	}
	if len(raw) != len(p.runes)*pictureBytes {
		return &pack{}, fmt.Errorf("glyph: unpack font: %d bytes of pictures, want %d; build it anew with go generate ./assets",
			len(raw), len(p.runes)*pictureBytes)
	}
	p.pictures = raw
	return p, nil
}

func (p *pack) has(r rune) bool {
	_, ok := slices.BinarySearch(p.runes, r)
	return ok
}

// draw copies the picture of r to b, as much of it as b is wide.
func (p *pack) draw(r rune, b Bitmap) {
	i, ok := slices.BinarySearch(p.runes, r)
	if !ok {
		return
	}
	picture := p.pictures[i*pictureBytes:][:pictureBytes]
	for y := range Side {
		for x := range b.Width {
			if picture[x/8*Side+y]&(0x80>>(x%8)) != 0 {
				b.Set(x, y)
			}
		}
	}
}
