package wire

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestUpAndDownSubjectsAreReadBackAsTheyWereMade(t *testing.T) {
	for what, subject := range map[string]string{"hello": HelloSubject("LG-1"), "ev": SegmentSubject("LG-1"), "live": LiveSubject("LG-1")} {
		if hall, w, ok := ParseUpSubject(subject); !ok || hall != "LG-1" || w != what {
			t.Errorf("%s came back as %s %s %v", subject, hall, w, ok)
		}
	}
	if hall, area, verb, ok := ParseDownSubject(DownSubject("LG-1", "ticket", "issue")); !ok || hall != "LG-1" || area != "ticket" || verb != "issue" {
		t.Errorf("it came back as %s %s %s %v", hall, area, verb, ok)
	}
	for _, s := range []string{"", "up.a", "up.a.other", "up.a.ev.b", "dn.a.ev", "lan.a.ev"} {
		if _, _, ok := ParseUpSubject(s); ok {
			t.Errorf("%q was read as a hall's", s)
		}
	}
	for _, s := range []string{"", "dn.a.b", "dn.a.b.c.d", "up.a.b.c"} {
		if _, _, _, ok := ParseDownSubject(s); ok {
			t.Errorf("%q was read as the centre's", s)
		}
	}
}

func TestTheCentreIsNoRoleOfATerminal(t *testing.T) {
	if RoleCentral.Valid() {
		t.Error("a terminal could be enrolled as the centre")
	}
	centre := Terminal{ID: "centre", Role: RoleCentral}
	for topic, want := range map[Topic]bool{TopicMenu: true, TopicHall: true, TopicBoard: false, TopicPapers: false, WindowTopic("1"): false} {
		if centre.MayHear(topic) != want {
			t.Errorf("the centre hears %s: %v", topic, !want)
		}
	}
}

func TestASegmentIsWrittenAsJSONWouldWriteIt(t *testing.T) {
	for _, s := range []Segment{
		{V: 1, Hall: "LG-1", Epoch: "1-0badcafe", Token: 7, From: 3, To: 4, Events: []json.RawMessage{json.RawMessage(`{"seq":3}`), json.RawMessage(`{"seq":4,"t":"<"}`)}},
		{V: 1, From: 1, To: 1, Events: []json.RawMessage{json.RawMessage(`{}`)}},
		{Events: []json.RawMessage{}},
	} {
		got, err := s.Encode()
		if err != nil {
			t.Fatal(err)
		}
		var back Segment
		if err := json.Unmarshal(got, &back); err != nil {
			t.Fatalf("%s: %v", got, err)
		}
		if back.From != s.From || back.To != s.To || back.Token != s.Token || back.Hall != s.Hall || back.Epoch != s.Epoch ||
			!slices.EqualFunc(back.Events, s.Events, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Errorf("%+v came back as %+v", s, back)
		}
	}
}

// line makes a descent from pairs of counter and first event; the tag is the same
// for one counter unless other says else.
func line(pairs ...uint64) (l []EpochStart) {
	tags := []string{"", "1-aaaaaaaa", "2-bbbbbbbb", "3-cccccccc", "4-dddddddd"}
	for i := 0; i < len(pairs); i += 2 {
		l = append(l, EpochStart{tags[pairs[i]], pairs[i+1]})
	}
	return l
}

func TestWhereTwoHistoriesPart(t *testing.T) {
	for _, tc := range []struct {
		name  string
		hall  []EpochStart
		last  uint64
		known []EpochStart
		seq   uint64
		upTo  uint64
		code  string
	}{
		{"a new hall", line(1, 1), 10, nil, 0, 0, ""},
		{"a centre that lost all", line(1, 1, 2, 50), 100, nil, 0, 0, ""},
		{"as it was", line(1, 1), 10, line(1, 1), 10, 10, ""},
		{"the centre is behind", line(1, 1), 10, line(1, 1), 4, 4, ""},
		{"the centre is ahead", line(1, 1), 10, line(1, 1), 11, 11, CodeEpochForked},
		{"restored, nothing lost", line(1, 1, 2, 11), 11, line(1, 1), 10, 10, ""},
		{"restored, the end lost", line(1, 1, 2, 8), 8, line(1, 1), 10, 7, ""},
		{"restored, the centre behind", line(1, 1, 2, 8), 20, line(1, 1), 5, 5, ""},
		{"restored twice, once unheard", line(1, 1, 2, 8, 3, 12), 20, line(1, 1), 10, 7, ""},
		{"restored twice from one backup", line(1, 1, 3, 6), 9, line(1, 1, 2, 8), 30, 5, ""},
		{"restored twice from later backups", line(1, 1, 3, 20), 25, line(1, 1, 2, 8), 30, 7, ""},
		{"the old machine", line(1, 1), 40, line(1, 1, 2, 8), 30, 7, CodeEpochOld},
		{"a hall of another beginning", []EpochStart{{"1-eeeeeeee", 1}}, 40, line(1, 1), 30, 0, CodeEpochForked},
		{"a newer one of another beginning", []EpochStart{{"4-eeeeeeee", 1}}, 40, line(1, 1), 30, 0, CodeEpochForked},
		{"two restored at the same time", []EpochStart{{"1-aaaaaaaa", 1}, {"2-eeeeeeee", 5}}, 40, line(1, 1, 2, 8), 30, 4, CodeEpochForked},
		{"one epoch, two beginnings", line(1, 1, 2, 9), 40, line(1, 1, 2, 8), 30, 7, CodeEpochForked},
	} {
		h := Hello{V: 1, Hall: "LG-1", Instance: "i", Epoch: tc.hall[len(tc.hall)-1].Epoch, Seq: tc.last, Line: tc.hall, First: 1}
		if err := h.Check(); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
		if upTo, code := h.Branch(tc.known, tc.seq); upTo != tc.upTo || code != tc.code {
			t.Errorf("%s: up to %d, %q; want %d, %q", tc.name, upTo, code, tc.upTo, tc.code)
		}
	}
}

