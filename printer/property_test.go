package printer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"onewindow/printer/profile"
)

// act is one thing that happens on a random day.
type act struct {
	what string
	do   func(d *device)
}

var acts = []act{
	{what: "job"}, {what: "job"}, {what: "job"},
	{what: "paper", do: func(d *device) { d.noPaper = true }},
	{what: "cover", do: func(d *device) { d.cover = true }},
	{what: "jam", do: func(d *device) { d.jammed = true }},
	{what: "button", do: func(d *device) { d.button = true }},
	{what: "hot", do: func(d *device) { d.hot = true }},
	{what: "unplug", do: (*device).unplug},
	{what: "power off", do: (*device).powerOff},
	{what: "blink", do: func(d *device) { d.powerOff(); d.powerOn() }},
	{what: "hang", do: func(d *device) { d.hang = true }},
	{what: "silent", do: func(d *device) { d.silent = true }},
	{what: "mum", do: func(d *device) { d.mum = true }},
	{what: "noise", do: func(d *device) { d.noise = []byte{0xff, 0x80} }},
	{what: "answer", do: func(d *device) { d.say(0x37, 0x22, 'A', 'A', 'A', 'A', 0) }},
	{what: "near end", do: func(d *device) { d.nearEnd = !d.nearEnd }},
	{what: "heal", do: heal}, {what: "heal", do: heal},
}

func heal(d *device) {
	d.noPaper, d.cover, d.jammed, d.button, d.hot, d.hang, d.silent, d.mum, d.noise = false, false, false, false, false, false, false, false, nil
	d.boot()
	d.replug()
}

func TestOnAnyDayNothingIsPrintedWithoutProofAndNothingTwice(t *testing.T) {
	profiles := kinds(t)
	names := []string{"process", "process without ASB", "status", "status without ASB"}
	rapid.Check(t, func(rt *rapid.T) {
		p := profiles[rapid.SampledFrom(names).Draw(rt, "printer")]
		type step struct {
			act   act
			pause time.Duration
		}
		var day []step
		for i := range rapid.IntRange(3, 25).Draw(rt, "steps") {
			day = append(day, step{acts[rapid.IntRange(0, len(acts)-1).Draw(rt, fmt.Sprint("act", i))],
				time.Duration(rapid.IntRange(0, 3000).Draw(rt, fmt.Sprint("ms", i))) * time.Millisecond})
		}
		var wrong []string
		synctest.Test(t, func(t *testing.T) {
			r := start(t, p, nil)
			n := 0
			for _, s := range day {
				if s.act.what == "job" {
					n++
					r.s.Print(job(fmt.Sprint("j", n)))
				} else {
					r.d.set(func() { s.act.do(r.d) })
				}
				time.Sleep(s.pause)
			}
			r.d.set(func() { heal(r.d) })
			time.Sleep(4 * time.Second) // what had just begun is noticed, and over
			r.well()
			n++
			last := fmt.Sprint("j", n)
			if got := r.print(last); got.State != Printed {
				wrong = append(wrong, fmt.Sprintf("after all was healed: %+v", got))
			}
			for i := 1; i <= n; i++ {
				r.final(fmt.Sprint("j", i))
			}
			r.close()
			wrong = append(wrong, breaches(r, p, n)...)
		})
		if len(wrong) > 0 {
			for _, s := range day {
				rt.Logf("%s, then %v", s.act.what, s.pause)
			}
			rt.Fatal(strings.Join(wrong, "\n"))
		}
	})
}

// breaches are the promises that a day broke.
func breaches(r *rig, p profile.Profile, jobs int) (wrong []string) {
	order := []State{Queued, Preflight, Sending, Awaiting}
	out := r.d.pieces()
	for i := 1; i <= jobs; i++ {
		id := fmt.Sprint("j", i)
		st := r.states(id)
		for k, s := range st {
			last := k == len(st)-1
			if s.State.Final() != last || !last && s.State != order[k] {
				wrong = append(wrong, fmt.Sprintf("%s went through %v", id, st))
				break
			}
		}
		whole := 0
		for _, o := range out {
			whole += strings.Count(o, text(id))
		}
		if st[len(st)-1].State == Printed && (whole != 1 || !slices.ContainsFunc(out, func(o string) bool {
			return strings.Contains(o, text(id)) && r.d.answered[o]
		})) {
			wrong = append(wrong, fmt.Sprintf("%s was called printed: %d papers of %q", id, whole, out))
		}
		if whole > 1 {
			wrong = append(wrong, fmt.Sprintf("%s came %d times", id, whole))
		}
	}
	return wrong
}
