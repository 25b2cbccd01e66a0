package queue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// told are the events of a report, as "changed printer paper_out low 1".
func told(t *testing.T, h *queuetest.Hall, c queue.ReportDevices) string {
	t.Helper()
	var said []string
	for _, r := range h.Do(t, c) {
		switch e := r.Event.(type) {
		case queue.DeviceChanged:
			d := e.Device
			if d.Terminal != c.Terminal || d.Role != c.Role {
				t.Errorf("%+v is not of %s", d, c.Terminal)
			}
			said = append(said, strings.TrimSpace(fmt.Sprintf("changed %s %s%v %d", d.ID, d.Fault, d.Low, d.Restarts)))
		case queue.DeviceRemoved:
			said = append(said, "removed "+e.ID)
		}
	}
	return strings.Join(said, ", ")
}

func TestAReportOfDevicesIsToldByWhatDiffersFromTheLast(t *testing.T) {
	h := queuetest.New(t, 1)
	printer := queue.Device{ID: "printer", Kind: queue.DevicePrinter, Zones: []string{"a"}}
	reader := queue.Device{ID: "reader", Kind: queue.DeviceReader}
	report := func(ds ...queue.Device) queue.ReportDevices {
		return queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk", Devices: ds}
	}
	low, out, again := printer, printer, printer
	low.Low, out.Fault, again.Restarts = true, queue.FaultPaperOut, 1
	for i, c := range []struct {
		report queue.ReportDevices
		want   string
	}{
		{report(printer, reader), "changed printer false 0, changed reader false 0"},
		{report(reader, printer), ""},
		{report(low, reader), "changed printer true 0"},
		{report(out, reader), "changed printer paper_outfalse 0"},
		{report(out), "removed reader"},
		{report(again), "changed printer false 1"},
		{queue.ReportDevices{Terminal: "kiosk-2", Role: "kiosk", Devices: []queue.Device{reader}}, "changed reader false 0"},
		{report(), "removed printer"},
		{report(), ""},
	} {
		h.Wait(time.Second)
		if got := told(t, h, c.report); got != c.want {
			t.Errorf("report %d: %q, want %q", i, got, c.want)
		}
	}
	if len(h.State.Devices) != 1 || h.State.Device("kiosk-2", "reader") == nil || h.State.Device("kiosk-1", "printer") != nil {
		t.Fatalf("%+v", h.State.Devices)
	}
}

func TestSinceIsWhenTheFaultBeganAndNotWhenSomethingElseChanged(t *testing.T) {
	h := queuetest.New(t, 1)
	c := queuetest.Printer("kiosk-1", queue.FaultCover)
	h.Do(t, c)
	began := h.Now
	h.Wait(time.Minute)
	c.Devices[0].Name, c.Devices[0].Restarts = "By the door", 1
	h.Do(t, c)
	if d := h.State.Device("kiosk-1", "printer"); !d.Since.Equal(began) || d.Restarts != 1 {
		t.Fatalf("%+v, want since %s", d, began)
	}
	h.Wait(time.Minute)
	c.Devices[0].Fault = queue.FaultPaperOut
	h.Do(t, c)
	if d := h.State.Device("kiosk-1", "printer"); !d.Since.Equal(h.Now) {
		t.Fatalf("%+v, want since %s", d, h.Now)
	}
}

func TestAReportThatCannotBeKeptIsRefusedWhole(t *testing.T) {
	h := queuetest.New(t, 1)
	good := queue.Device{ID: "reader", Kind: queue.DeviceReader}
	many := make([]queue.Device, 81)
	for i := range many {
		many[i] = queue.Device{ID: fmt.Sprint(i), Kind: queue.DeviceStrip}
	}
	zones := make([]string, 21)
	for i := range zones {
		zones[i] = fmt.Sprint(i)
	}
	for name, c := range map[string]struct {
		ds   []queue.Device
		code queue.Code
	}{
		"an unknown kind":  {[]queue.Device{good, {ID: "x", Kind: "toaster"}}, queue.CodeBadKind},
		"no id":            {[]queue.Device{{Kind: queue.DeviceReader}}, queue.CodeBadDevice},
		"a bad id":         {[]queue.Device{{ID: "a b", Kind: queue.DeviceReader}}, queue.CodeBadDevice},
		"an id twice":      {[]queue.Device{good, good}, queue.CodeBadDevice},
		"a long name":      {[]queue.Device{{ID: "x", Kind: queue.DeviceReader, Name: strings.Repeat("n", 81)}}, queue.CodeBadDevice},
		"a long model":     {[]queue.Device{{ID: "x", Kind: queue.DeviceReader, Model: strings.Repeat("n", 81)}}, queue.CodeBadDevice},
		"a fault in prose": {[]queue.Device{{ID: "x", Kind: queue.DeviceReader, Fault: "The lid is open"}}, queue.CodeBadDevice},
		"negative":         {[]queue.Device{{ID: "x", Kind: queue.DeviceReader, Restarts: -1}}, queue.CodeBadDevice},
		"a bad zone":       {[]queue.Device{{ID: "x", Kind: queue.DeviceVoice, Zones: []string{""}}}, queue.CodeBadDevice},
		"too many zones":   {[]queue.Device{{ID: "x", Kind: queue.DeviceVoice, Zones: zones}}, queue.CodeBadDevice},
		"too many":         {many, queue.CodeBadDevice},
	} {
		if r := wantRefusal(t, h, queue.ReportDevices{Terminal: "kiosk-1", Devices: c.ds}, c.code); r.Hint == "" {
			t.Errorf("%s: no hint", name)
		}
	}
	h.Do(t, queue.ReportDevices{Terminal: "kiosk-1", Devices: many[:80]})
	// A fault of a newer terminal's is kept, and is as grave as an error.
	h.Do(t, queue.ReportDevices{Terminal: "kiosk-1", Devices: []queue.Device{{ID: "x", Kind: queue.DeviceReader, Fault: "too_hot"}}})
	if f := h.State.Device("kiosk-1", "x").Fault; f != "too_hot" || f.Gravity() != queue.FaultError.Gravity() {
		t.Errorf("%s has gravity %d", f, f.Gravity())
	}
}

