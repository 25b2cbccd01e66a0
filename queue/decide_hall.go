package queue

import (
	"slices"
	"time"
)

func (d *decision) assign(c Assign) *Refusal {
	w, err := d.findWindow(c.Window)
	if err != nil {
		return err
	}
	if len(c.Own) == 0 {
		return Refuse(CodeUnknownTheme, "a window serves at least one theme", "window", w.ID)
	}
	for _, th := range append(slices.Clone(c.Own), c.Spill...) {
		if d.Theme(th) == nil {
			return Refuse(CodeUnknownTheme, "the hall has no such theme", "theme", th)
		}
	}
	if slices.Equal(w.Own, c.Own) && slices.Equal(w.Spill, c.Spill) {
		return nil
	}
	d.emit(WindowAssigned(c))
	return nil
}

func (d *decision) free(c Free) *Refusal {
	w, err := d.openWindow(c.Window)
	if err != nil {
		return err
	}
	if w.Ticket != "" {
		d.emit(TicketReleased{Number: w.Ticket, Window: w.ID, Why: "window_freed"})
	}
	d.shut(w, "freed")
	return nil
}

func (d *decision) stopHall(c StopHall) *Refusal {
	if c.Reason == "" {
		return Refuse(CodeReasonNeeded, "say why the hall stops")
	}
	if d.Stopped == nil {
		d.emit(HallStopped(c))
	}
	return nil
}

func (d *decision) resumeHall() *Refusal {
	if d.Stopped == nil {
		return Refuse(CodeNotStopped, "the hall is not stopped")
	}
	d.emit(HallResumed{})
	return nil
}

func (d *decision) setIntake(c SetIntake) *Refusal {
	ts := d.ThemeState(c.Theme)
	if ts == nil {
		return Refuse(CodeUnknownTheme, "the hall has no such theme", "theme", c.Theme)
	}
	if c.Closed && c.Reason == "" {
		return Refuse(CodeReasonNeeded, "citizens are told why; give a reason")
	}
	if c.Closed == (ts.Closed != nil) && (!c.Closed || ts.Closed.Reason == c.Reason) {
		return nil
	}
	d.emit(IntakeSet(c))
	return nil
}

func (d *decision) setQuota(c SetQuota) *Refusal {
	if d.Theme(c.Theme) == nil {
		return Refuse(CodeUnknownTheme, "the hall has no such theme", "theme", c.Theme)
	}
	if err := c.Quota.validate(); err != nil {
		return Refuse(CodeBadSettings, err.Error())
	}
	d.emit(QuotaSet(c))
	return nil
}

// noticeLen bounds a notice in bytes; a board has one line for it.
const noticeLen = 600

func (d *decision) setNotice(c SetNotice) *Refusal {
	if c.ID == "" || len(c.ID) > 32 {
		return Refuse(CodeBadNotice, "a notice needs an id of at most 32 characters")
	}
	if c.Text.Empty() {
		if slices.ContainsFunc(d.Notices, func(n Notice) bool { return n.ID == c.ID }) {
			d.emit(NoticeCleared{ID: c.ID})
		}
		return nil
	}
	if len(c.Text.ZhHans) > noticeLen || len(c.Text.ZhHant) > noticeLen || len(c.Text.En) > noticeLen {
		return Refuse(CodeBadNotice, "a notice has at most 600 bytes in each language")
	}
	until := time.Time{}
	if !c.Until.IsZero() {
		if until = Stamp(c.Until); !until.After(d.at) || !writable(until) {
			return Refuse(CodeBadNotice, "the notice would be over already")
		}
	}
	d.emit(NoticeSet{Notice{ID: c.ID, Text: c.Text, Until: until}})
	return nil
}

func (d *decision) openDay(c OpenDay) *Refusal {
	if d.Day.Open {
		return Refuse(CodeDayOpen, "close the open day first", "date", d.Day.Date)
	}
	if _, err := time.Parse(dateLayout, c.Date); err != nil {
		return Refuse(CodeBadDate, "a date is written 2006-01-02", "date", c.Date)
	}
	today := d.Settings.Hall.Date(d.at)
	switch {
	case c.Date > today:
		return Refuse(CodeBadDate, "a day is opened on its own date, not before: it would bar today, "+today, "date", c.Date, "today", today)
	case c.Date == d.Day.Date:
		return d.reopenDay(today)
	case c.Date < d.Day.Date:
		return Refuse(CodeBadDate, "days are opened in order, and a later one was open already", "date", c.Date, "last", d.Day.Date)
	}
	d.emit(DayOpened(c))
	return nil
}

