package virtual

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAScriptIsReadAsItIsWritten(t *testing.T) {
	got, err := ParseScript("paper_out@line=5; cover@after=200; cutter; silent; unplug@byte=120,for=1.5s;\n slow=2400; junk=0.01; bytewise; lie@ticket=3; restart@ticket=2,line=3;")
	if err != nil {
		t.Fatal(err)
	}
	want := Script{
		{Fault: PaperOut, Line: 5}, {Fault: Cover, After: 200 * time.Millisecond}, {Fault: Cutter}, {Fault: Silent},
		{Fault: Unplug, Byte: 120, For: 1500 * time.Millisecond}, {Fault: Slow, Value: 2400}, {Fault: Junk, Value: 0.01}, {Fault: Bytewise},
		{Fault: Lie, Ticket: 3}, {Fault: Restart, Ticket: 2, Line: 3},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestAScriptThatCannotBePlayedSaysWhy(t *testing.T) {
	for text, says := range map[string]string{
		"paper":                "there is no fault",
		"slow":                 "have a value",
		"cover=3":              "have a value",
		"junk=2":               "probability",
		"slow=NaN":             "no value",
		"cover@line=0":         "counts from 1",
		"cover@soon":           "unknown behind @",
		"cover@after=never":    "no time",
		"cover@after=-1s":      "no time",
		"cover@after=0,line=2": "stands alone",
		"cover@for=0":          "lasts no time",
		"cover@once":           "for the cutter",
		"cover@byte=3,line=2":  "one of them",
		"cover@after=3,line=2": "stands alone",
	} {
		if _, err := ParseScript("silent; " + text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error %v, want one that says %q", text, err, says)
		}
	}
}

func TestAfterNoTimeIsAtOnce(t *testing.T) {
	for _, text := range []string{"paper_out@after=0s", "paper_out@after=0"} {
		s, err := ParseScript(text)
		if err != nil || !reflect.DeepEqual(s, Script{{Fault: PaperOut}}) {
			t.Errorf("%s is %v, %v", text, s, err)
		}
		if d := New(Options{Script: s}); !d.State().PaperEnd {
			t.Errorf("%s: there is paper at the start", text)
		}
	}
}

func TestTheTextOfAScriptIsTheScript(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Script
		for range rapid.IntRange(0, 5).Draw(t, "steps") {
			step := Step{Fault: rapid.SampledFrom(faults).Draw(t, "fault")}
			switch step.Fault {
			case Slow:
				step.Value = float64(rapid.IntRange(1, 115200).Draw(t, "bps"))
			case Junk:
				step.Value = rapid.Float64Range(0.0001, 1).Draw(t, "p")
			case Cutter:
				step.Once = rapid.Bool().Draw(t, "once")
			}
			switch rapid.IntRange(0, 3).Draw(t, "when") {
			case 0:
				step.Byte = rapid.IntRange(0, 9999).Draw(t, "byte")
			case 1:
				step.After = time.Duration(rapid.IntRange(0, 9999).Draw(t, "after")) * time.Millisecond
			default:
				step.Ticket, step.Line = rapid.IntRange(0, 99).Draw(t, "ticket"), rapid.IntRange(0, 99).Draw(t, "line")
			}
			step.For = time.Duration(rapid.IntRange(0, 9999).Draw(t, "for")) * time.Millisecond
			s = append(s, step)
		}
		got, err := ParseScript(s.String())
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if !reflect.DeepEqual(got, s) {
			t.Fatalf("%q is read as %q", s, got)
		}
	})
}

func FuzzParseScript(f *testing.F) {
	f.Add("paper_out@line=5; cover@after=200; cutter; silent; unplug@byte=120")
	f.Add("slow=2400; junk=0.01; bytewise; lie; restart@line=3,for=1s")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseScript(text)
		if err != nil {
			return
		}
		again, err := ParseScript(s.String())
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Fatalf("%q became %q, which is read as %v, %v", text, s, again, err)
		}
	})
}
