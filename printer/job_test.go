package printer

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
)

func named(t testing.TB, name string) profile.Profile {
	t.Helper()
	p, err := profile.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// kinds are the printers that the tests go over.
func kinds(t testing.TB) map[string]profile.Profile {
	process := named(t, "epson-tm-t70ii-ch")
	status := named(t, "generic-80")
	noASB := process
	noASB.ASB = false
	statusNoASB := status
	statusNoASB.ASB = false
	return map[string]profile.Profile{"process": process, "status": status, "process without ASB": noASB, "status without ASB": statusNoASB}
}

func each(t *testing.T, do func(*rig)) {
	for name, p := range kinds(t) {
		t.Run(name, func(t *testing.T) { with(t, p, do) })
	}
}

func TestAPaperGoesThroughItsStatesAndIsProved(t *testing.T) {
	each(t, func(r *rig) {
		r.well()
		if got := r.print("a"); got != (Progress{"a", Printed, ""}) {
			t.Fatalf("ended %+v", got)
		}
		var states []State
		for _, p := range r.states("a") {
			states = append(states, p.State)
		}
		if want := []State{Queued, Preflight, Sending, Awaiting, Printed}; !slices.Equal(states, want) {
			t.Errorf("states %v", states)
		}
		if n := r.d.whole("a"); n != 1 {
			t.Errorf("%d papers: %q", n, r.d.pieces())
		}
	})
}

func TestAJobThatComesBeforeTheLineIsUpIsPrinted(t *testing.T) {
	each(t, func(r *rig) {
		if got := r.print("a"); got.State != Printed {
			t.Errorf("ended %+v", got)
		}
	})
}

func TestAPrinterThatCannotTellEndsUnconfirmedAndIsNotAsked(t *testing.T) {
	with(t, named(t, "netum-nt-5890k"), func(r *rig) {
		for _, id := range []string{"a", "b"} {
			if got := r.print(id); got != (Progress{id, Unconfirmed, ""}) {
				t.Errorf("ended %+v", got)
			}
		}
		if h := r.s.Health(); h.Known || h.Fault != "" {
			t.Errorf("health %+v", h)
		}
		// It has no knife: both papers hang together.
		r.d.mu.Lock()
		defer r.d.mu.Unlock()
		if got := r.d.paper.String(); got != text("a")+text("b") {
			t.Errorf("paper %q", got)
		}
	})
}

func TestAPrinterThatOnlyAnswersInTurnConfirms(t *testing.T) {
	p := named(t, "generic-80")
	p.RealTime, p.ASB = false, false
	with(t, p, func(r *rig) {
		r.well()
		for i := range 5 {
			if got := r.print(fmt.Sprint("a", i)); got.State != Printed {
				t.Errorf("ended %+v", got)
			}
		}
		r.d.set(func() { r.d.noPaper = true })
		r.fault(FaultSilent, 3*time.Second)
		r.d.set(func() { r.d.noPaper = false })
		r.well()
		if got := r.print("b"); got.State != Printed || r.s.Health().Restarts != 0 {
			t.Errorf("ended %+v, health %+v", got, r.s.Health())
		}
	})
}

// A fault of the device, what ends it, and the reason that is told.
var troubles = []struct {
	name   string
	begin  func(*device)
	end    func(*device)
	reason Fault
}{
	{"paper", func(d *device) { d.noPaper = true }, func(d *device) { d.noPaper = false }, FaultPaperOut},
	{"cover", func(d *device) { d.cover = true }, func(d *device) { d.cover = false }, FaultCover},
	{"cutter", func(d *device) { d.jammed, d.cutError = true, true }, func(d *device) { d.jammed = false }, FaultCutter},
	{"unplugged", (*device).unplug, (*device).replug, FaultGone},
	{"hung", func(d *device) { d.hang = true }, func(d *device) { d.hang = false }, FaultSilent},
	{"power", (*device).powerOff, (*device).powerOn, FaultSilent},
}

func TestEveryFaultAtEveryMomentEndsAsItMust(t *testing.T) {
	for kind, p := range kinds(t) {
		for _, tr := range troubles {
			// Head, body and tail have some 180 bytes.
			for _, at := range []int{1, 8, 40, 80, 110, 140, 165, 175} {
				t.Run(fmt.Sprintf("%s/%s/%d", kind, tr.name, at), func(t *testing.T) {
					with(t, p, func(r *rig) {
						r.well()
						d := r.d
						d.set(func() { d.script[d.received+at] = func() { tr.begin(d); d.report(); nudge(d.kick) } })
						got := r.print("a")
						proof := d.whole("a") == 1
						switch {
						case got.State == Printed && !proof:
							t.Fatalf("printed without paper: %q", d.pieces())
						case got.State == Interrupted && got.Reason != tr.reason && got.Reason != FaultRestarted && got.Reason != FaultSilent:
							t.Errorf("reason %q, want %q", got.Reason, tr.reason)
						case got.State == Unconfirmed && got.Reason == "":
							t.Errorf("unconfirmed without a reason: %+v", r.states("a"))
						}
						r.fault(tr.reason, 15*time.Second)
						// Lines that stood uncut in the printer come off with the cut that cleans up.
						var uncut string
						d.set(func() { uncut = d.paper.String() + string(d.rx); tr.end(d) })
						before := len(d.pieces())
						r.well()
						if got := r.print("b"); got.State != Printed {
							t.Fatalf("the next paper ended %+v", got)
						}
						// Whatever was left of the first came off by itself, and not as a whole.
						last := d.pieces()[len(d.pieces())-1]
						if last != text("b") {
							t.Errorf("the next paper holds %q", last)
						}
						for _, o := range d.pieces()[before:] {
							if strings.Contains(o, text("a")) && !strings.Contains(uncut, "end a") {
								t.Errorf("the old paper came after all: %q", o)
							}
						}
						if n := d.whole("a"); n > 1 {
							t.Errorf("%d papers of one job", n)
						}
					})
				})
			}
		}
	}
}

func TestNothingIsSentToAPrinterThatCannotPrint(t *testing.T) {
	for _, tr := range troubles[:3] {
		t.Run(tr.name, func(t *testing.T) {
			each(t, func(r *rig) {
				r.well()
				r.d.set(func() { tr.begin(r.d) })
				r.fault(tr.reason, 2*time.Second)
				if got := r.print("a"); got != (Progress{"a", Interrupted, tr.reason}) {
					t.Errorf("ended %+v", got)
				}
				for _, p := range r.states("a") {
					if p.State == Sending {
						t.Error("it was sent")
					}
				}
			})
		})
	}
}

func TestAWrongOrOldAnswerProvesNothing(t *testing.T) {
	with(t, named(t, "epson-tm-t70ii-ch"), func(r *rig) {
		r.well()
		r.d.set(func() { r.d.mum = true })
		r.s.Print(job("a"))
		r.until("the question", 5*time.Second, func() bool { return len(r.states("a")) == 4 })
		// Answers of another host, of an earlier attempt, junk and single bytes.
		r.d.set(func() {
			r.d.say([]byte("\x37\x22wxyz\x00")...)
			r.d.say([]byte("\x37\x22" + string(letters[:4]) + "\x00\x00\x0f\xff\x11\x13")...)
			r.d.say([]byte("\x37\x22")...)
		})
		if got := r.final("a"); got != (Progress{"a", Unconfirmed, ""}) {
			t.Errorf("ended %+v", got)
		}
		r.d.set(func() { r.d.mum = false })
		r.well()
		if got := r.print("b"); got.State != Printed {
			t.Errorf("the next ended %+v", got)
		}
	})
}

func TestTheAnswerOfAnEarlierPaperDoesNotProveTheNext(t *testing.T) {
	for name, p := range kinds(t) {
		for _, late := range []time.Duration{0, 200 * time.Millisecond, 900 * time.Millisecond} {
			t.Run(fmt.Sprint(name, late), func(t *testing.T) {
				with(t, p, func(r *rig) {
					r.well()
					d := r.d
					d.set(func() { d.mum = true })
					if got := r.print("a"); got.State != Unconfirmed {
						t.Fatalf("ended %+v", got)
					}
					// The answer to the first comes while the next is being looked after.
					d.later(late, func() { d.say(0x00) })
					if got := r.print("b"); got.State != Unconfirmed {
						t.Errorf("ended %+v", got)
					}
				})
			})
		}
	}
}

func TestOneByteOfNoiseWhenThePowerGoesIsNoProof(t *testing.T) {
	all := kinds(t)
	// One that leaves no mark either.
	plain := all["status"]
	plain.QR = profile.QRRaster
	all["status without a mark"] = plain
	for name, p := range all {
		t.Run(name, func(t *testing.T) {
			with(t, p, func(r *rig) {
				r.well()
				d := r.d
				d.set(func() { d.mum = true })
				r.s.Print(job("a"))
				r.until("the question", 5*time.Second, func() bool { return len(r.states("a")) == 4 })
				d.later(300*time.Millisecond, func() { d.say(0x00); d.powerOff() })
				// The answer for the mark stands behind the cut, too: with it in hand
				// the paper is out, whatever the byte is.
				got := r.final("a")
				if got.State == Printed && (p.QR != profile.QRNative || p.Confirm != profile.ConfirmStatus || d.whole("a") != 1) {
					t.Errorf("ended %+v", got)
				}
			})
		})
	}
}

func TestARollThatEndsWithThePaperLeavesItUnconfirmed(t *testing.T) {
	p := named(t, "generic-80")
	with(t, p, func(r *rig) {
		r.well()
		d := r.d
		d.set(func() { d.mum = true })
		r.s.Print(job("a"))
		r.until("the question", 5*time.Second, func() bool { return len(r.states("a")) == 4 })
		d.later(400*time.Millisecond, func() { d.say(0x0f) })
		if got := r.final("a"); got != (Progress{"a", Unconfirmed, FaultPaperOut}) {
			t.Errorf("ended %+v", got)
		}
	})
}

// twoCodes is a paper with two QR codes, as a template may have.
func twoCodes(id string) Job {
	j := job(id)
	one := j.Data
	at := bytes.Index(one, []byte("\x1d(k"))
	end := bytes.Index(one, []byte("end "+id))
	j.Data = slices.Concat(one[:end], one[at:end], one[end:])
	return j
}

// A power failure that is over before anybody asks takes what stood in the printer,
// and nothing else shows it than the mark.
func TestAPowerFailureAtAnyByteIsSeen(t *testing.T) {
	for kind, p := range kinds(t) {
		for name, paper := range map[string]func(string) Job{"one code": job, "two codes": twoCodes} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				whole := strings.Replace(text("a"), "[code]\n", strings.Repeat("[code]\n", bytes.Count(paper("a").Data, []byte("1P0"))), 1)
				seen := 0
				for at := 1; at < 280; at++ {
					with(t, p, func(r *rig) {
						r.well()
						d := r.d
						d.set(func() { d.script[d.received+at] = func() { d.powerOff(); d.powerOn() } })
						r.s.Print(paper("a"))
						got := r.final("a")
						if got.State == Printed && !slices.ContainsFunc(d.pieces(), func(o string) bool { return strings.Contains(o, whole) }) {
							t.Errorf("at %d: printed, and the papers are %q", at, d.pieces())
						}
						if got.State != Printed {
							seen++
						}
					})
				}
				if seen < 50 {
					t.Errorf("only %d of the failures were seen", seen)
				}
			})
		}
	}
}

