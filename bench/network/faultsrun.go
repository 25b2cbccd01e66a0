package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// mostSlower is how much slower the 99th of 100 commands of a hall may be while its
// centre is broken, against the same work beside a sound one.
const mostSlower = 1.2

// faultsPlan is what faults is asked for.
type faultsPlan struct {
	rounds, halls int
	rate          float64
	calm          time.Duration
	only          string
	server        string
	noSync        bool
	dir           string
}

// runFaults breaks whatever can break.
func runFaults(args []string, w io.Writer) (failed bool, err error) {
	flags := flag.NewFlagSet("faults", flag.ContinueOnError)
	var p faultsPlan
	flags.IntVar(&p.rounds, "rounds", 20, "how often each thing is broken")
	flags.IntVar(&p.halls, "halls", 12, "how many halls")
	flags.Float64Var(&p.rate, "rate", 10, "commands a second at each hall")
	flags.DurationVar(&p.calm, "calm", 2*time.Second, "how long all is well before each fault")
	flags.StringVar(&p.only, "only", "", "only faults with this in their name")
	flags.StringVar(&p.server, "nats-server", "", "the program of the NATS servers")
	flags.BoolVar(&p.noSync, "nosync", false, "leave out the halls' fsync")
	flags.StringVar(&p.dir, "dir", "", "where the folders go; the default is the system's place for temporary files")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	return p.run(w)
}

// outcome is how the rounds of a fault went.
type outcome struct {
	name string
	// hurt are the commands from when the fault struck until the centre had everything
	// again, calm those of as long a time after that, and back is how long it took from
	// the repair.
	calm, hurt, back times
	// whole and during are the 99th of 100 of each round.
	whole, during []time.Duration
	lost, doubled int
	superseded    int
	events        int
	rounds        int
	err           error
}

func (p faultsPlan) run(w io.Writer) (failed bool, err error) {
	r := &report{w: w}
	r.head("Faults of the network")
	r.line("%d halls, each with %g commands a second, %d rounds of each fault. The halls' fsync: %v.", p.halls, p.rate, p.rounds, !p.noSync)
	r.line("")
	r.line("| fault | rounds | events | lost | doubled | of histories that were left | until everything was there: p50, latest | hall commands, whole: n, p50, p99 | broken: n, p50, p99 | p99, middle of the rounds |")
	r.line("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
	var all []*outcome
	for _, f := range faults {
		if !strings.Contains(f.name, p.only) {
			continue
		}
		if f.postgres && os.Getenv(postgresVar) == "" || f.cluster && p.server == "" {
			if p.only != "" {
				return false, fmt.Errorf("%q needs PostgreSQL and NATS servers; run it by bench/network/cluster.sh", f.name)
			}
			continue // the report shows what was done
		}
		o := p.suffer(f)
		all = append(all, o)
		calm, hurt, back := o.calm.spread(), o.hurt.spread(), o.back.spread()
		r.line("| %s | %d | %d | %d | %d | %d | %v, %v | %d, %s, %s | %d, %s, %s | %.2f × |", o.name, o.rounds, o.events, o.lost, o.doubled, o.superseded,
			back.p50.Round(time.Millisecond), back.latest.Round(time.Millisecond), calm.n, ms(calm.p50), ms(calm.p99), hurt.n, ms(hurt.p50), ms(hurt.p99), o.slower())
	}
	r.gates()
	for _, o := range all {
		measured := fmt.Sprintf("%d, %d of %d", o.lost, o.doubled, o.events)
		if o.err != nil {
			measured = "failed"
		}
		r.judge(fmt.Sprintf("%s, %d rounds: lost, doubled", o.name, o.rounds), "0, 0", measured, o.err == nil)
		r.judge(o.name+": p99 of the halls' commands, middle of the rounds", fmt.Sprintf("≤ %.1f ×", mostSlower), fmt.Sprintf("%.2f ×", o.slower()), o.slower() <= mostSlower)
	}
	for _, o := range all {
		if o.err != nil {
			r.line("\n%s, round %d: %v", o.name, o.rounds, o.err)
		}
	}
	if len(all) == 0 {
		return false, fmt.Errorf("no fault has %q in its name", p.only)
	}
	return r.failed, r.err
}

// slower is how the p99 while it was broken compares with the one of the same work
// beside a sound centre: the middle one of the rounds of each, because a disk that many
// share has its moments.
func (o *outcome) slower() float64 {
	if len(o.whole) == 0 {
		return 0
	}
	whole, during := slices.Sorted(slices.Values(o.whole)), slices.Sorted(slices.Values(o.during))
	return float64(during[len(during)/2]) / float64(whole[len(whole)/2])
}

// suffer is all rounds of one fault, on a network of their own. It ends with the first
// round after which something is not as it should be.
func (p faultsPlan) suffer(f fault) *outcome {
	o := &outcome{name: f.name}
	set := siteSettings{halls: p.halls, postgres: f.postgres, fleet: fleetSettings{pace: 1, from: 9 * 60, noSync: p.noSync}}
	if f.cluster {
		set.servers, set.server, set.centres = 3, p.server, 2
	}
	s, err := openSite(p.dir, set)
	if err != nil {
		o.err = err
		return o
	}
	defer s.close() // everything that counts was looked at before
	l, err := newLoad(s.fleet, p.rate)
	if err != nil {
		o.err = err
		return o
	}
	for round := range p.rounds {
		o.rounds++
		if o.err = p.round(f, s, l, o, round); o.err != nil {
			return o
		}
	}
	return o
}

// round is: all is well, it breaks, it is repaired, it catches up, and all is well for
// as long again; then everything is compared.
func (p faultsPlan) round(f fault, s *site, l *load, o *outcome, round int) error {
	if f.prepare != nil {
		if err := f.prepare(s, round); err != nil {
			return err
		}
	}
	var calm, hurt times
	l.into.Store(nil)
	l.run()
	time.Sleep(p.calm)
	l.into.Store(&hurt)
	struck := time.Now()
	err := f.strike(s, l, round)
	if err == nil {
		time.Sleep(f.lasts)
		if f.heal != nil {
			err = f.heal(s, round)
		}
	}
	healed := time.Now()
	if err == nil {
		// Work goes on: once it was all there, everything from before has come.
		marks := s.fleet.marks()
		if waits(2*time.Minute, func() bool { return s.fleet.past(marks) }) {
			o.back.note(time.Since(healed))
			l.into.Store(&calm)
			time.Sleep(time.Since(struck))
		} else {
			err = s.fleet.settled(0)
		}
	}
	if resting := l.rest(); err == nil {
		err = resting
	}
	o.calm.add(&calm)
	o.hurt.add(&hurt)
	o.whole, o.during = append(o.whole, calm.spread().p99), append(o.during, hurt.spread().p99)
	if err != nil {
		return err
	}
	s.fleet.clock.stop()
	defer s.fleet.clock.run()
	v, err := s.fleet.compare(background(), s.db)
	if err != nil {
		return err
	}
	o.lost, o.doubled, o.events, o.superseded = o.lost+v.lost, o.doubled+v.doubled, v.events, v.superseded
	return v.err()
}
