package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"time"

	"onewindow/hall/node"
)

var perDay = regexp.MustCompile(`BenchmarkHallDay\S*\s+\d+\s+([\d.]+) ns/op`)

// hallDay runs the engine's own benchmark of a whole day, without store and
// network, and takes the median of its runs, as everywhere.
func hallDay(_ string, _ time.Duration, rounds int, r *report) error {
	test := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkHallDay$", "-benchtime", "300x", "-count", strconv.Itoa(2*rounds-1), "onewindow/queue")
	test.Env = append(os.Environ(), "GOGC="+strconv.Itoa(node.GCPercent))
	out, err := test.CombinedOutput()
	if err != nil {
		return fmt.Errorf("the engine's benchmark: %w\n%s", err, out)
	}
	var days []time.Duration
	for _, m := range perDay.FindAllSubmatch(out, -1) {
		ns, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return fmt.Errorf("the engine's benchmark: %w", err)
		}
		days = append(days, time.Duration(ns))
	}
	if len(days) == 0 {
		return fmt.Errorf("the engine's benchmark gave no figure:\n%s", out)
	}
	slices.Sort(days)
	r.day = days[len(days)/2]
	return nil
}
