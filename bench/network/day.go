package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"sync"
	"time"
)

// mostLag is how long an event may take from the commit in its hall until it is
// durable at the centre, for 99 of 100.
const mostLag = time.Second

// dayPlan is what day is asked for.
type dayPlan struct {
	halls   int
	tickets float64
	pace    float64
	from    int           // minutes of the day
	until   time.Duration // of the day
	db      string
	noSync  bool
	dir     string
	figures string
}

// runDay lets all halls live a day.
func runDay(args []string, w io.Writer) (failed bool, err error) {
	flags := flag.NewFlagSet("day", flag.ContinueOnError)
	var p dayPlan
	flags.IntVar(&p.from, "from", 8*60, "when the day begins, in minutes")
	flags.DurationVar(&p.until, "until", 19*time.Hour+30*time.Minute, "when it ends")
	flags.IntVar(&p.halls, "halls", 127, "how many halls of the catalogue")
	flags.Float64Var(&p.tickets, "tickets", 17000, "about how many tickets on the day, if all halls of the catalogue take part")
	flags.Float64Var(&p.pace, "pace", 120, "how many times as fast as real time the day passes")
	flags.StringVar(&p.db, "db", "", "address of the centre's database; the default is a new SQLite")
	flags.BoolVar(&p.noSync, "nosync", false, "leave out the halls' fsync")
	flags.StringVar(&p.dir, "dir", "", "where the folders go; the default is the system's place for temporary files")
	keep := keepFlag(flags)
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	p.figures = *keep
	work, err := os.MkdirTemp(p.dir, "onewindow-network-*")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work) // only space is lost
	p.dir = work
	return p.run(w)
}

func (p dayPlan) run(w io.Writer) (failed bool, err error) {
	ids, err := hallIDs(p.halls)
	if err != nil {
		return false, err
	}
	keys, err := newKeys(ids)
	if err != nil {
		return false, err
	}
	c, err := newCentre(p.dir+"/centre", p.db, keys)
	if err != nil {
		return false, err
	}
	if err := c.start(); err != nil {
		return false, err
	}
	defer c.kill()
	f, err := openFleet(p.dir, keys, ids, fleetSettings{pace: p.pace, from: p.from, autoDay: true, noSync: p.noSync})
	if err != nil {
		return false, err
	}
	defer f.close() // everything that counts was looked at before
	pin, err := c.pin()
	if err != nil {
		return false, err
	}
	if err := f.join(pin, c.addr); err != nil {
		return false, err
	}
	if err := f.settled(time.Minute); err != nil {
		return false, err
	}
	begun, before, own, ours := time.Now(), f.events(), c.usage(), usageOf(os.Getpid())
	var lag times
	crowds, err := p.live(f, &lag)
	if err != nil {
		return false, err
	}
	span := time.Since(begun)
	if err := f.settled(time.Minute); err != nil {
		return false, err
	}
	took, tookOurs := c.usage().since(own), usageOf(os.Getpid()).since(ours)
	v, err := f.compare(background(), c.db)
	if err != nil {
		return false, err
	}
	if err := c.stop(); err != nil {
		return false, err
	}
	kept, err := databaseSize(background(), c.db)
	if err != nil {
		return false, err
	}
	journals, err := f.size()
	if err != nil {
		return false, err
	}
	commands, refused := 0, 0
	for _, c := range crowds {
		commands, refused = commands+c.commands, refused+c.refused
	}
	r := &report{w: w}
	r.head("A day of the network")
	events := f.events() - before
	s := lag.spread()
	r.line("%d halls from %s to %s of a working day in %v (%g times real time): %d tickets, %d commands (%d refused), %d events, %.0f a second. The halls' fsync: %v.",
		p.halls, timeOfDay(time.Duration(p.from)*time.Minute), timeOfDay(p.until), span.Round(time.Second), p.pace, v.tickets, commands, refused, events, float64(events)/span.Seconds(), !p.noSync)
	r.line("")
	r.line("| | |")
	r.line("|---|---|")
	r.line("| tickets by state | %s |", counts(v.state))
	r.line("| what happened | %s |", counts(v.kind))
	r.line("| tickets by theme | %s |", counts(v.theme))
	r.line("| commit at the hall until durable at the centre, %d commits | p50 %s, p99 %s, the latest %s |", s.n, ms(s.p50), ms(s.p99), ms(s.latest))
	r.line("| the centre | RSS %s (at most %s), processor %v: %s of one |", mb(took.rss), mb(took.peak), took.cpu, percent(took.cpu.Seconds()/span.Seconds()))
	r.line("| all halls, their crowds and lines | RSS %s (at most %s), processor %v: %s of one |", mb(tookOurs.rss), mb(tookOurs.peak), tookOurs.cpu, percent(tookOurs.cpu.Seconds()/span.Seconds()))
	r.line("| on disk at the centre | %s, %.0f bytes an event, %.1f kB a ticket |", mb(kept), float64(kept)/float64(v.events), float64(kept)/1000/float64(v.tickets))
	r.line("| on disk at all halls | %s |", mb(journals))
	r.gates()
	r.same("the day", v)
	r.judge("commit until durable at the centre: p99", "≤ "+ms(mostLag), ms(s.p99), s.p99 <= mostLag)
	r.differences(v)
	tickets := float64(v.tickets)
	r.figure("day events a ticket", float64(events)/tickets)
	r.figure("day bytes a ticket", float64(kept)/tickets)
	r.figure("day p50 ms", s.p50.Seconds()*1000)
	r.figure("day p99 ms", s.p99.Seconds()*1000)
	r.figure("day centre MB", float64(took.peak)/1e6)
	r.figure("day centre ms a ticket", took.cpu.Seconds()*1000/tickets)
	return r.failed, r.keep(p.figures)
}

// live lets the crowds live until the day is over.
func (p dayPlan) live(f *fleet, lag *times) ([]*crowd, error) {
	windows, err := windowsOfAll()
	if err != nil {
		return nil, err
	}
	all := 0
	for _, n := range windows {
		all += n
	}
	ctx, stop := context.WithCancel(background())
	defer stop()
	var wg sync.WaitGroup
	var crowds []*crowd
	for i, h := range f.halls {
		c := newCrowd(h, uint64(i+1), p.tickets*float64(windows[h.id])/float64(all))
		crowds = append(crowds, c)
		wg.Go(func() { c.live(ctx) })
	}
	wg.Go(func() { f.follow(ctx, lag) })
	over := waits(f.clock.After(f.start.Add(p.until-time.Duration(p.from)*time.Minute))+time.Minute, func() bool {
		return !f.clock.Now().Before(f.start.Add(p.until - time.Duration(p.from)*time.Minute))
	})
	f.clock.stop()
	if over {
		over = f.settled(time.Minute) == nil
	}
	stop()
	wg.Wait()
	if !over {
		return nil, errors.New("the day did not end")
	}
	return crowds, nil
}
