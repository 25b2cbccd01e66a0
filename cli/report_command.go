package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
)

// reportFlags are what a report is asked for with.
type reportFlags struct {
	data, by        string
	csv, xlsx, html string
	recount         bool
	timeout         time.Duration
	central         centralFlags
}

// report prints the figures of days, or writes them as files to take away.
func (a *app) report() *cobra.Command {
	var f reportFlags
	c := &cobra.Command{
		Use:   "report day|week|month [DATE]",
		Short: "Print the figures of days, or write them as a table or a page",
		Long: `Print the figures of a business day, of the week from Monday on, or of the month in
which DATE (2006-01-02) lies; without DATE, of the day that is open or was closed
last. With --csv, --xlsx or --html they go into files instead, the same figures in
each; "-" is the standard output.

The hall is asked as this machine's terminal or, on the hall's own machine, as its
admin. With --data DIR nobody is asked: the journal in a data folder, or in one that
was restored from a backup, is read while no hall runs on it. With --central URL the
centre is asked for what halls have reported of their closed days: of all that the token
reaches, of one with --hall, or of one and all under it with --below.

A report that cannot be read is left out: the output names its hall, its day and why, and
the command ends with 5 instead of 0. It ends with 1 if there is nothing else.

With --recount each day is counted anew from the history and held against the report
that the hall keeps of it. They are the same to the byte; where they are not, the
command shows the place where they part and ends with 1.`,
		Args: misuse(cobra.RangeArgs(1, 2)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.check(args); err != nil {
				return failWith(exitUsage, err)
			}
			if f.recount && !c.Flags().Changed("timeout") {
				f.timeout = recountTime
			}
			return a.runReport(c.Context(), &f, args)
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.data, "data", "", "data folder to read instead of asking the hall")
	fl.StringVar(&f.by, "by", "", "only the figures by hall, date, theme, item, window or clerk")
	fl.StringVar(&f.csv, "csv", "", "write a table for spreadsheets into this file")
	fl.StringVar(&f.xlsx, "xlsx", "", "write a workbook into this file")
	fl.StringVar(&f.html, "html", "", "write a page to print into this file")
	fl.BoolVar(&f.recount, "recount", false, "count each day anew and compare")
	fl.DurationVar(&f.timeout, "timeout", 2*time.Minute, "how long to wait for the hall; an hour with --recount")
	a.flagsOfCentre(c, &f.central)
	a.flag(c, "lang", "terminal.language", "language: zh-Hans, zh-Hant or en")
	a.flag(c, "identity", "terminal.identity", "identity file of the terminal to speak as")
	a.flag(c, "hall-data", "hall.data", "data folder of the hall on this machine, whose admin to speak as")
	return c
}

// recountTime is how long the history of years may take.
const recountTime = time.Hour

// spans are what a report may be of.
var spans = []string{"day", "week", "month"}

func (f *reportFlags) check(args []string) error {
	if !slices.Contains(spans, args[0]) {
		return fmt.Errorf("a report is of a day, a week or a month, and not of %q", args[0])
	}
	if f.by != "" && !slices.Contains(sheet.Dimensions, sheet.Dimension(f.by)) {
		return fmt.Errorf("--by %q: figures are by hall, date, theme, item, window or clerk", f.by)
	}
	if len(args) == 2 {
		if _, err := time.Parse(time.DateOnly, args[1]); err != nil {
			return fmt.Errorf("%q is no date; one is written 2006-01-02", args[1])
		}
	}
	out := 0
	for _, file := range []string{f.csv, f.xlsx, f.html} {
		if file == "-" {
			out++
		}
	}
	if out > 1 {
		return errors.New("only one form can go to the standard output")
	}
	return f.central.check(f.data != "" || f.recount)
}

// reportSource is where days come from.
type reportSource interface {
	// last is the business day that is open or was closed last; "" if there was none.
	last(context.Context) (string, error)
	// noDay says that there was none.
	noDay() string
	// days are the reports of the days that there are from a date to another, and of
	// which days there is one that cannot be read.
	days(ctx context.Context, from, to string) (days []*report.Day, unread []unreadReport, err error)
	// names are how ids are called in a language, and what the report is of; the zero
	// value is the one hall that is in it.
	names(context.Context, queue.Lang) (names sheet.Names, of subject, err error)
	// told is what each of the halls has reported of the days that were asked for last,
	// and the last day of which every hall can have reported by now; nil is the one hall
	// that is in the report.
	told(context.Context) (all []report.Told, until string, err error)
	// events are all events, in order; whole is false where the reports among them come
	// without the figures of clerks, which who asks may not see.
	events(context.Context, listener) (whole bool, err error)
	close() error
}

// subject is of what a report is: of a hall or a network, or of a hall and all under it.
type subject struct {
	title string
	under bool
}

func (a *app) runReport(ctx context.Context, f *reportFlags, args []string) (err error) {
	conf, err := a.load()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	var src reportSource
	if f.central.url != "" {
		src, err = reportsOfCentre(conf.Manager, &f.central)
	} else {
		src, err = a.reportSource(ctx, conf, f.data)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.close()) }()
	date := ""
	if len(args) == 2 {
		date = args[1]
	} else if date, err = src.last(ctx); err != nil {
		return err
	} else if date == "" {
		return failWith(exitFailure, errors.New(src.noDay()))
	}
	from, to, err := period(args[0], date)
	if err != nil {
		return failWith(exitUsage, err)
	}
	if f.recount {
		return a.recount(ctx, src, from, to)
	}
	days, unread, err := src.days(ctx, from, to)
	if err != nil {
		return err
	}
	if len(days) == 0 {
		err := fmt.Errorf("there is no report of a day from %s to %s", from, to)
		if len(unread) > 0 {
			err = fmt.Errorf("%w that can be read: %w", err, unreadReports(unread))
		}
		return failWith(exitFailure, err)
	}
	span, err := report.Join(days...)
	if err != nil {
		return err
	}
	if f.by == string(sheet.ByClerk) && len(span.Clerks) == 0 && span.All.Served > 0 {
		return failWith(exitRefused, hinted(errors.New("there are no figures of clerks in it: who asks may not see them, or nobody had signed in"),
			"ask as a terminal with the right reports, or with --central and --clerks"))
	}
	lang := cmp.Or(queue.Lang(conf.Terminal.Language), queue.ZhHans)
	names, of, err := src.names(ctx, lang)
	if err != nil {
		return err
	}
	o := sheet.Options{Lang: lang, By: sheet.Dimension(f.by), Clerks: true, Names: names, Title: of.title, Under: of.under, From: from, To: to}
	if o.Told, o.Until, err = src.told(ctx); err != nil {
		return err
	}
	if o.Told == nil {
		o.Told = toldOfOne(days, unread)
	}
	if err := a.writeReport(f, sheet.Of(span, o)); err != nil || len(unread) == 0 {
		return err
	}
	return failWith(exitPartial, fmt.Errorf("not all is in it: %w", unreadReports(unread)))
}

