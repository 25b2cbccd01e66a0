package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"onewindow/hall/node"
)

var perDay = regexp.MustCompile(`BenchmarkHallDay\S*\s+\d+\s+([\d.]+) ns/op`)

// hallDay runs the engine's own benchmark of a whole day, without store and
// network, and takes the fastest run: it does one thing on one processor, and
// only other work of the machine makes it slower.
func hallDay(_ string, _ time.Duration, rounds int, r *report) error {
	test := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkHallDay$", "-benchtime", "300x", "-count", strconv.Itoa(2*rounds-1), "onewindow/queue")
	test.Env = append(os.Environ(), "GOGC="+strconv.Itoa(node.GCPercent))
	out, err := test.CombinedOutput()
	if err != nil {
		return fmt.Errorf("the engine's benchmark: %w\n%s", err, out)
	}
	for _, m := range perDay.FindAllSubmatch(out, -1) {
		ns, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return fmt.Errorf("the engine's benchmark: %w", err)
		}
		if day := time.Duration(ns); r.day == 0 || day < r.day {
			r.day = day
		}
	}
	if r.day == 0 {
		return fmt.Errorf("the engine's benchmark gave no figure:\n%s", out)
	}
	return nil
}
