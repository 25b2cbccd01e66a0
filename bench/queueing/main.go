package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/assets"
	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// parts are all of them, in the order in which they run.
var parts = []part{theory, headline, order, where, speed, waits, overload, stop, staffing, crowded, learning}

// bench is what the parts share.
type bench struct {
	// seed is the first of each experiment; day n has seed+n.
	seed uint64
}

func main() { os.Exit(command()) }

// command is main with its exit code: 0, 1 when a gate fails, 2 when something could
// not be measured.
func command() int {
	b := &bench{}
	only := flag.String("part", "", "parts to run, with commas; the default is all: "+names())
	flag.Uint64Var(&b.seed, "seed", 1, "seed of the first day")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "queueing: %q: no arguments, only flags\n", flag.Arg(0))
		return 2
	}
	var chosen []string
	if *only != "" {
		chosen = strings.Split(*only, ",")
	}
	for _, name := range chosen {
		if !slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) {
			fmt.Fprintf(os.Stderr, "queueing: no part %q; there are %s\n", name, names())
			return 2
		}
	}
	debug.SetGCPercent(400) // as onewindow simulate
	failed, began := false, time.Now()
	fmt.Fprintf(os.Stdout, "# Onewindow: the queue on simulated days\n\n%s/%s, %d processors, %s. First seed %d.\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), b.seed)
	for _, p := range parts {
		if len(chosen) > 0 && !slices.Contains(chosen, p.name) || len(chosen) == 0 && p.asked {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s: %s\n", p.name, p.says)
		from := time.Now()
		gates, err := p.run(b)
		if err != nil {
			fmt.Fprintf(os.Stderr, "queueing: %s: %v\n", p.name, err)
			return 2
		}
		bad, err := printTable(os.Stdout, p, gates, time.Since(from))
		if err != nil {
			fmt.Fprintln(os.Stderr, "queueing:", err)
			return 2
		}
		failed = failed || bad
	}
	fmt.Fprintf(os.Stdout, "%.0f s in all.\n", time.Since(began).Seconds())
	if failed {
		return 1
	}
	return 0
}

func names() string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.name
	}
	return strings.Join(all, ",")
}

// scenario is a packaged one.
func scenario(name string) (*sim.Scenario, error) {
	text, err := assets.Scenario(name)
	if err != nil {
		return nil, err
	}
	return sim.Parse(text)
}

// hall furnishes an arm of a scenario under a policy.
func hall(s *sim.Scenario, arm sim.Arm, policy string) (*sim.Hall, error) {
	p, err := sim.PolicyOf(policy)
	if err != nil {
		return nil, err
	}
	return s.Hall(arm, p)
}

// seeds names those of n days.
func (b *bench) seeds(n int) string { return fmt.Sprintf("%d-%d", b.seed, b.seed+uint64(n)-1) }

// each does something for n days on all processors, each with a player of its own, and
// gives what came of them in order. Day i has the seed b.seed+i.
func each[T any](b *bench, n int, do func(p *rollout.Player, day int, seed uint64) (T, error)) ([]T, error) {
	out := make([]T, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	for k := range errs {
		wg.Go(func() {
			var p rollout.Player
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				var err error
				if out[i], err = do(&p, i, b.seed+uint64(i)); err != nil {
					errs[k] = fmt.Errorf("day %d: %w", i, err)
					next.Store(int64(n))
					return
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