func TestUnplugAtEveryByteLeavesNoStaleByte(t *testing.T) {
	p := named(t, "epson-tm-t70ii-ch")
	for at := 1; at < 180; at++ {
		with(t, p, func(r *rig) {
			r.well()
			d := r.d
			d.set(func() { d.script[d.received+at] = d.unplug })
			got := r.print("a")
			if got.State == Printed && d.whole("a") != 1 {
				t.Errorf("at %d: printed without paper", at)
			}
			if got.State != Printed && got.Reason != FaultGone {
				t.Errorf("at %d: ended %+v", at, got)
			}
			r.fault(FaultGone, 10*time.Second)
			d.later(time.Second, d.replug)
			r.well()
			if got := r.print("b"); got.State != Printed || d.pieces()[len(d.pieces())-1] != text("b") {
				t.Errorf("at %d: the next ended %+v on %q", at, got, d.pieces())
			}
		})
	}
}

func TestAPictureThatWasBrokenOffIsFilledBeforeAnythingElse(t *testing.T) {
	p := named(t, "epson-tm-t70ii-ch")
	e := escpos.New(p)
	if err := e.Raster(576, bytes.Repeat([]byte{0x55}, 72*120)); err != nil {
		t.Fatal(err)
	}
	with(t, p, func(r *rig) {
		r.well()
		d := r.d
		// Its picture is open when the cable goes, and it does not know how to clear.
		d.set(func() {
			d.keeps = true
			d.script[d.received+2500] = d.unplug
		})
		r.s.Print(Job{ID: "a", Data: e.Bytes(), Height: 20})
		if got := r.final("a"); got != (Progress{"a", Interrupted, FaultGone}) {
			t.Fatalf("ended %+v", got)
		}
		r.fault(FaultGone, 20*time.Second) // it is told of the paper first
		d.later(time.Second, d.replug)
		r.well()
		if got := r.print("b"); got.State != Printed || d.pieces()[len(d.pieces())-1] != text("b") {
			t.Errorf("the next ended %+v on %q", got, d.pieces())
		}
	})
}

