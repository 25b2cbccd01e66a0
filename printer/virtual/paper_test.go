package virtual

import "testing"

func TestALineOfTextTellsWhereItStands(t *testing.T) {
	p, _ := printed(t, Options{}, 0x1b, 0x61, 0x01, "A\n", 0x1d, 0x21, 0x33, "国\n", 0x1b, 0x61, 0x02, 0x1d, 0x21, 0x00, "end\n")
	if len(p.Lines) != 3 {
		t.Fatalf("%d lines, want 3: %v", len(p.Lines), p.Lines)
	}
	below := 0
	for i, l := range p.Lines {
		if l.Text != p.Text[i] {
			t.Errorf("line %d is %q, and %q among the texts", i, l.Text, p.Text[i])
		}
		if l.Rect.Min.Y < below {
			t.Errorf("%q begins at %d, above the end of the line before, %d", l.Text, l.Rect.Min.Y, below)
		}
		below = l.Rect.Max.Y
	}
	ink := inked(p.Image)
	if first, last := p.Lines[0].Rect, p.Lines[2].Rect; !ink.In(first.Union(last).Union(p.Lines[1].Rect)) {
		t.Errorf("ink at %v lies outside of the lines %v", ink, p.Lines)
	}
	if got := p.Lines[1].Rect; got.Dx() != 96 || got.Dy() != 96 || got.Min.X != (576-96)/2 {
		t.Errorf("a Chinese character of four times the size, centred, stands at %v", got)
	}
}

func TestALineThatIsTornOffStandsWithinThePiece(t *testing.T) {
	r := work(t, Options{Roll: 20, Knife: -1})
	r.send("one\n", "two\n", 0x1d, 0x21, 0x77, "three\n")
	r.until("the roll ends", func(s State) bool { return s.PaperEnd })
	r.d.PullPaper()
	p := r.tickets(1)[0]
	for _, l := range p.Lines {
		if !l.Rect.In(p.Image.Bounds()) {
			t.Errorf("%q stands at %v on a piece of %v", l.Text, l.Rect, p.Image.Bounds())
		}
	}
}