func TestAHelloThatNoHallSaysIsRefused(t *testing.T) {
	good := func() Hello {
		return Hello{V: 1, Hall: "LG-1", Instance: "i", Epoch: "2-bbbbbbbb", Seq: 10, Line: line(1, 1, 2, 8), First: 1}
	}
	for name, spoil := range map[string]func(*Hello){
		"no hall":                 func(h *Hello) { h.Hall = "a.b" },
		"no instance":             func(h *Hello) { h.Instance = "" },
		"no line":                 func(h *Hello) { h.Line = nil },
		"another end":             func(h *Hello) { h.Epoch = "1-aaaaaaaa" },
		"a late beginning":        func(h *Hello) { h.Line[0].From = 2 },
		"not so far":              func(h *Hello) { h.Seq = 7 },
		"an odd epoch":            func(h *Hello) { h.Line[0].Epoch = "1" },
		"falling counters":        func(h *Hello) { h.Line = line(2, 1, 2, 8) },
		"falling sequences":       func(h *Hello) { h.Line[1].From = 1 },
		"no first":                func(h *Hello) { h.First = 0 },
		"a first beyond the last": func(h *Hello) { h.First = 12 },
	} {
		h := good()
		if spoil(&h); h.Check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
	h := good()
	h.Forked = 9
	if _, code := h.Branch(line(1, 1, 2, 8), 9); code != CodeEpochForked {
		t.Errorf("a hall that says that it is another history: %q", code)
	}
	for seq, want := range map[uint64]string{1: "1-aaaaaaaa", 7: "1-aaaaaaaa", 8: "2-bbbbbbbb", 10: "2-bbbbbbbb", 0: ""} {
		if got := h.EpochOf(seq); got != want {
			t.Errorf("event %d is of %q, want %q", seq, got, want)
		}
	}
}

func TestEachRefusalOfTheCentreSaysWhatToDo(t *testing.T) {
	for _, code := range []string{CodeEpochForked, CodeEpochOld, CodeHallUnknown, CodeHallTwice, CodeTooOld, CodeStaleWatermark} {
		if e := RefuseUp(code, "epoch", "1-aaaaaaaa"); e.Code != code || e.Msg == "" || e.Hint == "" || e.Params["epoch"] != "1-aaaaaaaa" {
			t.Errorf("%s: %+v", code, e)
		}
	}
	if e := RefuseUp(CodeTooOld); e.Params != nil {
		t.Errorf("it has params of another: %v", e.Params)
	}
}

func TestAMarkTellsEventsOfCopiesApart(t *testing.T) {
	of := func(s string) Mark {
		m, err := MarkOf([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	a := of(`{"v":1,"hall":"h","epoch":"1-aaaaaaaa","seq":7,"type":"ticket.issued/1","at":"2026-11-26T01:00:00.25Z","cause":"rid-1","data":{}}`)
	for s, want := range map[string]bool{
		`{"type":"ticket.issued/1","at":"2026-11-26T09:00:00.250+08:00","cause":"rid-1"}`: true,
		`{"type":"ticket.issued/1","at":"2026-11-26T01:00:00.25Z","cause":"rid-2"}`:       false,
		`{"type":"ticket.issued/1","at":"2026-11-26T01:00:00.26Z","cause":"rid-1"}`:       false,
		`{"type":"ticket.called/1","at":"2026-11-26T01:00:00.25Z","cause":"rid-1"}`:       false,
		`{}`: false,
	} {
		if a.Equal(of(s)) != want {
			t.Errorf("%s: equal %v", s, !want)
		}
	}
	if _, err := MarkOf([]byte("x")); err == nil {
		t.Error("a mark of nothing")
	}
}
