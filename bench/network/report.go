package main

import (
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report writes what was measured, and judges the gates. It keeps the first error.
type report struct {
	w      io.Writer
	failed bool
	err    error
	found  figures
}

func (r *report) line(format string, args ...any) {
	if _, err := fmt.Fprintf(r.w, format+"\n", args...); r.err == nil {
		r.err = err
	}
}

// head begins a report.
func (r *report) head(title string) {
	r.line("# %s", title)
	r.line("")
	r.line("%s/%s, %d processors, Go %s. Halls, lines and centre on this one machine.", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), strings.TrimPrefix(runtime.Version(), "go"))
	r.line("")
}

// gates begins the table of gates.
func (r *report) gates() {
	r.line("")
	r.line("| gate | limit | measured | |")
	r.line("|---|---:|---:|---|")
}

// judge is a row of that table.
func (r *report) judge(what, limit, measured string, ok bool) {
	word := "PASS"
	if !ok {
		word, r.failed = "FAIL", true
	}
	r.line("| %s | %s | %s | %s |", what, limit, measured, word)
}

// same judges a comparison.
func (r *report) same(what string, v *verdict) {
	r.judge(what+": events lost, doubled", "0, 0", fmt.Sprintf("%d, %d of %d", v.lost, v.doubled, v.events), v.lost+v.doubled == 0)
	r.judge(what+": tickets and rows", "the same", fmt.Sprintf("%d differences in %d tickets", len(v.differences), v.tickets), len(v.differences) == 0)
}

// differences tells what is not the same.
func (r *report) differences(v *verdict) {
	for _, d := range v.differences {
		r.line("\ndifference: %s", d)
	}
}

// counts are numbers by name in one line.
func counts(m map[string]int) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%s %d", k, m[k]))
	}
	return strings.Join(parts, ", ")
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond)) }

func mb(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/1e6) }

func percent(f float64) string { return fmt.Sprintf("%.0f %%", 100*f) }
