package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
)

// What is assumed beside what was measured.
const (
	workdays = 250   // in a year
	busiest  = 0.225 // of a day's visits in its busiest hour, as the crowd comes
	burst    = 5     // how much more than its mean the busiest second of that hour has
	perHall  = 17000.0 / 127
)

// size is a network of halls.
type size struct {
	name  string
	halls float64
}

var sizes = []size{{"district", 127}, {"city", 1300}, {"province", 20_600}, {"nation", 640_000}}

// runScale writes the tables of docs/scale.md out of the figures of the measurements.
func runScale(args []string, w io.Writer) error {
	flags := flag.NewFlagSet("scale", flag.ContinueOnError)
	keep := keepFlag(flags)
	page := flags.String("page", "", "write the tables into this page, between its marks")
	if err := flags.Parse(args); err != nil {
		return err
	}
	f, err := readFigures(*keep)
	if err != nil {
		return err
	}
	measured, calculated, err := f.tables()
	if err != nil {
		return err
	}
	if *page == "" {
		_, err := fmt.Fprintf(w, "%s\n%s", measured, calculated)
		return err
	}
	b, err := os.ReadFile(*page)
	if err != nil {
		return err
	}
	text := string(b)
	for mark, table := range map[string]string{"measured": measured, "calculated": calculated} {
		if text, err = between(text, mark, table); err != nil {
			return fmt.Errorf("%s: %w", *page, err)
		}
	}
	return os.WriteFile(*page, []byte(text), 0o644)
}

// between puts a table between its marks, <!-- mark --> and <!-- end of mark -->.
func between(text, mark, table string) (string, error) {
	begin, end := "<!-- "+mark+" -->\n", "<!-- end of "+mark+" -->"
	before, rest, ok := strings.Cut(text, begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return "", fmt.Errorf("there are no marks %q", mark)
	}
	return before + begin + table + end + after, nil
}

// tables are the two of the page.
func (f figures) tables() (measured, calculated string, err error) {
	var missing []string
	get := func(name string) float64 {
		v, ok := f[name]
		if !ok {
			missing = append(missing, name)
		}
		return v
	}
	var m, c strings.Builder
	row := func(letter, what, value, command string) {
		fmt.Fprintf(&m, "| %s | %s | %s | `%s` |\n", letter, what, value, command)
	}
	m.WriteString("| | measured | value | by |\n|---|---|---:|---|\n")
	events, bytes := get("day events a ticket"), get("day bytes a ticket")
	row("a", "events of a visit", fmt.Sprintf("%.1f", events), "make network-day")
	row("b", "bytes of a visit in the centre's database, with rows and indexes", fmt.Sprintf("%.0f", bytes), "make network-day")
	row("c", "commit in the hall until durable at the centre, p50, p99", fmt.Sprintf("%.1f, %.1f ms", get("day p50 ms"), get("day p99 ms")), "make network-day")
	row("d", "the centre's memory on a day of 127 halls", fmt.Sprintf("%.0f MB", get("day centre MB")), "make network-day")
	row("e", "the centre's processor for a visit", fmt.Sprintf("%.2f ms", get("day centre ms a ticket")), "make network-day")
	one, all, pg := get("catchup SQLite"), get("storm SQLite"), get("storm PostgreSQL")
	row("f", "events/s of one hall that was cut off, SQLite", fmt.Sprintf("%.0f", one), "make network-catchup")
	row("g", "events/s of 127 halls at once, SQLite", fmt.Sprintf("%.0f", all), "make network-catchup")
	row("h", "the same, PostgreSQL on the same machine", fmt.Sprintf("%.0f", pg), "make network-catchup")
	kB, up, idle := get("5000 kB"), get("5000 ms"), get("5000 idle")
	row("i", "the centre's memory for a connected hall, at 5 000", fmt.Sprintf("%.0f kB", kB), "make network-connections")
	row("j", "time for a hall to connect over TLS and be greeted, at 5 000 at once", fmt.Sprintf("%.2f ms", up), "make network-connections")
	row("k", "processor for a connected hall in which nothing happens", fmt.Sprintf("%.4f %% of one", 100*idle/5000), "make network-connections")
	if len(missing) > 0 {
		return "", "", fmt.Errorf("these were not measured: %s", strings.Join(missing, ", "))
	}
	if all == 0 || pg == 0 {
		return "", "", errors.New("a speed is zero")
	}
	c.WriteString("| calculated | by |")
	for _, s := range sizes {
		fmt.Fprintf(&c, " %s |", s.name)
	}
	c.WriteString("\n|---|---|" + strings.Repeat("---:|", len(sizes)) + "\n")
	line := func(what, formula string, value func(halls float64) string) {
		fmt.Fprintf(&c, "| %s | %s |", what, formula)
		for _, s := range sizes {
			fmt.Fprintf(&c, " %s |", value(s.halls))
		}
		c.WriteString("\n")
	}
	visits := func(n float64) float64 { return n * perHall }
	second := func(n float64) float64 { return visits(n) * events * busiest / 3600 }
	line("halls", "", func(n float64) string { return grouped(n) })
	line("visits a day", "134 × halls", func(n float64) string { return grouped(visits(n)) })
	line("events a day", "a × visits", func(n float64) string { return grouped(visits(n) * events) })
	line("events/s in the busiest hour", "22.5 % of the day / 3600", func(n float64) string { return grouped(second(n)) })
	line("events/s in its busiest second", "5 × the hour's mean", func(n float64) string { return grouped(burst * second(n)) })
	line("of what SQLite bore", "that / g", func(n float64) string { return share(burst * second(n) / all) })
	line("of what PostgreSQL bore", "that / h", func(n float64) string { return share(burst * second(n) / pg) })
	line("memory for connections", "i × halls", func(n float64) string { return volume(kB * 1000 * n) })
	line("all halls back after a restart", "j × halls", func(n float64) string { return lasts(up / 1000 * n) })
	line("processors while nothing happens", "k × halls", func(n float64) string { return fmt.Sprintf("%.2f", idle/5000*n) })
	line("disk in a year", "b × visits × 250 days", func(n float64) string { return volume(bytes * visits(n) * workdays) })
	line("a year refilled by the halls", "events / h", func(n float64) string { return lasts(visits(n) * events * workdays / pg) })
	return m.String(), c.String(), nil
}

// grouped writes a number as people read it.
func grouped(v float64) string {
	switch {
	case v >= 10e6:
		return fmt.Sprintf("%.0f million", v/1e6)
	case v >= 1e6:
		return fmt.Sprintf("%.1f million", v/1e6)
	case v < 10:
		return fmt.Sprintf("%.1f", v)
	}
	s := fmt.Sprintf("%.0f", v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}

// share writes how much of something that is; more than all of it is too much for one.
func share(v float64) string {
	if v > 1 {
		return fmt.Sprintf("%.0f ×", math.Ceil(v))
	}
	return fmt.Sprintf("%.1f %%", 100*v)
}

// volume writes bytes.
func volume(v float64) string {
	for _, u := range []string{"kB", "MB", "GB"} {
		if v /= 1000; v < 1000 {
			return fmt.Sprintf("%.3g %s", v, u)
		}
	}
	return fmt.Sprintf("%.3g TB", v/1000)
}

// lasts writes seconds.
func lasts(s float64) string {
	switch {
	case s < 120:
		return fmt.Sprintf("%.1f s", s)
	case s < 2*3600:
		return fmt.Sprintf("%.0f min", s/60)
	case s < 48*3600:
		return fmt.Sprintf("%.0f h", s/3600)
	}
	return fmt.Sprintf("%.0f days", s/86400)
}
