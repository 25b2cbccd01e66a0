package district

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/figures"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

// Question says of which business days and halls figures are asked for: of one hall, or
// of Below and all under it, or of all that may be seen.
type Question struct {
	From, To    string // both included
	Hall, Below string
}

// Reported is what halls have reported of some days.
type Reported struct {
	// Figures are nil where nothing was reported. Windows are told of one hall only, and
	// clerks never.
	Figures *figures.Report
	// Told says of each hall that was asked for which of the days it has reported.
	Told []report.Told
	// Lines, Items and Windows are how ids are called, as far as that is known.
	Lines, Items map[string]queue.Text
	Windows      map[string]string
}

// Times of reports.
const (
	// reportTimer has what is shown asked for again.
	reportTimer = "reports"
	// reportTime is how long figures of a month of all halls may take.
	reportTime = 30 * time.Second
	// reportFresh is how long they are shown as they are: halls report when they close
	// their day, and late where their line was cut.
	reportFresh = 5 * time.Minute
)

// reportMsg is the answer to a question for reports; gone is true of one that was given
// up.
type reportMsg struct {
	question Question
	told     Reported
	err      *wire.Error
	gone     bool
}

// asked is a question for reports and what is known of it.
type asked struct {
	question Question
	told     *Reported   // nil before the first answer
	err      *wire.Error // of the last try; nil if it was answered
	at       time.Time   // of the last try

	under  Question           // the question under way
	giveUp context.CancelFunc // nil if none is

	before map[Question]asked // answers to other questions, for whoever goes back

	// What lacks in told: lacking are the halls of absence.Of that lack days.
	absence report.Absence
	lacking []int
}

// look looks what lacks in what was told; until is the last day of which every hall can
// have reported.
func (a *asked) look(until string) {
	a.absence = report.Absent(a.told.Told, a.question.From, a.question.To, until)
	a.lacking = nil
	for i := range a.absence.Of {
		t := &a.absence.Of[i]
		if len(t.Days) == 0 || len(t.Unread) > 0 || len(a.absence.Lacks(t)) > 0 {
			a.lacking = append(a.lacking, i)
		}
	}
}

// mostBefore is how many answers are kept at most.
const mostBefore = 8

// turnTo makes q the question; what was answered to it before is known at once.
func (a *asked) turnTo(q Question) {
	if a.told != nil {
		if a.before == nil || len(a.before) >= mostBefore {
			a.before = map[Question]asked{}
		}
		a.before[a.question] = asked{told: a.told, at: a.at, absence: a.absence, lacking: a.lacking}
	}
	was := a.before[q]
	a.question, a.told, a.err, a.at = q, was.told, nil, was.at
	a.absence, a.lacking = was.absence, was.lacking
}

// refresh asks for what is to be shown, unless it is known, or was asked already, or
// the centre is not heard. Only one question is under way: another one gives it up, and
// is asked once that has ended.
func (p *reportPage) refresh() tea.Cmd {
	q, a := p.question(), &p.asked
	if a.question != q {
		a.turnTo(q)
	}
	switch {
	case a.giveUp != nil && a.under != q:
		a.giveUp()
		return nil
	case a.giveUp != nil || p.cut:
		return nil
	}
	fresh := reportFresh
	if a.err != nil {
		fresh = renewTime
	}
	if !a.at.IsZero() && p.now.Sub(a.at) < fresh {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), reportTime)
	a.at, a.under, a.giveUp = p.now, q, cancel
	desk := p.desk
	return func() tea.Msg {
		defer cancel()
		told, err := desk.Reports(ctx, q)
		return reportMsg{q, told, asError(err), errors.Is(ctx.Err(), context.Canceled)}
	}
}

// answered takes an answer. One that was refused leaves what was known.
func (p *reportPage) answered(m reportMsg) tea.Cmd {
	a := &p.asked
	a.giveUp = nil
	if m.gone || m.question != p.question() {
		if a.at = (time.Time{}); p.tab != tabReports || p.hall != nil {
			return nil // it is asked for when it is shown again
		}
		return p.refresh()
	}
	if a.err = m.err; m.err == nil {
		a.told = &m.told
		a.look(p.yesterday().Format(time.DateOnly))
	}
	return nil
}
