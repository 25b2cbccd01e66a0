package led

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"onewindow/serial"
)

// BXSettings describe a strip with a BX card.
type BXSettings struct {
	Address       uint16 // 1 to 32767, or BXAny for a strip alone on its line
	Generation    int    // 5 for BX-5K cards, 6 for BX-6K
	Width, Height int    // of the screen, in dots
	Colours       int    // 1, 2 (red, green and both)
	Charset       Charset
	Font          int // 16, 24 or 32 dots high; 0: the largest that fits
	Baud          int // of the line, to know how long frames take
	// Timeout is how long an answer may take after the frame has been sent; 0 is
	// 250 ms.
	Timeout time.Duration
	// Expire is after how long without news the card goes dark, so that a strip
	// never shows for hours what was true when the hall's computer stopped; 0 never.
	Expire time.Duration
	// Over puts what is shown over the programs that the card has in its flash memory.
	Over bool
}

// BX is a strip with a BX card. Its methods are called by one goroutine.
type BX struct {
	s     BXSettings
	line  Line
	fonts []int // that the card has, as far as known
	// proven are the fonts with which the card has confirmed a face.
	proven map[int]bool
}

// NewBX is the driver of one strip on a line. The error says which setting is not
// possible.
func NewBX(line Line, s BXSettings) (*BX, error) {
	if s.Timeout == 0 {
		s.Timeout = 250 * time.Millisecond
	}
	b := &BX{s: s, line: line, fonts: []int{32, 24, 16}, proven: map[int]bool{}}
	if s.Font != 0 {
		b.fonts = []int{s.Font}
	}
	switch {
	case s.Address == 0 || s.Address > 0x7FFF && s.Address != BXAny:
		return nil, fmt.Errorf("address %d: want 1 to 32767", s.Address)
	case s.Generation != 5 && s.Generation != 6:
		return nil, fmt.Errorf("generation %d: want 5 or 6", s.Generation)
	case s.Width < 16 || s.Width > 0x7FFF || s.Height < 16 || s.Height > 0x7FFF:
		return nil, fmt.Errorf("%d x %d dots: want 16 at least each way", s.Width, s.Height)
	case s.Generation == 5 && s.Width%8 != 0:
		return nil, fmt.Errorf("width %d: BX-5K cards count in units of 8 dots", s.Width)
	case s.Font != 0 && (fontNames[s.Font] == 0 || s.Font > s.Height):
		return nil, fmt.Errorf("font %d: want 16, 24 or 32, and no more than the height of %d", s.Font, s.Height)
	case s.Colours < 1 || s.Colours > 2:
		return nil, fmt.Errorf("colours %d: want 1 or 2", s.Colours)
	}
	return b, s.Charset.valid()
}

// fontNames are the last digits of the fonts' names on the card, by their height
// in dots: \FO000 is Chinese of 16 dots, \FE000 the Latin that belongs to it.
var fontNames = map[int]byte{16: '0', 24: '1', 32: '2'}

// Missing says what the card's fonts lack.
func (b *BX) Missing(f Face) []rune {
	var missing []rune
	for _, p := range f.Pages {
		for _, r := range p {
			_, m := b.s.Charset.encode(r.Text)
			for _, c := range m {
				if !slices.Contains(missing, c) {
					missing = append(missing, c)
				}
			}
		}
	}
	return missing
}

// Show brings a face to the strip. A card without the font that would fit is given
// a smaller one.
func (b *BX) Show(ctx context.Context, f Face) error {
	for {
		font := b.font(f)
		err := b.tell(ctx, b.area(f, font))
		if err == nil {
			b.proven[font] = true
		}
		if refused, ok := err.(*Refusal); !ok || refused.Code != BXNoFont || len(b.fonts) == 1 || font == 16 {
			return err
		}
		b.fonts = slices.DeleteFunc(b.fonts, func(h int) bool { return h == font })
	}
}

// Proven reports whether the card has confirmed a face with the same font: what else
// it could refuse is seen to by the driver.
func (b *BX) Proven(f Face) bool { return b.proven[b.font(f)] }

// Keep sends a face again without asking for an answer.
func (b *BX) Keep(ctx context.Context, f Face) error {
	data, err := BXShow(b.s.Generation, false, b.area(f, b.font(f)))
	if err != nil {
		return err
	}
	frame := b.frame(data)
	_, err = b.line.Do(ctx, serial.Exchange{To: b.name(), Frame: frame, Rest: bxRest})
	return err
}

// bxRest is the silence between a frame that nobody answers and the next one.
const bxRest = 5 * time.Millisecond

// Ask looks whether the card is there.
func (b *BX) Ask(ctx context.Context) error { return b.do(ctx, BXPing()) }

// Brightness sets how bright the strip is, 0 to 15.
func (b *BX) Brightness(ctx context.Context, level int) error {
	return b.do(ctx, BXBrightness(level))
}