func TestAPowerFailureWithinALongPaperIsNotTakenForAPaper(t *testing.T) {
	p := named(t, "epson-tm-t70ii-ch")
	p.Baud = 9600
	e := escpos.New(p)
	if err := e.Raster(576, bytes.Repeat([]byte{0x55}, 72*120)); err != nil {
		t.Fatal(err)
	}
	with(t, p, func(r *rig) {
		r.well()
		d := r.d
		d.set(func() {
			d.script[d.received+1500] = d.powerOff
		})
		d.later(3500*time.Millisecond, d.powerOn)
		r.s.Print(Job{ID: "a", Data: e.Bytes(), Height: 20})
		if got := r.final("a"); got.State == Printed || got.Reason != FaultRestarted {
			t.Errorf("ended %+v", got)
		}
		r.well()
		if got := r.print("b"); got.State != Printed || d.pieces()[len(d.pieces())-1] != text("b") {
			t.Errorf("the next ended %+v on %q", got, d.pieces())
		}
	})
}

func TestAPrinterIsAskedWhileALongPaperIsSentAndNeverWithinACommand(t *testing.T) {
	p := named(t, "epson-tm-t70ii-ch")
	p.Baud, p.ASB = 9600, false
	e := escpos.New(p)
	for range 3 {
		if err := e.Raster(576, bytes.Repeat([]byte{0x55}, 72*60)); err != nil {
			t.Fatal(err)
		}
	}
	with(t, p, func(r *rig) {
		r.well()
		d := r.d
		d.set(func() { d.script[d.received+2000] = func() { d.cover = true } })
		began := time.Now()
		r.s.Print(Job{ID: "a", Data: e.Bytes(), Height: 30})
		if got := r.final("a"); got != (Progress{"a", Interrupted, FaultCover}) || time.Since(began) > 5*time.Second {
			t.Errorf("ended %+v after %v", got, time.Since(began))
		}
		d.set(func() { d.cover = false })
		r.well()
		began = time.Now()
		r.s.Print(Job{ID: "b", Data: e.Bytes(), Height: 30})
		if got := r.final("b"); got.State != Printed {
			t.Errorf("ended %+v", got)
		}
		if took, line := time.Since(began), p.WireTime(e.Len()); took > line*105/100+time.Second {
			t.Errorf("%d bytes took %v, the line alone %v", e.Len(), took, line)
		}
	})
}

