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

func TestPaperWithoutAKnifeIsTornOffAtTheEdge(t *testing.T) {
	m := Standard(58)
	m.Knife = false
	r := work(t, Options{Model: m})
	n := 0
	send := func(text string, feed int) {
		r.send(text, 0x1b, 0x4a, feed)
		n += len(text) + 3
		r.settled(n)
	}
	r.d.Tear()
	send("one\n", 0)
	if s := r.d.State(); s.Hangs {
		t.Errorf("a line that is still inside hangs out: %+v", s)
	}
	r.d.Tear() // nothing printed can be got hold of
	send("two\n", 0)
	send("", 200)
	if s := r.d.State(); !s.Hangs || s.Tickets != 0 {
		t.Errorf("two lines past the edge: %+v", s)
	}
	r.d.Tear()
	p := r.tickets(1)[0]
	if p.Cut || len(p.Text) != 2 || p.Text[0] != "one" || p.Text[1] != "two" {
		t.Errorf("torn off was %+v", p)
	}
	s := r.d.State()
	if s.Hangs || s.Mouth != 12 {
		t.Errorf("after it: %+v", s)
	}
	send("three\n", 200)
	r.d.Tear()
	if p := r.tickets(2)[1]; len(p.Text) != 1 || p.Text[0] != "three" {
		t.Errorf("the second piece is %+v", p)
	}
}

func TestAPieceThatIsTornOffCountsInAScript(t *testing.T) {
	m := Standard(58)
	m.Knife = false
	s, err := ParseScript("paper_out@ticket=2,line=1")
	if err != nil {
		t.Fatal(err)
	}
	r := work(t, Options{Model: m, Script: s})
	r.send("one\n", 0x1b, 0x4a, 200)
	r.settled(7)
	r.d.Tear()
	r.send("two\n")
	r.until("the roll ends with the second piece", func(s State) bool { return s.PaperEnd && s.Tickets == 1 })
}
