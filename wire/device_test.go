package wire

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"onewindow/queue"
)

func TestACardNeitherPrintsNorSendsItsNumber(t *testing.T) {
	c := Card{Number: "440399193708010022"}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	err = fmt.Errorf("read %v: %w", c.Number, fmt.Errorf("%+v", c))
	for _, said := range []string{
		string(b), fmt.Sprint(c), fmt.Sprintf("%+v %#v %s", c, c, c), fmt.Sprintf("%d %x %q %v", c.Number, c.Number, c.Number, &c), err.Error(),
	} {
		for _, part := range []string{"4403", "1937", "0022", fmt.Sprintf("%x", "1937")} {
			if strings.Contains(said, part) {
				t.Errorf("%q tells %s of the number", said, part)
			}
		}
	}
	if string(c.Number) != "440399193708010022" || c.Number.Last4() != "0022" {
		t.Error("the number itself is lost")
	}
}

func TestAPrintersFaultsAreThoseOfDevices(t *testing.T) {
	ours := []PrinterFault{FaultPaperOut, FaultCover, FaultCutter, FaultOffline, FaultSilent, FaultGone, FaultError}
	if len(ours) != len(queue.DeviceFaults) {
		t.Fatalf("%d faults, and devices have %d", len(ours), len(queue.DeviceFaults))
	}
	for _, f := range ours {
		if g := queue.DeviceFault(f).Gravity(); g < 1 || g > len(ours) {
			t.Errorf("%s has gravity %d", f, g)
		}
	}
}
