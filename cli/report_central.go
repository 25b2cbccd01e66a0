package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"onewindow/central/client"
	"onewindow/cli/config"
	"onewindow/kiosk/overview"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
)

// centralFlags say which reports are asked of the centre.
type centralFlags struct {
	url, hall, below string
	clerks           bool
}

// flagsOfCentre are those of a command that may ask the centre.
func (a *app) flagsOfCentre(c *cobra.Command, f *centralFlags) {
	fl := c.Flags()
	fl.StringVar(&f.url, "central", "", "ask the centre at this address (https://host:port) for what halls have reported, instead of a hall")
	fl.StringVar(&f.hall, "hall", "", "with --central: only this hall")
	fl.StringVar(&f.below, "below", "", "with --central: only this hall and all under it")
	fl.BoolVar(&f.clerks, "clerks", false, "with --central: figures of single clerks too; the token needs the scope export, and the centre notes it")
	// Put together, because the screens' words have keys that begin so.
	setting := func(name string) string { return "manager" + "." + name }
	a.flag(c, "token-file", setting("central_token_file"), "with --central: file with the token to ask with")
	a.flag(c, "ca", setting("central_ca"), "with --central: file with the certificates that the centre's is signed by (PEM)")
}

// check refuses what makes no sense together; elsewhere says that the reports are to
// come from somewhere else, or to be counted anew.
func (f *centralFlags) check(elsewhere bool) error {
	switch {
	case f.url == "" && (f.hall != "" || f.below != "" || f.clerks):
		return errors.New("--hall, --below and --clerks are for --central")
	case f.hall != "" && f.below != "":
		return errors.New("--hall and --below cannot both be given")
	case f.url != "" && elsewhere:
		return errors.New("the centre has reports, and no history to count them from: --data and --recount are for a hall")
	}
	return nil
}

// reportsOfCentre are the halls' reports as the centre has them.
func reportsOfCentre(set config.Manager, f *centralFlags) (reportSource, error) {
	set.CentralURL = f.url
	c, err := districtClient(set)
	if err != nil {
		return nil, failWith(exitConfig, err)
	}
	return &askedCentre{c: c, f: *f}, nil
}

// askedCentre is a centre that is asked over its HTTP interface.
type askedCentre struct {
	c *client.Client
	f centralFlags
	// halls are those of which there are reports in the days that were asked for last,
	// from and to those days, and came what each of the halls has reported of them.
	halls    []string
	from, to string
	came     []report.Told
}

func (a *askedCentre) close() error { a.c.Close(); return nil }

func (a *askedCentre) query(from, to string) client.ReportQuery {
	return client.ReportQuery{From: from, To: to, Hall: a.f.hall, Below: a.f.below, Clerks: a.f.clerks}
}

// lately is how far back the last day is looked for.
const lately = 31 * 24 * time.Hour

func (a *askedCentre) noDay() string {
	if a.f.hall != "" {
		return fmt.Sprintf("the centre has no report of the last 31 days from %s", a.f.hall)
	}
	return "none of these halls has reported a day in the last 31 days"
}

// last is the last day that any of the halls has reported, whether its report can be read
// or not.
func (a *askedCentre) last(ctx context.Context) (day string, err error) {
	d, err := a.c.District(ctx)
	if err != nil {
		return "", err
	}
	// Hall time is ahead of UTC by less than a day.
	r, err := a.c.Reports(ctx, a.query(d.At.Add(-lately).UTC().Format(time.DateOnly), d.At.Add(24*time.Hour).UTC().Format(time.DateOnly)), "", "hall")
	for _, t := range r.Told {
		for _, at := range t.Days {
			day = max(day, at)
		}
		for _, u := range t.Unread {
			day = max(day, u)
		}
	}
	return day, err
}

func (a *askedCentre) days(ctx context.Context, from, to string) (days []*report.Day, unread []unreadReport, err error) {
	days, a.came, err = a.c.ReportDays(ctx, a.query(from, to))
	a.halls, a.from, a.to = nil, from, to
	for _, t := range a.came {
		if len(t.Days) > 0 {
			a.halls = append(a.halls, t.Hall)
		}
		for _, u := range t.Unread {
			unread = append(unread, unreadReport{t.Hall, u})
		}
	}
	return days, unread, err
}

// told is which of the days each hall of those that were asked for has reported. Today is
// over in no hall before it has reported it.
func (a *askedCentre) told(ctx context.Context) (all []report.Told, until string, err error) {
	r, err := a.c.Reports(ctx, a.query(a.from, a.to), "", "hall")
	if err != nil {
		return nil, "", err
	}
	for _, t := range r.Told {
		one := report.Told{Hall: t.Hall}
		if i := slices.IndexFunc(a.came, func(c report.Told) bool { return c.Hall == t.Hall }); i >= 0 {
			one = a.came[i]
		}
		all = append(all, one)
	}
	d, err := a.c.District(ctx)
	return all, d.At.In(chinaTime).AddDate(0, 0, -1).Format(time.DateOnly), err
}

// chinaTime is the one time of all halls of a network.
var chinaTime = time.FixedZone("CST", 8*3600)

// mostNamed is of how many halls it is asked how they call their themes, windows and
// items; a centre does not want to be asked hundreds of times at once. What is not named
// is shown by its id.
const mostNamed = 12

// names are how the halls call things; where they differ, the first in the order of the
// district counts.
func (a *askedCentre) names(ctx context.Context, lang queue.Lang) (n sheet.Names, of subject, err error) {
	n = sheet.Names{Halls: map[string]string{}, Themes: map[string]string{}, Items: map[string]string{}, Windows: map[string]string{}}
	put := func(to map[string]string, id, name string) {
		if to[id] == "" && name != "" {
			to[id] = name
		}
	}
	d, err := a.c.District(ctx)
	if err != nil {
		return n, of, err
	}
	of.title = d.Name
	part := cmp.Or(a.f.hall, a.f.below, overview.Root(&d)) // one of the first two is empty
	named := 0
	for i := range d.Halls {
		id, name := d.Halls[i].Hall, d.Halls[i].Name.In(lang)
		put(n.Halls, id, name)
		if id == part {
			of = subject{title: name, under: a.f.hall == ""}
		}
		if !slices.Contains(a.halls, id) || named == mostNamed {
			continue
		}
		named++
		h, err := a.c.Hall(ctx, id)
		if err != nil {
			return n, of, err
		}
		for _, t := range h.Themes {
			put(n.Themes, t.ID, t.Name.In(lang))
		}
		for _, w := range h.Windows {
			if len(a.halls) == 1 {
				put(n.Windows, w.ID, w.Label)
			} else {
				put(n.Windows, report.Place{Hall: id, ID: w.ID}.String(), name+" "+w.Label)
			}
		}
		items, err := a.c.Items(ctx, id)
		if err != nil {
			return n, of, err
		}
		for _, it := range items.Items {
			put(n.Items, it.Code, it.Name.In(lang))
		}
	}
	return n, of, nil
}

func (a *askedCentre) events(context.Context, listener) (bool, error) {
	return false, errors.New("the centre is not asked for the history of a hall")
}