func TestWhatDidNotBeginInTimeIsNotPrinted(t *testing.T) {
	each(t, func(r *rig) {
		r.well()
		r.d.set(func() { r.d.button = true })
		r.fault(FaultOffline, 2*time.Second)
		j := job("a")
		j.Within = time.Second
		began := time.Now()
		r.s.Print(j)
		got := r.final("a")
		if got.State != Interrupted || got.Reason != ReasonLate && got.Reason != FaultOffline || time.Since(began) > 2*time.Second {
			t.Errorf("ended %+v after %v", got, time.Since(began))
		}
		r.d.set(func() { r.d.button = false })
		r.well()
		if n := r.d.whole("a"); n != 0 {
			t.Error("it was printed")
		}
	})
}

func TestAJobBehindASlowOneIsToldLateInTime(t *testing.T) {
	with(t, named(t, "epson-tm-t70ii-ch"), func(r *rig) {
		r.well()
		r.d.set(func() { r.d.mum = true })
		r.s.Print(job("a"))
		j := job("b")
		j.Within = 500 * time.Millisecond
		began := time.Now()
		r.s.Print(j)
		if got := r.final("b"); got != (Progress{"b", Interrupted, ReasonLate}) || time.Since(began) > time.Second {
			t.Errorf("ended %+v after %v", got, time.Since(began))
		}
		r.final("a")
	})
}

