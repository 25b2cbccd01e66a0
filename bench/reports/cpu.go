package main

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// processor is how much processor time this process has taken; zero where the system does
// not tell (Linux does). Of a machine that others use too it says more than the clock.
func processor() time.Duration {
	b, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ") // the program's name may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var ticks int64
	for _, f := range fields[11:13] { // user and system time
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100
}

// watch is a clock of the wall and of the processor.
type watch struct {
	wall time.Time
	cpu  time.Duration
}

func begin() watch { return watch{time.Now(), processor()} }

// String is what passed since it began.
func (w watch) String() string {
	return strconv.FormatFloat(time.Since(w.wall).Seconds(), 'f', 1, 64) + " s (processors " + strconv.FormatFloat((processor()-w.cpu).Seconds(), 'f', 1, 64) + " s)"
}
