package escpos

import "testing"

func TestEachBitOfARealTimeAnswerHasItsMeaning(t *testing.T) {
	off := Condition{Offline: true}
	for _, tc := range []struct {
		name string
		from Condition
		n    int
		b    byte
		want Condition
	}{
		{"on-line", off, 1, 0x12, Condition{}},
		{"drawer open", Condition{}, 1, 0x16, Condition{}},
		{"off-line", Condition{}, 1, 0x1a, off},
		{"waiting", off, 1, 0x3a, Condition{Offline: true, Waiting: true}},
		{"cover", off, 2, 0x16, Condition{Offline: true, Cover: true}},
		{"feed button", off, 2, 0x1a, Condition{Offline: true, Feeding: true}},
		{"stopped by paper end", off, 2, 0x32, Condition{Offline: true, PaperEnd: true}},
		{"an error", off, 2, 0x52, Condition{Offline: true, Error: true}},
		{"knife", Condition{Error: true}, 3, 0x1a, Condition{Cutter: true}},
		{"mechanics", Condition{}, 3, 0x16, Condition{Error: true}},
		{"unrecoverable", Condition{}, 3, 0x32, Condition{Error: true}},
		{"hot head", Condition{Error: true}, 3, 0x52, Condition{Recoverable: true}},
		{"near end", Condition{}, 4, 0x1e, Condition{NearEnd: true}},
		{"near end, one bit of a clone", Condition{}, 4, 0x16, Condition{NearEnd: true}},
		{"paper end", Condition{}, 4, 0x72, Condition{PaperEnd: true}},
		{"paper end, one bit of a clone", Condition{}, 4, 0x32, Condition{PaperEnd: true}},
		{"both", Condition{}, 4, 0x7e, Condition{NearEnd: true, PaperEnd: true}},
		{"new paper, not yet taken up", Condition{Offline: true, PaperEnd: true}, 4, 0x12, Condition{Offline: true, PaperEnd: true}},
		{"new paper", Condition{PaperEnd: true, NearEnd: true}, 4, 0x12, Condition{}},
		{"on-line again", Condition{Offline: true, PaperEnd: true, Cutter: true}, 1, 0x12, Condition{}},
		{"junk", off, 1, 0x00, off},
	} {
		if got := tc.from.RealTime(tc.n, tc.b); got != tc.want {
			t.Errorf("%s: %+v", tc.name, got)
		}
	}
}

func TestEachBitOfAnAutomaticReportHasItsMeaning(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want Condition
	}{
		{"1400000f", Condition{}}, // the fourth byte is reserved
		{"10000f00", Condition{NearEnd: true, PaperEnd: true}},
		{"10000000", Condition{}},
		{"38000000", Condition{Offline: true, Cover: true}},
		{"58000000", Condition{Offline: true, Feeding: true}},
		{"18080000", Condition{Offline: true, Cutter: true}},
		{"18200000", Condition{Offline: true, Error: true}},
		{"18400000", Condition{Offline: true, Recoverable: true}},
		{"18010000", Condition{Offline: true, Waiting: true}},
		{"10000300", Condition{NearEnd: true}},
		{"18000c00", Condition{Offline: true, PaperEnd: true}},
	} {
		got := Condition{Cutter: true}.ASB(unhex(t, tc.in))
		if got != tc.want {
			t.Errorf("%s: %+v", tc.in, got)
		}
	}
	if got := (Condition{Cover: true}).ASB([]byte{0x12, 0, 0, 0}); !got.Cover {
		t.Error("junk was folded")
	}
}

func TestTheAnswerAfterTheCutTellsOfThePaper(t *testing.T) {
	if got := (Condition{}).Status(0x0f); !got.NearEnd || !got.PaperEnd {
		t.Errorf("%+v", got)
	}
	if got := (Condition{NearEnd: true}).Status(0); got.NearEnd {
		t.Errorf("%+v", got)
	}
	if got := (Condition{NearEnd: true}).Status(0x12); !got.NearEnd {
		t.Error("junk was folded")
	}
}
