// Command reports measures what the reports of past days cost a hall at its first start
// with a history of closed days of which none was reported. With -dir the history stays,
// for `onewindow report --recount --data`. The figures stand in docs/reports.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
)

func main() {
	days := flag.Int("days", 300, "working days of the history")
	hall := flag.String("hall", "LG-00", "whose furniture is used")
	dir := flag.String("dir", "", "where the history is made, or lies from an earlier run; the default is a folder that is removed in the end")
	flag.Parse()
	if err := run(*dir, *hall, *days); err != nil {
		fmt.Fprintln(os.Stderr, "reports:", err)
		os.Exit(2)
	}
}

func run(dir, hall string, days int) error {
	if dir == "" {
		made, err := os.MkdirTemp("", "onewindow-reports-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made) // only space is lost
		dir = filepath.Join(made, "hall")
	}
	if _, err := os.Stat(dir); err != nil {
		began := time.Now()
		if err := live(dir, hall, days); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%d days were lived in %s\n", days, time.Since(began).Round(time.Second))
	}
	debug.SetGCPercent(node.GCPercent) // as the hall runs
	j, err := journal.Open(dir, hall, journal.Options{})
	if err != nil {
		return err
	}
	defer j.Close() // nothing is lost that was committed
	was, err := size(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "%s/%s, %d processors. %s, %d events, journal of %.0f MB\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), hall, j.Last(), mega(was))
	return first(j, dir)
}

func mega(n int64) float64 { return float64(n) / 1e6 }
