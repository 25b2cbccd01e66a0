package board

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
)

// notices are those of the hall that still hold; without any, how to come when
// called, if anybody may be.
func (s *Screen) notices() []said {
	var out []said
	for _, n := range s.board.Day.Notices {
		if n.Until.IsZero() || n.Until.After(s.now) {
			out = append(out, said{oneLine(s.in(n.Text)), oneLine(s.below(n.Text))})
		}
	}
	if _, wholly := s.wholly(); len(out) == 0 && !wholly {
		out = append(out, s.say("board.missed_rule"))
	}
	return out
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// noticePage is what stands in the place of notices at one time.
type noticePage struct {
	large string // in large words, above the lines
	lines []tui.TextLine
}

// noticePages are the notices in parts that fit into a place of that size: each
// in both languages at once, or one after the other, or piece by piece.
func (s *Screen) noticePages(width, rows int) []noticePage {
	var pages []noticePage
	for _, n := range s.notices() {
		if s.large(rows) {
			below := noticeLines(n.below, width, tui.CardMuted)
			for _, part := range tui.WrapLines(n.top, width/(wordRows+1)) {
				if _, h := s.wordsFit(part, width, wordRows); h == 0 {
					pages = append(pages, noticePage{lines: noticeLines(n.top, width, tui.Card|tui.Bold)})
					break
				}
				pages = append(pages, noticePage{part, below})
			}
			continue
		}
		top, below := noticeLines(n.top, width, tui.Card|tui.Bold), noticeLines(n.below, width, tui.Card)
		if all := slices.Concat(top, below); len(all) <= rows {
			pages = append(pages, noticePage{lines: all})
			continue
		}
		for _, lines := range [][]tui.TextLine{top, below} {
			for part := range slices.Chunk(lines, max(1, rows)) {
				pages = append(pages, noticePage{lines: part})
			}
		}
	}
	return pages
}

func noticeLines(text string, width int, st tui.Style) []tui.TextLine {
	var out []tui.TextLine
	for _, l := range tui.WrapLines(text, width) {
		if l != "" {
			out = append(out, tui.TextLine{Style: st, Text: l})
		}
	}
	return out
}

// drawNotice shows one notice, or a part of one, after the other.
func (s *Screen) drawNotice(c *tui.Canvas, r image.Rectangle) {
	c.Fill(r, tui.Card)
	r = tui.Inset(r, 2, 0)
	if r.Dy() >= 4 {
		tui.CutTop(&r, 1)
	}
	pages := s.noticePages(r.Dx(), r.Dy())
	if len(pages) == 0 {
		return
	}
	p := pages[s.notice%len(pages)]
	if p.large != "" {
		s.drawWords(c, tui.CutTop(&r, wordRows), tui.Left, tui.Card, p.large, wordRows)
		tui.CutTop(&r, 1)
	}
	c.Lines(r, p.lines)
}
