package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// leastShare is how much of the speed of bare inserts a hall's catching up reaches.
const leastShare = 0.50

// runCatchUp lets a hall tell what happened while it was cut off: from its journal over
// its link and TLS to the centre's process and into the database with all rows, beside
// the bare database of the same kind, in turns.
func runCatchUp(args []string, w io.Writer) (failed bool, err error) {
	flags := flag.NewFlagSet("catchup", flag.ContinueOnError)
	events := flags.Int("events", 100_000, "how many events at least")
	rounds := flags.Int("rounds", 3, "rounds; each figure is their median")
	halls := flags.Int("halls", 127, "how many halls catch up at once in the second part; 0 leaves it out")
	each := flags.Int("each", 1000, "how many events each of those has at least")
	keep := keepFlag(flags)
	_ = flags.String("nats-server", "", "not needed") // cluster.sh tells it always
	dir := flags.String("dir", "", "where the folders go; the default is the system's place for temporary files")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	work, err := os.MkdirTemp(*dir, "onewindow-network-*")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work) // only space is lost
	const id = "LG-00"
	keys, err := newKeys([]string{id})
	if err != nil {
		return false, err
	}
	h := &hall{id: id, dir: filepath.Join(work, "hall"), key: keys[id], set: fleetSettings{pace: 1}}
	end, err := h.fill(*events)
	if err != nil {
		return false, err
	}
	h.clock = newClock(end, 1)
	if err := h.open(); err != nil {
		return false, err
	}
	defer h.close() // everything that counts was looked at before
	segments, err := rawSegments(h)
	if err != nil {
		return false, err
	}
	size := 0
	for _, s := range segments {
		for _, b := range s.body {
			size += len(b)
		}
	}
	n := float64(h.node.Last())
	r := &report{w: w}
	r.head("A hall that was cut off")
	r.line("%.0f events of %.0f bytes, %d segments; all durable. Median of %d rounds, in which the two take turns. Whole way: journal, link, TLS, the centre's process, the database with all rows.", n, float64(size)/n, len(segments), *rounds)
	r.line("")
	r.line("| database | bare inserts, events/s | the whole way, events/s | share | processor: bare | hall | centre |")
	r.line("|---|---:|---:|---:|---:|---:|---:|")
	kinds := []string{"SQLite"}
	if os.Getenv(postgresVar) != "" {
		kinds = append(kinds, "PostgreSQL")
	}
	shares := map[string]float64{}
	for _, kind := range kinds {
		var bare, whole, share, cpu, hallCPU, centreCPU []float64
		for range *rounds {
			c, err := catchUp(work, kind == "PostgreSQL", h, keys, segments)
			if err != nil {
				return false, fmt.Errorf("%s: %w", kind, err)
			}
			bare, whole, share = append(bare, n/c.bare.Seconds()), append(whole, n/c.whole.Seconds()), append(share, c.bare.Seconds()/c.whole.Seconds())
			cpu, hallCPU, centreCPU = append(cpu, c.bareCPU.Seconds()), append(hallCPU, c.hallCPU.Seconds()), append(centreCPU, c.centreCPU.Seconds())
		}
		shares[kind] = median(share)
		r.figure("catchup "+kind, median(whole))
		r.line("| %s | %.0f | %.0f | %s | %.2f s | %.2f s | %.2f s |", kind, median(bare), median(whole), percent(shares[kind]), median(cpu), median(hallCPU), median(centreCPU))
	}
	if *halls > 0 {
		if err := allAtOnce(r, work, *halls, *each, *rounds, kinds); err != nil {
			return false, err
		}
	}
	r.gates()
	for _, kind := range kinds {
		r.judge(kind+": share of bare inserts", "≥ "+percent(leastShare), percent(shares[kind]), shares[kind] >= leastShare)
	}
	return r.failed, r.keep(*keep)
}

// catchingUp is how long one round took, and what of the processors; the database's own
// process is not counted.
type catchingUp struct {
	bare, whole                 time.Duration
	bareCPU, hallCPU, centreCPU time.Duration
}

// catchUp is one round: the bare database, then the whole way into a new one.
func catchUp(work string, postgres bool, h *hall, keys map[string]key, segments []rawSegment) (took catchingUp, err error) {
	ctx := background()
	dir, err := os.MkdirTemp(work, "round-*")
	if err != nil {
		return took, err
	}
	defer os.RemoveAll(dir) // only space is lost
	var rawDB, db string
	if postgres {
		if rawDB, err = newPostgres(ctx); err != nil {
			return took, err
		}
		if db, err = newPostgres(ctx); err != nil {
			return took, err
		}
	}
	own := usageOf(os.Getpid())
	if took.bare, err = writeRaw(ctx, dir, rawDB, segments); err != nil {
		return took, err
	}
	took.bareCPU = usageOf(os.Getpid()).since(own).cpu
	c, err := newCentre(filepath.Join(dir, "centre"), db, keys)
	if err != nil {
		return took, err
	}
	if err := c.start(); err != nil {
		return took, err
	}
	defer c.kill()
	pin, err := c.pin()
	if err != nil {
		return took, err
	}
	f := &fleet{halls: []*hall{h}}
	defer h.leave()
	own, its := usageOf(os.Getpid()), c.usage()
	begun := time.Now()
	if err := h.join([]string{"tls://" + c.addr}, pin); err != nil {
		return took, err
	}
	if !waits(5*time.Minute, h.told) {
		return took, errors.Join(errors.New("the hall did not catch up"), f.settled(0))
	}
	took.whole = time.Since(begun)
	took.hallCPU, took.centreCPU = usageOf(os.Getpid()).since(own).cpu, c.usage().since(its).cpu
	v, err := f.compare(ctx, c.db)
	if err != nil {
		return took, err
	}
	return took, v.err()
}

// median is the middle one.
func median(all []float64) float64 {
	s := slices.Sorted(slices.Values(all))
	return s[len(s)/2]
}
