package assets

import "testing"

func TestEveryPrinterProfileIsHandedOut(t *testing.T) {
	names, err := Printers()
	if err != nil || len(names) == 0 {
		t.Fatalf("%d profiles, %v", len(names), err)
	}
	for _, n := range names {
		if b, err := Printer(n); err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", n, len(b), err)
		}
	}
	if _, err := Printer("nothing"); err == nil {
		t.Error("a profile that is not built in: want an error")
	}
}
