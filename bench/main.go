package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"runtime/pprof"
	"time"

	"onewindow/hall/node"
)

func main() { os.Exit(command()) }

// command is main with its exit code: 0, 1 when a gate fails, 2 when nothing could
// be measured.
func command() int {
	span := flag.Duration("time", 2*time.Second, "how long each measurement of a round takes")
	rounds := flag.Int("rounds", 3, "rounds; each figure is their median")
	dir := flag.String("dir", "", "where the journals go; the default is the system's place for temporary files")
	profile := flag.String("cpuprofile", "", "write a processor profile of the measurements to this file")
	flag.Parse()
	if *profile != "" {
		stop, err := profileTo(*profile)
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			return 2
		}
		defer stop()
	}
	failed, err := run(*dir, *span, *rounds)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 2
	}
	if failed {
		return 1
	}
	return 0
}

// profileTo begins a profile; stop ends it.
func profileTo(path string) (stop func(), err error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close() // a profile that is cut off says so when it is read
	}, nil
}

// run measures everything and prints the report.
func run(dir string, span time.Duration, rounds int) (failed bool, err error) {
	work, err := os.MkdirTemp(dir, "onewindow-bench-*")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work)           // only space is lost
	debug.SetGCPercent(node.GCPercent) // as the hall runs
	var r report
	fmt.Fprintf(os.Stderr, "measuring in %s; this takes about %s\n", work, (time.Duration(rounds)*12*span + time.Minute).Round(time.Minute))
	for _, measure := range []func(string, time.Duration, int, *report) error{throughput, waiting, toBoard, hallDay} {
		if err := measure(work, span, rounds, &r); err != nil {
			return false, err
		}
	}
	return r.print(os.Stdout)
}