func TestTheTableOfGravityHasEachFaultOnceAndNoneIsTheLeast(t *testing.T) {
	last := len(queue.DeviceFaults) + 1
	for _, f := range queue.DeviceFaults {
		if g := f.Gravity(); g != last-1 {
			t.Errorf("%s has gravity %d, want %d", f, g, last-1)
		}
		last--
	}
	if queue.DeviceFault("").Gravity() != 0 || len(slices.Compact(slices.Sorted(slices.Values(queue.DeviceFaults)))) != len(queue.DeviceFaults) {
		t.Error("a device that works is graver than nothing, or a fault stands twice")
	}
}

func TestAPrintersFaultIsPressingWhereACitizenGetsNoPaperAnyMore(t *testing.T) {
	h := queuetest.New(t, 1)
	pair := func(role string, faults ...queue.DeviceFault) queue.ReportDevices {
		c := queue.ReportDevices{Terminal: role + "-1", Role: role}
		for i, f := range faults {
			c.Devices = append(c.Devices, queue.Device{ID: fmt.Sprint("p", i), Kind: queue.DevicePrinter, Fault: f})
		}
		return c
	}
	report := func(c queue.ReportDevices, want string) {
		t.Helper()
		h.Do(t, c)
		wantAlerts(t, h, fmt.Sprintf("%+v", c), want)
	}
	report(pair("kiosk", ""), "")
	for _, f := range queue.DeviceFaults {
		report(pair("kiosk", f), "raised device/kiosk-1/p0 critical 0, ")
		h.Wait(time.Minute)
		report(pair("kiosk", ""), "")
		h.Wait(4 * time.Second)
		wantAlerts(t, h, "well for four seconds", "")
		h.Wait(time.Second)
		wantAlerts(t, h, "well for five seconds", "over device/kiosk-1/p0, ")
	}
	report(pair("kiosk", "", queue.FaultGone), "raised device/kiosk-1/p1 warning 0, ")
	report(pair("kiosk", queue.FaultCutter, queue.FaultGone), "raised device/kiosk-1/p0 critical 0, raised device/kiosk-1/p1 critical 0, ")
	h.Wait(time.Minute)
	report(pair("kiosk", "", queue.FaultGone), "")
	h.Wait(5 * time.Second)
	wantAlerts(t, h, "one works again", "over device/kiosk-1/p0, raised device/kiosk-1/p1 warning 0, ")
	report(pair("guide", queue.FaultPaperOut), "raised device/guide-1/p0 warning 0, ")
	report(pair("kiosk"), "over device/kiosk-1/p1, ")
	for _, kind := range []queue.DeviceKind{queue.DeviceStrip, queue.DeviceVoice, queue.DeviceReader, queue.DeviceScanner} {
		report(queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk", Devices: []queue.Device{{ID: string(kind), Kind: kind, Fault: queue.FaultSilent}}},
			"raised device/kiosk-1/"+string(kind)+" warning 0, ")
		report(queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk"}, "over device/kiosk-1/"+string(kind)+", ")
	}
}

func TestAnotherFaultIsRaisedAnewAndALoosePlugMakesOneAlert(t *testing.T) {
	h := queuetest.New(t, 1)
	low := queuetest.Printer("kiosk-1", "")
	low.Devices[0].Low = true
	h.Do(t, low)
	wantAlerts(t, h, "near the end", "raised device/kiosk-1/printer warning 0, ")
	since := h.Now
	h.Do(t, queue.AcknowledgeAlert{ID: "device/kiosk-1/printer"})
	h.Wait(time.Hour)
	h.Do(t, queuetest.Printer("kiosk-1", queue.FaultPaperOut))
	wantAlerts(t, h, "and over", "raised device/kiosk-1/printer critical 0, ")
	if a := h.State.Alert("device/kiosk-1/printer"); !a.Seen.IsZero() || !a.Since.Equal(since) || a.Fault != queue.FaultPaperOut || a.Device != "printer" || a.What != queue.DevicePrinter {
		t.Fatalf("%+v", a)
	}
	h.Do(t, queue.AcknowledgeAlert{ID: "device/kiosk-1/printer"})
	for range 20 {
		h.Wait(time.Second)
		h.Do(t, queuetest.Printer("kiosk-1", ""))
		wantAlerts(t, h, "plugged in", "")
		h.Wait(time.Second)
		h.Do(t, queuetest.Printer("kiosk-1", queue.FaultPaperOut))
		wantAlerts(t, h, "unplugged", "")
	}
	h.Do(t, queuetest.Printer("kiosk-1", queue.FaultSilent)) // graver
	wantAlerts(t, h, "does not answer", "raised device/kiosk-1/printer critical 0, ")
	h.Do(t, queuetest.Printer("kiosk-1", queue.FaultCover)) // less grave
	wantAlerts(t, h, "answers that its cover is open", "")
	h.Wait(5 * time.Second)
	wantAlerts(t, h, "and stays so", "raised device/kiosk-1/printer critical 0, ")
	h.Do(t, low) // refilled with a short roll
	h.Wait(5 * time.Second)
	wantAlerts(t, h, "refilled", "raised device/kiosk-1/printer warning 0, ")
}
