package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"
)

// The gates.
const (
	leastShare = 0.40                 // of the drain loop's rate, at 1 and 8 clients
	mostSyncs  = 3                    // p99 is at most so many of fsync's p99 …
	mostExtra  = 5 * time.Millisecond // … and this
	mostSlower = 1.2                  // a call with the most waiting against one with the fewest
	mostDay    = 3 * time.Millisecond // a hall day in the bare engine
)

// report is all that was measured. Each figure was taken once in each round.
type report struct {
	fsync   []figure
	drain   [][]figure // by clientCounts
	issues  [][]figure
	calls   [][]figure // requests; every second one is a call
	waiting [][]figure // by waitingCounts
	board   times
	day     time.Duration
}

// print writes the tables and the gates.
func (r *report) print(w io.Writer) (failed bool, err error) {
	p := &printer{w: w}
	sync := middle(r.fsync)
	p.line("# Onewindow: the hall's speed")
	p.line("")
	p.line("%s/%s, %d processors, Go %s. Terminals over loopback TCP with TLS; every answer is durable. Median of %d rounds.",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), strings.TrimPrefix(runtime.Version(), "go"), len(r.fsync))
	p.line("")
	p.line("| requests | clients | per second | p50 | p99 | of the drain loop |")
	p.line("|---|---:|---:|---:|---:|---:|")
	p.row("raw fsync of one page", 1, sync, "")
	for i, n := range clientCounts {
		p.row("raw bbolt drain loop, in process", n, middle(r.drain[i]), "")
	}
	for i, n := range clientCounts {
		p.row("numbers issued", n, middle(r.issues[i]), percent(middleRatio(r.issues[i], r.drain[i])))
	}
	for i, n := range clientCounts {
		p.row("windows served (next, start)", n, middle(r.calls[i]), percent(middleRatio(r.calls[i], r.drain[i])))
	}
	p.line("")
	p.line("One call is two requests: next, and start when the citizen has come. Calls per second are half of that row.")
	p.line("")
	p.line("| people waiting | requests per second at 8 windows | p50 | p99 |")
	p.line("|---:|---:|---:|---:|")
	for i, n := range waitingCounts {
		f := middle(r.waiting[i])
		p.line("| %d | %.0f | %s | %s |", n, f.rate, ms(f.p50), ms(f.p99))
	}
	p.line("")
	p.line("From the clerk's key to the board, with seven other windows at work: p50 %s, p99 %s.", ms(r.board.at(0.50)), ms(r.board.at(0.99)))
	p.line("")
	r.peers(p)
	failed = r.gates(p, sync)
	return failed, p.err
}

// peers are what others were measured at, with eight clients, each on its own
// terms; they are here to show the scale.
func (r *report) peers(p *printer) {
	at := 1 // of clientCounts: eight
	p.line("| 8 clients | numbers issued per second | calls per second |")
	p.line("|---|---:|---:|")
	p.line("| Onewindow, this run | %.0f | %.0f |", middle(r.issues[at]).rate, middle(r.calls[at]).rate/2)
	p.line("| Onewindow, this run, 10 000 waiting | | %.0f |", middle(r.waiting[1]).rate/2)
	p.line("| Novo SGA, 10 000 waiting | 161 | 34 |")
	p.line("| FQM | 69 | |")
	p.line("| plain Go and PostgreSQL | 4900 | |")
	p.line("")
}

// gates judges.
func (r *report) gates(p *printer, sync figure) (failed bool) {
	p.line("| gate | limit | measured | |")
	p.line("|---|---:|---:|---|")
	judge := func(what, limit, measured string, ok bool) {
		word := "PASS"
		if !ok {
			word, failed = "FAIL", true
		}
		p.line("| %s | %s | %s | %s |", what, limit, measured, word)
	}
	latest := mostSyncs*sync.p99 + mostExtra
	for i, n := range clientCounts {
		for _, m := range []struct {
			name string
			of   []figure
		}{{"numbers issued", r.issues[i]}, {"windows served", r.calls[i]}} {
			share, p99 := middleRatio(m.of, r.drain[i]), middle(m.of).p99
			if i == len(clientCounts)-1 {
				p.line("| %s, %d clients | none | %s, p99 %s | |", m.name, n, percent(share), ms(p99))
				continue
			}
			judge(fmt.Sprintf("%s, %d clients: share of the drain loop", m.name, n), "≥ "+percent(leastShare), percent(share), share >= leastShare)
			judge(fmt.Sprintf("%s, %d clients: p99", m.name, n), "≤ "+ms(latest), ms(p99), p99 <= latest)
		}
	}
	for i := 1; i < len(waitingCounts); i++ {
		slower := middleRatio(r.waiting[0], r.waiting[i])
		judge(fmt.Sprintf("calls with %d waiting against %d", waitingCounts[i], waitingCounts[0]), fmt.Sprintf("≤ %.1f ×", mostSlower), fmt.Sprintf("%.2f ×", slower), slower <= mostSlower)
	}
	judge("a hall day in the bare engine", "≤ "+ms(mostDay), ms(r.day), r.day <= mostDay)
	return failed
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond)) }

func percent(f float64) string { return fmt.Sprintf("%.0f %%", 100*f) }

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if _, err := fmt.Fprintf(p.w, format+"\n", args...); p.err == nil {
		p.err = err
	}
}

func (p *printer) row(what string, clients int, f figure, share string) {
	p.line("| %s | %d | %.0f | %s | %s | %s |", what, clients, f.rate, ms(f.p50), ms(f.p99), share)
}
