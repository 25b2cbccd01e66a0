// Command reports measures what the reports of past days cost a hall at its first start
// with a history of closed days of which none was reported. With -dir the history stays,
// for `onewindow report --recount --data`. The figures stand in docs/reports.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
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
	if err := furnish(dir, hall, days); err != nil {
		return err
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

// furnish makes the history where there is none yet.
func furnish(dir, hall string, days int) error {
	made, err := lived(dir, hall)
	if made || err != nil {
		return err
	}
	began := time.Now()
	if err := live(dir, hall, days); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d days were lived in %s\n", days, time.Since(began).Round(time.Second))
	return nil
}

// lived reports whether a history lies in dir. Where a folder is missing, empty or has a
// journal in which nothing is written, there is none yet.
func lived(dir, hall string) (made bool, err error) {
	if _, err := os.Stat(filepath.Join(dir, "hall.db")); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	j, err := journal.Open(dir, hall, journal.Options{})
	if err != nil {
		return false, err
	}
	return j.Last() > 0, j.Close()
}

func mega(n int64) float64 { return float64(n) / 1e6 }
