package printer

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
)

func TestAFaultIsKnownSoonAfterItAppearsAndSoIsItsEnd(t *testing.T) {
	for _, tr := range troubles {
		for kind, p := range kinds(t) {
			t.Run(tr.name+"/"+kind, func(t *testing.T) {
				with(t, p, func(r *rig) {
					r.well()
					// At any moment between two looks.
					for i := range 5 {
						time.Sleep(time.Duration(i) * 210 * time.Millisecond)
						most := 1500 * time.Millisecond
						if tr.reason == FaultSilent {
							most = 3 * time.Second // its time-out
						}
						r.d.set(func() { tr.begin(r.d) })
						r.fault(tr.reason, most)
						time.Sleep(time.Second)
						r.d.set(func() { tr.end(r.d) })
						most = 3 * time.Second
						if tr.reason == FaultCutter {
							most = again + 3*time.Second
						}
						r.fault("", most)
					}
				})
			})
		}
	}
}

func TestFlappingIsNotTold(t *testing.T) {
	each(t, func(r *rig) {
		r.well()
		r.r.mu.Lock()
		before := len(r.r.healths)
		r.r.mu.Unlock()
		for range 20 {
			r.d.set(func() { r.d.cover = true })
			time.Sleep(30 * time.Millisecond)
			r.d.set(func() { r.d.cover = false })
			time.Sleep(330 * time.Millisecond)
		}
		r.r.mu.Lock()
		defer r.r.mu.Unlock()
		if got := r.r.healths[before:]; len(got) != 0 {
			t.Errorf("told %+v", got)
		}
	})
}

func TestACoverThatIsOpenIsToldOnceHoweverItsSwitchTrembles(t *testing.T) {
	each(t, func(r *rig) {
		r.well()
		r.r.mu.Lock()
		before := len(r.r.healths)
		r.r.mu.Unlock()
		r.d.set(func() { r.d.cover = true })
		r.fault(FaultCover, 2*time.Second)
		for range 10 {
			time.Sleep(300 * time.Millisecond)
			r.d.set(func() { r.d.cover = false })
			time.Sleep(40 * time.Millisecond)
			r.d.set(func() { r.d.cover = true })
		}
		r.r.mu.Lock()
		defer r.r.mu.Unlock()
		if got := r.r.healths[before:]; len(got) != 1 {
			t.Errorf("told %+v", got)
		}
	})
}

func TestALowRollIsToldAndDoesNotStopAPaper(t *testing.T) {
	each(t, func(r *rig) {
		r.well()
		r.d.set(func() { r.d.nearEnd = true })
		r.until("low", 4*time.Second, func() bool { return r.s.Health().Low })
		if got := r.print("a"); got.State != Printed {
			t.Errorf("ended %+v", got)
		}
		r.d.set(func() { r.d.nearEnd = false })
		r.until("not low", 4*time.Second, func() bool { return !r.s.Health().Low })
		if f := r.s.Health().Fault; f != "" {
			t.Errorf("fault %q", f)
		}
	})
}

func TestAPowerCycleIsCounted(t *testing.T) {
	each(t, func(r *rig) {
		r.well()
		for i := range 3 {
			r.d.set(r.d.powerOff)
			r.fault(FaultSilent, 4*time.Second)
			r.d.set(r.d.powerOn)
			r.well()
			if n := r.s.Health().Restarts; n != i+1 {
				t.Errorf("%d restarts after %d", n, i+1)
			}
			if got := r.print(fmt.Sprint(i)); got.State != Printed {
				t.Errorf("ended %+v", got)
			}
		}
	})
}

func TestAPowerCycleThatNobodySawShowsByTheSettingsThatWereLost(t *testing.T) {
	for _, kind := range []string{"process", "status"} {
		t.Run(kind, func(t *testing.T) {
			with(t, kinds(t)[kind], func(r *rig) {
				r.well()
				r.print("a")
				r.d.set(func() { r.d.powerOff(); r.d.powerOn() })
				r.d.set(func() { r.d.cover = true })
				r.fault(FaultCover, 2*time.Second)
				r.until("the restart", 3*time.Second, func() bool { return r.s.Health().Restarts == 1 })
				r.d.set(func() { r.d.cover = false })
				r.well()
				if got := r.print("b"); got.State != Printed || r.s.Health().Restarts != 1 {
					t.Errorf("ended %+v, health %+v", got, r.s.Health())
				}
			})
		})
	}
}

func TestAFaultThatIsThereFromTheStartIsTold(t *testing.T) {
	for _, tr := range troubles[:4] {
		t.Run(tr.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := start(t, named(t, "epson-tm-t70ii-ch"), tr.begin)
				defer r.close()
				if tr.reason == FaultGone {
					r.d.later(3*time.Second, r.d.replug)
					r.well()
					return
				}
				r.fault(tr.reason, 3*time.Second)
			})
		})
	}
}

func TestThePrintersOwnNameIsTold(t *testing.T) {
	with(t, named(t, "epson-tm-t70ii-ch"), func(r *rig) {
		r.well()
		r.until("the model", 3*time.Second, func() bool { return r.s.Health().Model == "Virtual 80" })
	})
}

func TestNoiseOnTheLineIsNoFaultAndNoProof(t *testing.T) {
	each(t, func(r *rig) {
		r.well()
		r.d.set(func() { r.d.noise = []byte{0xff, 0x80, 0x90} })
		for i := range 10 {
			got := r.print(fmt.Sprint(i))
			if got.State == Interrupted || got.State == Printed && r.d.whole(fmt.Sprint(i)) != 1 {
				t.Errorf("ended %+v", got)
			}
		}
	})
}

func TestOneFaultExplainsTheOthers(t *testing.T) {
	for _, tc := range []struct {
		c      escpos.Condition
		want   Fault
		passes bool
	}{
		{escpos.Condition{}, "", false},
		{escpos.Condition{NearEnd: true}, "", false},
		{escpos.Condition{Cover: true, PaperEnd: true, Offline: true}, FaultCover, false},
		{escpos.Condition{PaperEnd: true, Offline: true, Error: true}, FaultPaperOut, false},
		{escpos.Condition{Cutter: true, Error: true}, FaultCutter, false},
		{escpos.Condition{Error: true, Offline: true}, FaultError, false},
		{escpos.Condition{Recoverable: true, Offline: true}, FaultError, true},
		{escpos.Condition{Offline: true}, FaultOffline, true},
		{escpos.Condition{Feeding: true}, FaultOffline, true},
		{escpos.Condition{Waiting: true}, FaultOffline, true},
	} {
		if got := faultOf(tc.c); got != tc.want || passes(tc.c) != tc.passes {
			t.Errorf("%+v: %q, passes %v", tc.c, got, passes(tc.c))
		}
	}
}

func TestAFileTakesPapersAndConfirmsNone(t *testing.T) {
	p := named(t, "generic-80")
	s := New(Settings{Profile: p}, nil)
	if s.set.Profile.Confirm != profile.ConfirmStatus || s.set.Line.Baud != 9600 {
		t.Errorf("settings %+v", s.set)
	}
	var set Settings
	set.Line.Name, set.Profile = "file:///tmp/x", p
	if s := New(set, nil); canTell(s.set.Profile) || s.set.Profile.Confirm != profile.ConfirmNone {
		t.Errorf("settings %+v", s.set)
	}
}