// period is from which date to which the span of that kind goes in which a date lies.
func period(kind, date string) (from, to string, err error) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "", "", fmt.Errorf("%q is no date; one is written 2006-01-02", date)
	}
	switch kind {
	case "week":
		monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		return monday.Format(time.DateOnly), monday.AddDate(0, 0, 6).Format(time.DateOnly), nil
	case "month":
		first := t.AddDate(0, 0, 1-t.Day())
		return first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly), nil
	}
	return date, date, nil
}

// writeReport writes the forms that were asked for, each file whole or not at all, and
// prints their paths; or prints the report, if none was.
func (a *app) writeReport(f *reportFlags, r *sheet.Report) error {
	forms := []struct {
		file  string
		write func(io.Writer) error
	}{{f.csv, r.CSV}, {f.xlsx, r.XLSX}, {f.html, r.HTML}}
	if f.csv == "" && f.xlsx == "" && f.html == "" {
		return r.Text(a.out)
	}
	for _, form := range forms {
		switch form.file {
		case "":
			continue
		case "-":
			if err := form.write(a.out); err != nil {
				return err
			}
			continue
		}
		path, err := filepath.Abs(form.file)
		if err == nil {
			_, err = writeWhole(path, func(w io.Writer) (journal.Info, error) { return journal.Info{}, form.write(w) })
		}
		if err != nil {
			return fmt.Errorf("report: %w", err)
		}
		fmt.Fprintln(a.err, path)
	}
	return nil
}
