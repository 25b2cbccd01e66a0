package lan

import (
	"testing"
	"time"

	"onewindow/wire"
)

func TestRequestNamesAreValidGrowWithTimeAndNeverRepeat(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		r := NewRID()
		if !wire.ValidRID(r) || seen[r] {
			t.Fatalf("rid %q", r)
		}
		seen[r] = true
	}
	first := NewRID()
	for start := time.Now(); time.Since(start) < 2*time.Millisecond; {
	}
	if second := NewRID(); second <= first {
		t.Fatalf("%q does not follow %q", second, first)
	}
}