// Wire is how long a face's frame takes on the line.
func (b *BX) Wire(f Face) time.Duration {
	data, err := BXShow(b.s.Generation, true, b.area(f, b.font(f)))
	if err != nil {
		return 0
	}
	return wire(len(b.frame(data)), b.s.Baud)
}

func (b *BX) tell(ctx context.Context, a BXArea) error {
	data, err := BXShow(b.s.Generation, true, a)
	if err != nil {
		return err
	}
	return b.do(ctx, data)
}

func (b *BX) name() string { return "bx " + strconv.Itoa(int(b.s.Address)) }

func (b *BX) frame(data []byte) []byte {
	return BXFrame{To: b.s.Address, From: bxHost, Device: bxAnyType, Over: b.s.Over, Data: data}.Append(nil)
}

// do sends a command and judges the answer.
func (b *BX) do(ctx context.Context, data []byte) error {
	frame := b.frame(data)
	in, err := b.line.Do(ctx, serial.Exchange{
		To: b.name(), Frame: frame, Answer: bxAnswerFrom(b.s.Address), Timeout: b.s.Timeout,
	})
	if err != nil {
		return err
	}
	err = ErrGarbled
	var d BXDecoder
	d.Feed(in, func(f BXFrame) {
		if a, bad := ParseBXAnswer(f); bad == nil {
			err = a.Err()
		}
	})
	return err
}

// font is the largest in which the face fits; the smallest if none does.
func (b *BX) font(f Face) int {
	rows, cells := 1, 1
	for _, p := range f.Pages {
		rows = max(rows, len(p))
		for _, r := range p {
			cells = max(cells, Cells(r.Text))
		}
	}
	for _, h := range b.fonts {
		if rows*h <= b.s.Height && cells*h/2 <= b.s.Width {
			return h
		}
	}
	return b.fonts[len(b.fonts)-1]
}

// area makes the face's text with the card's escapes. It takes the whole screen.
func (b *BX) area(f Face, font int) BXArea {
	a := BXArea{W: b.s.Width, H: b.s.Height, Mode: BXStill, Align: BXMiddle}
	if b.s.Expire > 0 {
		a.Run, a.Expire = BXExpire, b.s.Expire
	}
	if f.Centre {
		a.Align = BXCentre
	}
	if len(f.Pages) > 1 {
		a.Mode, a.Stay = BXQuick, max(f.Stay, 500*time.Millisecond)
	}
	n := fontNames[font]
	a.Text = []byte{'\\', 'F', 'O', '0', '0', n}
	if font != 16 {
		// Without this a card may take Latin of 16 dots, and one area must not have
		// fonts of two heights.
		a.Text = append(a.Text, '\\', 'F', 'E', '0', '0', n)
	}
	if len(f.Pages) == 1 && len(f.Pages[0]) == 1 && Cells(f.Pages[0][0].Text)*font/2 > b.s.Width {
		a.Single, a.Mode, a.Speed, a.Align = true, BXLeft, 4, BXMiddle
	}
	most, colour := bx6KMost-bxShowHead, byte(0)
	if b.s.Generation == 5 {
		most = bx5KMost
	}
	rows := max(1, b.s.Height/font)
	for i, p := range f.Pages {
		page, now := b.page(p, rows, colour, i == 0, i == len(f.Pages)-1)
		if room := most - bxAreaHead - len(a.Text); len(page) > room {
			if i == 0 {
				// A text of hundreds of characters, that runs: its beginning.
				page, _ = b.page(Page{{Text: shorten(p[0].Text, room/4), Colour: p[0].Colour}}, 1, colour, true, true)
				a.Text = append(a.Text, page...)
			}
			break
		}
		a.Text, colour = append(a.Text, page...), now
	}
	if len(f.Pages) == 0 {
		a.Text = append(a.Text, ' ')
	}
	return a
}

// bxAreaHead is how long an area's description is without its text, bxShowHead how
// long a message is around one area.
const bxAreaHead, bxShowHead = 27, 9

// shorten keeps the first n characters of a text and says that there are more.
func shorten(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n]) + "…"
	}
	return text
}

// page makes one page. A card begins a new page when the rows of the last one are
// full, so a page has all its rows, except when there is only one.
func (b *BX) page(p Page, rows int, colour byte, first, last bool) (text []byte, now byte) {
	fill := rows
	if first && last {
		fill = len(p)
	}
	for i := range fill {
		if i > 0 || !first {
			text = append(text, '\\', 'n')
		}
		if i >= len(p) || p[i].Text == "" {
			text = append(text, ' ')
			continue
		}
		if c := b.colour(p[i].Colour); c != colour {
			text, colour = append(text, '\\', 'C', c), c
		}
		row, _ := b.s.Charset.encode(p[i].Text)
		text = append(text, row...)
	}
	return text, colour
}

// colour is a colour's name on the card.
func (b *BX) colour(c Colour) byte {
	if b.s.Colours == 1 {
		return '1'
	}
	return '1' + byte(c)
}
