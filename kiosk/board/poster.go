package board

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
)

// block is a figure, or a sentence in one language, on a poster.
type block struct {
	text   string
	lines  []string // of large letters: one, or the two halves where that makes them larger
	figure bool
	rows   int // of a line in large letters; 0 is text
	below  bool
	first  bool
}

func (b block) height(width int) int {
	if b.rows > 0 {
		return len(b.lines)*(b.rows+1) - 1
	}
	return len(tui.WrapLines(b.text, width))
}

// poster is a state as it is written into a place of that size.
type poster struct {
	s             *Screen
	width, height int
	blocks        []block
}

// gap is how many rows part block i from the one before.
func (p *poster) gap(i int) int {
	if i == 0 || p.blocks[i].below && p.blocks[i].rows == 0 && p.blocks[i-1].rows == 0 {
		return 0
	}
	return 1
}

// total is how high the poster is.
func (p *poster) total() int {
	n := 0
	for i, b := range p.blocks {
		n += p.gap(i) + b.height(p.width)
	}
	return n
}

// grow writes block i in letters that are as large as there is room for, and at
// most that many rows high in all.
func (p *poster) grow(i, most int) {
	ways := [][]string{{p.blocks[i].text}}
	if left, right, ok := halves(p.blocks[i].text); ok && p.blocks[i].first {
		ways = append(ways, []string{left, right})
	}
	best := p.blocks[i] // it never becomes smaller
	for _, lines := range ways {
		for rows := most / len(lines); rows > best.rows && rows*2 >= leastDots; rows-- {
			if p.blocks[i].lines, p.blocks[i].rows = lines, rows; p.fits(i) && p.total() <= p.height {
				best = p.blocks[i]
				break
			}
		}
	}
	p.blocks[i] = best
}

// fits reports whether block i is no wider than the place.
func (p *poster) fits(i int) bool {
	b := p.blocks[i]
	for _, l := range b.lines {
		if b.figure {
			if w := bigWidth(l, 2*b.rows); w == 0 || w > p.width {
				return false
			}
		} else if w, ok := p.s.wordsWidth(l, b.rows); !ok || w > p.width {
			return false
		}
	}
	return true
}

// halves are the two parts of a text that may stand below each other: parted at
// the space next to its middle, or in the middle of four or five Chinese
// characters, which are two words.
func halves(text string) (left, right string, ok bool) {
	runes := []rune(text)
	at, middle := -1, len(runes)/2
	for i, r := range runes {
		if r == ' ' && (at < 0 || max(i-middle, middle-i) < max(at-middle, middle-at)) {
			at = i
		}
	}
	if n := len(runes); at < 0 && (n == 4 || n == 5) && tui.Width(text) == 2*n {
		at = middle
	}
	if at <= 0 {
		return "", "", false
	}
	return strings.TrimSpace(string(runes[:at])), strings.TrimSpace(string(runes[at:])), true
}

// usualRows is how high large words are that do not stand out among others.
const usualRows = 7

// posterOf lays pieces out. The figures grow first, then the first sentence,
// then the rest, so that what most people need is read from farthest away. In
// the other language the first sentence grows before the rest, or last where a
// figure says it to everybody.
func (s *Screen) posterOf(pieces []piece, width, height int) *poster {
	p := &poster{s: s, width: width, height: height}
	figures, first := 0, -1
	for _, piece := range pieces {
		if piece.figure != "" {
			figures++
			p.blocks = append(p.blocks, block{text: piece.figure, figure: true})
			continue
		}
		b := block{text: piece.top}
		if first < 0 {
			first, b.first = len(p.blocks), true
		}
		p.blocks = append(p.blocks, b)
		if piece.below != "" {
			p.blocks = append(p.blocks, block{text: piece.below, below: true, first: b.first})
		}
	}
	if first < 0 {
		return p
	}
	for i, b := range p.blocks {
		if b.figure {
			p.grow(i, max(12, height/3)/figures)
		}
	}
	second := first + 1
	if second == len(p.blocks) || !p.blocks[second].below {
		second = first
	}
	if figures > 0 {
		p.grow(first, max(8, height/5))
	} else {
		p.grow(first, height*2/5)
		most := max(usualRows, height/7)
		if p.blocks[first].rows == 0 { // too long for large words; the other may stand for both
			most = height / 2
		}
		p.grow(second, most)
	}
	for _, most := range []int{usualRows, height / 7} {
		for i, b := range p.blocks {
			if !b.figure && !b.below && !b.first {
				p.grow(i, min(most, max(p.blocks[first].rows, p.blocks[second].rows)))
			}
		}
	}
	if figures > 0 {
		p.grow(second, min(usualRows, p.blocks[first].rows))
	} else {
		p.grow(first, max(height/2, 2*wordRows))
	}
	return p
}

// drawState says in the middle of r what holds, and fills it.
func (s *Screen) drawState(c *tui.Canvas, r image.Rectangle, st state) {
	c.Fill(r, st.style)
	r = tui.Inset(r, 2, 0)
	if r.Empty() {
		return
	}
	margin := 0
	if r.Dy() >= 12 {
		margin = max(1, r.Dy()/20)
	}
	p := s.posterOf(st.pieces, r.Dx(), r.Dy()-2*margin)
	if len(st.short) > 0 && !slices.ContainsFunc(p.blocks, func(b block) bool { return b.figure && b.rows > 0 }) {
		p = s.posterOf(st.short, r.Dx(), r.Dy()-2*margin)
	}
	tui.CutTop(&r, max(0, (r.Dy()-p.total())/2))
	for i, b := range p.blocks {
		tui.CutTop(&r, p.gap(i))
		bold := tui.Style(0)
		if b.first || b.figure {
			bold = tui.Bold
		}
		if b.rows == 0 {
			tui.CutTop(&r, c.Wrap(r, tui.Center, st.style|bold, b.text))
			continue
		}
		for n, l := range b.lines {
			if n > 0 {
				tui.CutTop(&r, 1)
			}
			if b.figure {
				drawBig(c, tui.CutTop(&r, b.rows), tui.Center, st.style, l, 2*b.rows)
			} else {
				s.drawWords(c, tui.CutTop(&r, b.rows), tui.Center, st.style, l, b.rows)
			}
		}
	}
}