// closeDay ends the business day: whoever is still being served counts as
// served, with no stated outcome; whoever still waits stays for the next day
// where the hall's rules say so, and else expires and is reported.
func (d *decision) closeDay() *Refusal {
	if !d.Day.Open {
		return Refuse(CodeDayClosed, "no business day is open")
	}
	e := DayClosed{Date: d.Day.Date}
	keep := d.Settings.Rules.KeepOvernight
	d.Live(func(t *Ticket) bool {
		switch {
		case t.State == Serving:
			more := t.Leg+1 < len(t.Legs)
			d.emit(TicketFinished{Number: t.Number, Window: t.Window, Handled: d.unstated(t), More: more})
			if !more {
				return true
			}
		case t.State == Missed:
			// A missed number comes back on its own day only.
			d.emit(TicketExpired{Number: t.Number, Why: WhyDayClose})
			e.Unserved = append(e.Unserved, t.Number)
			return true
		case keep && t.State == Called:
			d.emit(TicketReleased{Number: t.Number, Window: t.Window, Why: WhyDayClose})
		case keep && t.State == Held:
			d.emit(TicketReleased{Number: t.Number, Why: WhyDayClose})
		case keep && t.State == Waiting && t.Target != Target{}:
			d.emit(TicketReleased{Number: t.Number, Why: WhyDayClose})
		}
		if keep {
			e.Kept = append(e.Kept, t.Number)
			return true
		}
		window := t.Window
		if t.State != Called {
			window = ""
		}
		d.emit(TicketExpired{Number: t.Number, Window: window, Why: WhyDayClose})
		e.Unserved = append(e.Unserved, t.Number)
		return true
	})
	for _, w := range d.Windows {
		if w.State != Closed {
			d.emit(WindowClosed{Window: w.ID, Why: WhyDayClose})
		}
	}
	d.emit(e)
	return nil
}

func (d *decision) changeSettings(c ChangeSettings) *Refusal {
	if err := c.Settings.Validate(); err != nil {
		return Refuse(CodeBadSettings, err.Error())
	}
	if d.Settings != nil && c.Hash == d.SettingsHash {
		return nil
	}
	if err := d.mayChange(&c.Settings); err != nil {
		return err
	}
	if err := d.mayHave(&c.Settings); err != nil {
		return err
	}
	d.emit(SettingsChanged{Hash: c.Hash, Settings: c.Settings})
	return nil
}

// mayHave refuses settings with which this hall could not go on.
func (d *decision) mayHave(n *Settings) *Refusal {
	if d.Settings != nil {
		if err := d.settingsFit(n); err != nil {
			return err
		}
	}
	if d.Catalogue != nil {
		if err := d.Catalogue.Validate(n); err != nil {
			return Refuse(CodeBadSettings, "the catalogue does not fit these settings: "+err.Error())
		}
	}
	return nil
}

// settingsFit refuses settings that would strand somebody: a theme that is
// waited for, a window or clerk at work, a number series of the open day.
func (d *decision) settingsFit(n *Settings) *Refusal {
	if n.Hall.ID != d.Settings.Hall.ID {
		return Refuse(CodeBadSettings, "a hall keeps its id", "hall", d.Settings.Hall.ID)
	}
	used := map[string]bool{}
	d.Live(func(t *Ticket) bool {
		for _, l := range t.Legs[t.Leg:] {
			used[l.Theme] = true
		}
		return true
	})
	for i := range d.Settings.Themes {
		o := &d.Settings.Themes[i]
		j := slices.IndexFunc(n.Themes, func(t Theme) bool { return t.ID == o.ID })
		switch {
		case j < 0 && (used[o.ID] || d.Day.Open):
			return Refuse(CodeBadSettings, "a theme can be removed only while the day is closed and nobody waits for it", "theme", o.ID)
		case j >= 0 && n.Themes[j].Prefix != o.Prefix && (used[o.ID] || d.Day.Open):
			return Refuse(CodeBadSettings, "a prefix can be changed only while the day is closed and nobody waits", "theme", o.ID)
		}
	}
	for _, w := range d.Windows {
		if w.State == Closed {
			continue
		}
		if !slices.ContainsFunc(n.Windows, func(p WindowPlan) bool { return p.ID == w.ID }) {
			return Refuse(CodeBadSettings, "a window can be removed only while it is closed", "window", w.ID)
		}
		if !slices.ContainsFunc(n.Staff, func(c Clerk) bool { return c.ID == w.Clerk }) {
			return Refuse(CodeBadSettings, "a clerk can be removed only after signing out", "clerk", w.Clerk)
		}
	}
	return nil
}

func (d *decision) changeCatalogue(c ChangeCatalogue) *Refusal {
	if d.Settings == nil {
		return Refuse(CodeNotConfigured, "load the settings before the catalogue")
	}
	if err := c.Catalogue.Validate(d.Settings); err != nil {
		return Refuse(CodeBadCatalogue, err.Error())
	}
	if d.Catalogue != nil && c.Hash == d.CatalogueHash {
		return nil
	}
	if d.Owned(PartCatalogue) && ContentHash(c.Catalogue) != ContentHash(d.Catalogue) {
		return d.ownedByCentre(PartCatalogue)
	}
	d.emit(CatalogueChanged{Hash: c.Hash, Catalogue: c.Catalogue})
	return nil
}

// startEpoch begins a new line of history, which must be newer than this one.
func (d *decision) startEpoch(c StartEpoch) *Refusal {
	if e, err := ParseEpoch(string(c.Epoch)); err != nil || !d.Epoch.Older(e) {
		return Refuse(CodeBadHistory, "an epoch is <counter>-<8 hex digits>, and its counter only grows", "epoch", string(c.Epoch))
	}
	if c.Skip < 0 || c.Skip > maxSkip {
		return Refuse(CodeBadHistory, "skip between 0 and 100000 numbers")
	}
	d.emit(EpochStarted(c))
	return nil
}

func (d *decision) adoptClock(c AdoptClock) *Refusal {
	c.From, c.To = Stamp(c.From), Stamp(c.To)
	if !writable(c.From) || !writable(c.To) {
		return Refuse(CodeBadDate, "times that a clock can show")
	}
	d.emit(ClockAdopted(c))
	return nil
}
