package doortest

import "testing"

func TestAPortIsNobodyElsesAndNeverThatOfAConnection(t *testing.T) {
	given := map[int]bool{}
	for range 200 {
		p := Port(t)
		if given[p] || p < first || p >= past {
			t.Fatalf("port %d, after %v", p, given)
		}
		given[p] = true
	}
}
