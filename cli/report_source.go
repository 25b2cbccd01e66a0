package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"onewindow/cli/config"
	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
	"onewindow/wire"
)

// reportSource is the hall, or the journal in a folder.
func (a *app) reportSource(ctx context.Context, conf config.Config, folder string) (reportSource, error) {
	if folder == "" {
		id, err := a.whoAmI(conf)
		if err != nil {
			return nil, failWith(exitConfig, err)
		}
		client, err := lan.Dial(ctx, id, lan.Options{Version: Version(), Expiry: wire.MaxAhead / 2})
		if err != nil {
			return nil, failWith(exitConfig, err)
		}
		return askedHall{client}, nil
	}
	j, err := journal.Open(folder, "", journal.Options{})
	if errors.Is(err, journal.ErrLocked) {
		return nil, failWith(exitStore, fmt.Errorf("%w; a hall runs on %s: ask it, without --data", err, folder))
	}
	if err != nil {
		return nil, failWith(exitStore, err)
	}
	return &readJournal{j: j}, nil
}

// askedHall is a hall that is asked over its network.
type askedHall struct{ c *lan.Client }

func (h askedHall) close() error { h.c.Close(); return nil }

// noDayEver says that a hall has not lived a day yet.
const noDayEver = "no business day was ever opened"

func (askedHall) noDay() string { return noDayEver }

func (h askedHall) last(ctx context.Context) (string, error) {
	var r wire.ReportReply
	if err := h.c.Do(ctx, "state", "report", wire.ReportRequest{}, &r); err != nil || len(r.Days) == 0 {
		return "", err
	}
	d, err := report.Read(r.Days[0])
	if err != nil {
		return "", err
	}
	return d.Date, nil
}

// told leaves it to the days.
func (h askedHall) told(ctx context.Context) ([]report.Told, string, error) {
	last, err := h.last(ctx)
	return nil, last, err
}

func (h askedHall) days(ctx context.Context, from, to string) ([]*report.Day, []unreadReport, error) {
	return reportedDays(ctx, from, to, func(ctx context.Context, r wire.ReportRequest) (out wire.ReportReply, err error) {
		err = h.c.Do(ctx, "state", "report", r, &out)
		return out, err
	})
}

func (h askedHall) names(ctx context.Context, lang queue.Lang) (names sheet.Names, of subject, err error) {
	var s wire.SettingsReply
	if err := h.c.Do(ctx, "state", "settings", nil, &s); err != nil {
		return names, of, err
	}
	var c wire.CatalogueReply
	if err := h.c.Do(ctx, "state", "catalogue", nil, &c); err != nil {
		return names, of, err
	}
	return sheet.NamesOf(&s.Settings, &queue.Catalogue{Items: c.Items}, lang), of, nil
}

func (h askedHall) events(ctx context.Context, l listener) (whole bool, err error) {
	whole = true
	for from := uint64(1); ; {
		var r wire.EventsReply
		if err := h.c.Do(ctx, "state", "events", wire.EventsRequest{From: from}, &r); err != nil {
			return false, err
		}
		whole = whole && !r.NoClerks
		for _, e := range r.Events {
			if err := l.each(e, r.Last); err != nil {
				return false, err
			}
			from = e.Seq + 1
		}
		if len(r.Events) == 0 || from > r.Last {
			return whole, nil
		}
	}
}

// readJournal is a journal that is read while no hall runs on it.
type readJournal struct {
	j *journal.Journal
	// What reading it has found; read says that it was.
	read      bool
	date      string
	settings  *queue.Settings
	catalogue *queue.Catalogue
	reported  map[string][]byte
	opened    []string // dates in order
}

func (r *readJournal) close() error { return r.j.Close() }

// marks are the types of events that a report needs without counting, as they stand in
// an event's JSON.
var marks = func() (all [][]byte) {
	for _, e := range []queue.Event{queue.SettingsChanged{}, queue.CatalogueChanged{}, queue.DayOpened{}, queue.DayReopened{}, queue.DayReported{}} {
		all = append(all, []byte(`"type":"`+e.Type()+`"`))
	}
	return all
}()

// marked reports whether an event may be of one of those types; its type stands near
// the beginning.
func marked(data []byte) bool {
	head := data[:min(len(data), 256)]
	for _, m := range marks {
		if bytes.Contains(head, m) {
			return true
		}
	}
	return false
}

// look reads once what needs no counting: which days there were, their reports, and the
// newest names.
func (r *readJournal) look() error {
	if r.read {
		return nil
	}
	r.reported = map[string][]byte{}
	err := r.j.Events(1, func(_ uint64, data []byte) error {
		if !marked(data) {
			return nil
		}
		var rec queue.Record
		if err := json.Unmarshal(data, &rec); err != nil {
			return err
		}
		switch e := rec.Event.(type) {
		case queue.SettingsChanged:
			r.settings = &e.Settings
		case queue.CatalogueChanged:
			r.catalogue = &e.Catalogue
		case queue.DayOpened:
			r.date, r.opened = e.Date, append(r.opened, e.Date)
		case queue.DayReopened:
			delete(r.reported, e.Date)
		case queue.DayReported:
			r.reported[e.Date] = e.Report
		}
		return nil
	})
	r.read = err == nil
	return failWith(exitStore, err)
}

func (*readJournal) noDay() string { return noDayEver }

func (r *readJournal) last(context.Context) (string, error) {
	err := r.look()
	return r.date, err
}

func (r *readJournal) told(ctx context.Context) ([]report.Told, string, error) {
	last, err := r.last(ctx)
	return nil, last, err
}

func (r *readJournal) names(_ context.Context, lang queue.Lang) (sheet.Names, subject, error) {
	err := r.look()
	return sheet.NamesOf(r.settings, r.catalogue, lang), subject{}, err
}

// dates are the days that were opened, and those of which there is a report without the
// day itself, as in a demonstration, which has lived them before its history begins.
func (r *readJournal) dates() []string {
	all := slices.AppendSeq(slices.Clone(r.opened), maps.Keys(r.reported))
	slices.Sort(all)
	return slices.Compact(all)
}

// days are the reports in the journal; a day without one, because it still runs or its
// hall kept none, is counted.
func (r *readJournal) days(ctx context.Context, from, to string) (all []*report.Day, unread []unreadReport, err error) {
	if err := r.look(); err != nil {
		return nil, nil, err
	}
	var counted *recount
	for _, date := range r.dates() {
		if date < from || date > to {
			continue
		}
		b := r.reported[date]
		if b == nil {
			if counted == nil {
				counted = newRecount(from, to)
				if _, err := r.events(ctx, counted.listener(nil)); err != nil {
					return nil, nil, failWith(exitStore, err)
				}
			}
			if b, err = counted.of(date); err != nil {
				return nil, nil, err
			}
		}
		d, err := report.Read(b)
		if err != nil {
			unread = append(unread, unreadReport{Unread: report.Unread{Day: date, Why: report.WhyOf(err)}})
			continue
		}
		all = append(all, d)
	}
	return all, unread, nil
}

func (r *readJournal) events(ctx context.Context, l listener) (whole bool, err error) {
	return true, hear(ctx, r.j, l)
}