func TestTheQueueIsBoundedAndAJobIsTakenOnce(t *testing.T) {
	with(t, named(t, "epson-tm-t70ii-ch"), func(r *rig) {
		r.well()
		for i := range 20 {
			r.s.Print(job(fmt.Sprint(i)))
		}
		r.s.Print(job("3"))
		full, printed := 0, 0
		for i := range 20 {
			switch got := r.final(fmt.Sprint(i)); {
			case got.Reason == ReasonFull:
				full++
			case got.State == Printed:
				printed++
			}
		}
		if full != 4 || printed != 16 {
			t.Errorf("%d full, %d printed", full, printed)
		}
		if n := r.d.whole("3"); n != 1 {
			t.Errorf("%d papers of one job", n)
		}
	})
}

func TestTheEndOfTheSpoolerEndsEveryJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, named(t, "epson-tm-t70ii-ch"), nil)
		r.well()
		for i := range 5 {
			r.s.Print(job(fmt.Sprint(i)))
		}
		r.until("the first is sent", 5*time.Second, func() bool { return len(r.states("0")) >= 3 })
		r.close() // checks that each has an end
		r.s.Print(job("after"))
	})
}

func TestAPollInFlightDelaysNoPaper(t *testing.T) {
	with(t, named(t, "epson-tm-t70ii-ch"), func(r *rig) {
		r.well()
		d := r.d
		// The device takes its time to answer the next poll.
		d.set(func() { d.script[d.received+3] = func() { d.silent = true } })
		r.until("the poll", 5*time.Second, func() bool {
			d.mu.Lock()
			defer d.mu.Unlock()
			if !d.silent {
				nudgeIn(r, 10*time.Millisecond)
			}
			return d.silent
		})
		began := time.Now()
		first := make(chan time.Duration, 1)
		d.set(func() { d.script[d.received+1] = func() { first <- time.Since(began) } })
		r.s.Print(job("a"))
		if took := <-first; took > 20*time.Millisecond {
			t.Errorf("the first byte came after %v", took)
		}
		d.set(func() { d.silent = false })
		r.final("a")
	})
}

// nudgeIn lets until look again.
func nudgeIn(r *rig, d time.Duration) {
	time.AfterFunc(d, func() { nudge(r.r.news) })
}

func TestTheTestPagePrintsEveryAbilityOfEveryProfile(t *testing.T) {
	for _, n := range profile.Names() {
		p := named(t, n)
		j, err := TestPage(p, "Hall LG-00")
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		if j.Height < 30 || len(j.Data) < 100 || j.ID == "" {
			t.Errorf("%s: %d bytes, %d mm", n, len(j.Data), j.Height)
		}
		for b := j.Data; len(b) > 0; {
			k, whole := escpos.Next(b)
			if !whole {
				t.Errorf("%s: broken off", n)
			}
			b = b[k:]
		}
	}
}
