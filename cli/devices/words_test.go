package devices

import (
	"slices"
	"testing"

	"onewindow/caller"
	"onewindow/caller/voice"
	"onewindow/printer"
	"onewindow/queue"
	"onewindow/reader"
	"onewindow/wire"
)

// The rooms of devices know nothing of a hall and have their own words for what is
// wrong; what passes from one to the other must mean the same.
func TestWhatDevicesSayIsWhatTheHallUnderstands(t *testing.T) {
	faults := map[string][]string{
		"printer": saying(printer.FaultPaperOut, printer.FaultCover, printer.FaultCutter, printer.FaultError, printer.FaultOffline, printer.FaultSilent, printer.FaultGone),
		"strip":   saying(caller.StripGone, caller.StripSilent, caller.StripError),
		"voice":   saying(voice.FaultGone, voice.FaultSilent, voice.FaultError),
		"reader":  saying(reader.FaultGone, reader.FaultSilent, reader.FaultError),
		"kiosk":   saying(wire.FaultPaperOut, wire.FaultCover, wire.FaultCutter, wire.FaultOffline, wire.FaultSilent, wire.FaultGone, wire.FaultError),
	}
	for room, all := range faults {
		for _, f := range all {
			if !slices.Contains(queue.DeviceFaults, queue.DeviceFault(f)) {
				t.Errorf("%s says %q, which the hall does not know", room, f)
			}
		}
	}
	for ours, halls := range map[printer.Fault]queue.PaperReason{
		printer.FaultRestarted: queue.PaperRestarted, printer.ReasonLate: queue.PaperLate, printer.ReasonFull: queue.PaperFull, printer.ReasonStopped: queue.PaperStopped,
	} {
		if string(ours) != string(halls) {
			t.Errorf("the printer says %q where the hall says %q", ours, halls)
		}
	}
	for ours, halls := range map[caller.SignState]queue.WindowState{
		caller.SignClosed: queue.Closed, caller.SignIdle: queue.Idle, caller.SignCalling: queue.Calling, caller.SignServing: queue.WindowServing, caller.SignPaused: queue.Paused,
	} {
		if string(ours) != string(halls) {
			t.Errorf("a strip says %q where the hall says %q", ours, halls)
		}
	}
	for ours, halls := range map[wire.PrintState]queue.PaperState{
		wire.Printed: queue.PaperPrinted, wire.Unprinted: queue.PaperUnprinted, wire.Unconfirmed: queue.PaperUnconfirmed,
	} {
		if string(ours) != string(halls) {
			t.Errorf("a kiosk says %q where the hall says %q", ours, halls)
		}
	}
}

func saying[T ~string](all ...T) (out []string) {
	for _, w := range all {
		out = append(out, string(w))
	}
	return out
}

func TestWhatLeavesAReportOpenIsToldAgain(t *testing.T) {
	for code, want := range map[string]bool{
		wire.CodeExpired: true, wire.CodeInternal: true, wire.CodeStaleEpoch: true, wire.CodeUnreachable: true, wire.CodeStorageFull: true,
		"unknown_number": false, wire.CodeForbidden: false, wire.CodeBadRequest: false,
	} {
		if lost(&wire.Error{Code: code}) != want {
			t.Errorf("%s: told again is %v, want %v", code, !want, want)
		}
	}
	if lost(nil) {
		t.Error("what the hall took note of is told again")
	}
}
