package wire

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// past is one line of a hall's history, with every event by a name of its own.
type past struct {
	line   []EpochStart
	events []string
}

func (p past) hello() Hello {
	return Hello{V: 1, Hall: "LG-1", Instance: "i", Epoch: p.line[len(p.line)-1].Epoch, Seq: uint64(len(p.events)), Line: p.line, First: 1}
}

// common is how many events two pasts begin with alike.
func common(a, b []string) (n uint64) {
	for n < uint64(min(len(a), len(b))) && a[n] == b[n] {
		n++
	}
	return n
}

// Whatever backups of whatever age were put back, by whoever has heard of which
// epochs, a centre finds the common past of the line that it knows and of the one
// that says hello.
func TestTheCommonPastIsFoundWhateverWasRestored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		named := 0
		event := func() string { named++; return fmt.Sprint(named) }
		all := []past{{line: []EpochStart{{"1-00000000", 1}}, events: []string{event()}}}
		for i := range rapid.IntRange(0, 8).Draw(t, "restores") {
			for j := range all {
				for range rapid.IntRange(0, 5).Draw(t, "events") {
					all[j].events = append(all[j].events, event())
				}
			}
			of := all[rapid.IntRange(0, len(all)-1).Draw(t, "backup of")]
			upTo := rapid.IntRange(1, len(of.events)).Draw(t, "up to")
			line := slices.DeleteFunc(slices.Clone(of.line), func(l EpochStart) bool { return l.From > uint64(upTo) })
			last, _ := EpochCounter(line[len(line)-1].Epoch)
			epoch := fmt.Sprintf("%d-%08x", last+uint64(rapid.IntRange(1, 3).Draw(t, "counter")), i+1)
			all = append(all, past{append(line, EpochStart{epoch, uint64(upTo) + 1}), append(slices.Clone(of.events[:upTo]), event())})
		}
		known := all[rapid.IntRange(0, len(all)-1).Draw(t, "known")]
		hall := all[rapid.IntRange(0, len(all)-1).Draw(t, "hall")].hello()
		ofHall := all[slices.IndexFunc(all, func(p past) bool { return p.line[len(p.line)-1].Epoch == hall.Epoch })]
		if err := hall.Check(); err != nil {
			t.Fatal(err)
		}
		// The centre has taken in the first event of the line that it knows, or more.
		first := known.line[len(known.line)-1].From
		seq := rapid.Uint64Range(first, uint64(len(known.events))).Draw(t, "watermark")
		upTo, code := hall.Branch(known.line, seq)
		if want := common(known.events[:seq], ofHall.events); upTo != want {
			t.Fatalf("%v of %d events, known %v up to %d: common are %d, it says %d", hall.Line, hall.Seq, known.line, seq, want, upTo)
		}
		theirs, _ := EpochCounter(known.line[len(known.line)-1].Epoch)
		ours, _ := EpochCounter(hall.Epoch)
		same := known.line[len(known.line)-1].Epoch == hall.Epoch
		want := ""
		switch {
		case same: // and never behind: each line is told by one hall here
		case ours < theirs:
			want = CodeEpochOld
		case ours == theirs:
			want = CodeEpochForked
		}
		if code != want {
			t.Fatalf("epoch %s to a centre with %v: %q, want %q", hall.Epoch, known.line, code, want)
		}
	})
}

func FuzzHello(f *testing.F) {
	for _, h := range []Hello{
		{V: 1, Hall: "LG-1", Instance: "i", Epoch: "1-aaaaaaaa", Seq: 10, Line: line(1, 1), First: 1},
		{V: 1, Hall: "LG-1", Instance: "i", Epoch: "3-cccccccc", Seq: 40, Line: line(1, 1, 2, 8, 3, 20), First: 1, Forked: 3},
	} {
		b, err := json.Marshal(h)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, []byte(`[{"epoch":"1-aaaaaaaa","from":1},{"epoch":"2-bbbbbbbb","from":8}]`), uint64(30))
	}
	f.Fuzz(func(t *testing.T, hello, known []byte, seq uint64) {
		var h Hello
		var k []EpochStart
		if json.Unmarshal(hello, &h) != nil || json.Unmarshal(known, &k) != nil || h.Check() != nil {
			return
		}
		if h.EpochOf(h.Seq) != h.Epoch || h.EpochOf(1) == "" {
			t.Fatalf("%+v", h)
		}
		upTo, code := h.Branch(k, seq)
		if upTo > seq {
			t.Fatalf("up to %d of %d", upTo, seq)
		}
		if code == "" && upTo > h.Seq {
			t.Fatalf("a hall with %d events is to go on behind %d", h.Seq, upTo)
		}
	})
}

func FuzzUpSubject(f *testing.F) {
	f.Add(HelloSubject("LG-1"))
	f.Add(DownSubject("LG-1", "ticket", "issue"))
	f.Add("up..ev")
	f.Fuzz(func(t *testing.T, s string) {
		if hall, what, ok := ParseUpSubject(s); ok && s != "up."+hall+"."+what {
			t.Fatalf("%q came back as %q %q", s, hall, what)
		}
		if hall, area, verb, ok := ParseDownSubject(s); ok && s != DownSubject(hall, area, verb) {
			t.Fatalf("%q came back as %q %q %q", s, hall, area, verb)
		}
	})
}
