package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// gate is one figure beside the reference's and what is asked of it.
type gate struct {
	name string
	// reference is what the reference measured; "-" where it did not.
	reference string
	// limit is what is asked of the figure, in words; "none" only shows it.
	limit    string
	measured string
	ok       bool
	// seeds are those of the days, as in "1-400".
	seeds string
}

// shown is a figure of which nothing is asked.
func shown(name, reference, measured, seeds string) gate {
	return gate{name: name, reference: reference, limit: "none", measured: measured, ok: true, seeds: seeds}
}

// atMost asks that a figure is not above a limit, and within that it lies between two.
// format is of all numbers, as in "%.2f min".
func atMost(name, format, reference string, v, limit float64, seeds string) gate {
	return gate{name: name, reference: reference, limit: "≤ " + fmt.Sprintf(format, limit), measured: fmt.Sprintf(format, v), ok: v <= limit, seeds: seeds}
}

func within(name, format, reference string, v, low, high float64, seeds string) gate {
	return gate{name: name, reference: reference, limit: fmt.Sprintf(format, low) + " to " + fmt.Sprintf(format, high),
		measured: fmt.Sprintf(format, v), ok: v >= low && v <= high, seeds: seeds}
}

// part is a group of gates that are measured together.
type part struct {
	name, says string
	// asked parts run only when they are named.
	asked bool
	run   func(*bench) ([]gate, error)
}

// printTable prints the gates of a part, and says whether one failed.
func printTable(w io.Writer, p part, gates []gate, took time.Duration) (failed bool, err error) {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s: %s (%.0f s)\n\n| gate | reference | limit | measured | | seeds |\n|---|---:|---:|---:|---|---|\n", p.name, p.says, took.Seconds())
	for _, g := range gates {
		word := "PASS"
		switch {
		case g.limit == "none":
			word = ""
		case !g.ok:
			word, failed = "FAIL", true
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", g.name, g.reference, g.limit, g.measured, word, g.seeds)
	}
	b.WriteString("\n")
	_, err = io.WriteString(w, b.String())
	return failed, err
}
