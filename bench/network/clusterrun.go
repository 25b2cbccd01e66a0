package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// runCluster is two processes of the centre on one PostgreSQL, behind three NATS
// servers: under load one of the processes is killed, then one of the servers, and
// neither comes back.
func runCluster(args []string, w io.Writer) (failed bool, err error) {
	flags := flag.NewFlagSet("cluster", flag.ContinueOnError)
	halls := flags.Int("halls", 12, "how many halls")
	rate := flags.Float64("rate", 10, "commands a second at each hall")
	part := flags.Duration("time", 8*time.Second, "how long each of the three parts takes: whole, without a centre, without a server too")
	server := flags.String("nats-server", "", "the program of the NATS servers")
	dir := flags.String("dir", "", "where the folders go; the default is the system's place for temporary files")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	s, err := openSite(*dir, siteSettings{
		halls: *halls, postgres: true, servers: 3, server: *server, centres: 2, fleet: fleetSettings{pace: 1, from: 9 * 60},
	})
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	l, err := newLoad(s.fleet, *rate)
	if err != nil {
		return false, err
	}
	r := &report{w: w}
	r.head("Two centres on one PostgreSQL, behind three NATS servers")
	r.line("%d halls, each with %g commands a second.", *halls, *rate)
	r.line("")
	r.line("| part | events | hall commands: n, p50, p99 | commit until durable at the centre: p50, p99, the latest |")
	r.line("|---|---:|---:|---:|")
	l.run()
	for _, p := range []struct {
		name   string
		strike func()
	}{
		{"all is well", func() {}},
		{"one centre killed (kill -9)", func() { s.centres[0].kill() }},
		{"a NATS server killed too (kill -9)", func() { s.cluster.kill(0) }},
	} {
		var t, lag times
		l.into.Store(&t)
		before := s.fleet.events()
		ctx, stop := context.WithTimeout(background(), *part)
		p.strike()
		s.fleet.follow(ctx, &lag)
		stop()
		// What is still under way counts too.
		marks, struck := s.fleet.marks(), time.Now()
		if !waits(time.Minute, func() bool { return s.fleet.past(marks) }) {
			return false, errors.Join(fmt.Errorf("%s: what happened is not at the centre", p.name), s.fleet.settled(0), l.rest())
		}
		lag.note(time.Since(struck))
		sp, la := t.spread(), lag.spread()
		r.line("| %s | %d | %d, %s, %s | %s, %s, %s |", p.name, s.fleet.events()-before, sp.n, ms(sp.p50), ms(sp.p99), ms(la.p50), ms(la.p99), ms(la.latest))
	}
	if err := l.rest(); err != nil {
		return false, err
	}
	s.fleet.clock.stop()
	v, err := s.fleet.compare(background(), s.db)
	if err != nil {
		return false, err
	}
	r.gates()
	r.same("two centres, three servers", v)
	r.differences(v)
	return r.failed, r.err
}
