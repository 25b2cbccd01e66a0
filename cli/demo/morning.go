package demo

import (
	"encoding/json"
	"fmt"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/wait"
)

// surnames make names for the clerks of a demonstration; they are nobody's.
var surnames = []string{"陈", "林", "黄", "张", "李", "王", "吴", "刘", "蔡", "杨", "许", "郑", "谢", "郭", "洪", "曾", "邱", "廖", "赖", "周"}

// PIN is every clerk's in a demonstration.
const PIN = "1234"

// Manager and Guide are the members of a demonstration's staff who work at desks.
const (
	Manager = "manager"
	Guide   = "guide"
)

// Staff gives a hall a clerk for each window, who may call out of turn and cancel, a
// manager, who may do everything, and a guide, who may cancel; and lets undo last as long in real seconds as it would without the pace.
func Staff(s *queue.Settings, pace float64) error {
	pin, err := queue.HashPIN(PIN, []byte("demonstration"))
	if err != nil {
		return err
	}
	s.Staff = nil
	for i, w := range s.Windows {
		s.Staff = append(s.Staff, queue.Clerk{
			ID: ClerkOf(w.ID), Name: surnames[i%len(surnames)] + "（" + w.Label + "）", PIN: pin,
			Rights: []queue.Right{queue.RightPick, queue.RightCancel},
		})
	}
	s.Staff = append(s.Staff,
		queue.Clerk{ID: Manager, Name: "赵敏（大厅经理）", PIN: pin, Rights: []queue.Right{queue.RightManage, queue.RightCancel, queue.RightReports, queue.RightPick}},
		queue.Clerk{ID: Guide, Name: "孙宁（导办）", PIN: pin, Rights: []queue.Right{queue.RightCancel}},
	)
	s.Rules.UndoWithin = queue.Seconds(min(3600, float64(s.Rules.UndoWithin)*max(1, pace)))
	return nil
}

// step is how finely virtual time passes.
const step = 5 * time.Second

// Morning lives a day until a moment, in virtual time, from half past six on.
// It returns the hall and all that happened. The clerk of the window hand, if
// one is named, has come to work and waits for somebody real to press a key.
func Morning(set queue.Settings, cat queue.Catalogue, epoch queue.Epoch, date string, until time.Time, hand string, crowd *Crowd) (*queue.State, []queue.Record, error) {
	d := Day{Settings: set, Catalogue: cat, Epoch: epoch, Date: date, Until: until, Hand: hand, Crowd: crowd}
	return d.Live()
}

// Day is a day of a new hall, from half past six until a moment.
type Day struct {
	Settings  queue.Settings
	Catalogue queue.Catalogue
	Epoch     queue.Epoch
	Date      string
	Until     time.Time
	Crowd     *Crowd
	// Hand is the window whose clerk has come to work in the end and waits for somebody
	// real to press a key; empty is none.
	Hand string
	// Before are the reports of days before, of which the hall's history then knows.
	Before []*report.Day
	// Promise is of how many numbers one is promised a wait, by what those days teach; 0
	// is none.
	Promise int
}

// Live lives it, in virtual time. It returns the hall and all that happened.
func (d *Day) Live() (*queue.State, []queue.Record, error) {
	l := life{day: d, s: queue.New(), now: d.Settings.Hall.At(d.Date, 6*60+30), before: d.Before}
	for _, c := range []queue.Command{
		queue.StartEpoch{Epoch: d.Epoch},
		queue.ChangeSettings{Settings: d.Settings, Hash: "demo"},
		queue.ChangeCatalogue{Catalogue: d.Catalogue, Hash: "demo"},
	} {
		if err := l.do(c); err != nil {
			return nil, nil, fmt.Errorf("demo: furnish the hall: %w", err)
		}
	}
	if d.Promise > 0 {
		l.seer = wait.New(wait.Learn(&d.Settings, &d.Catalogue, d.Before), 1)
	}
	for ; l.now.Before(d.Until); l.now = l.now.Add(step) {
		rs, err := queue.Advance(l.s, l.now)
		l.all = append(l.all, rs...)
		if err == nil {
			err = l.report()
		}
		if err != nil {
			return nil, nil, fmt.Errorf("demo: %w", err)
		}
		for _, c := range d.Crowd.Step(l.s, l.now) {
			_ = l.do(c) // a refusal changes nothing, and is part of life
		}
	}
	if d.Hand != "" {
		if err := l.do(queue.SignIn{Window: d.Hand, Clerk: ClerkOf(d.Hand)}); err != nil {
			return nil, nil, fmt.Errorf("demo: %w", err)
		}
	}
	return l.s, l.all, nil
}

// life is a day that is being lived.
type life struct {
	day    *Day
	s      *queue.State
	now    time.Time
	all    []queue.Record
	before []*report.Day // not yet in the history
	seer   *wait.Estimator
	drawn  int
}

func (l *life) do(c queue.Command) error {
	rs, err := queue.Execute(l.s, l.now, Actor(c), "", c)
	l.all = append(l.all, rs...)
	if _, ok := c.(queue.Issue); ok && err == nil && l.seer != nil {
		if l.drawn++; l.drawn%l.day.Promise == 0 {
			return l.promise(l.s.Tickets[len(l.s.Tickets)-1].Number)
		}
	}
	return err
}

// promise promises a number its wait, as a hall does.
func (l *life) promise(number string) error {
	r, ok := l.seer.Ticket(wait.Look(l.s, l.now), number)
	if !ok {
		return nil
	}
	p, ok := r.Promise(l.now)
	if !ok {
		return nil
	}
	return l.do(queue.PromiseWait{Number: number, Promise: p})
}

// report has the days before written into the history, once a day has been opened.
func (l *life) report() error {
	if l.s.Day.Date == "" {
		return nil
	}
	for _, d := range l.before {
		b, err := d.Encode()
		if err != nil {
			return err
		}
		if err := l.do(queue.ReportDay{Date: d.Date, Report: b}); err != nil {
			return err
		}
	}
	l.before = nil
	return nil
}

// keepAtOnce is how many events of a morning one commit takes.
const keepAtOnce = 2000

// Keep writes a morning into a journal.
func Keep(commit func(journal.Batch) (uint64, error), rs []queue.Record) error {
	for len(rs) > 0 {
		n := min(len(rs), keepAtOnce)
		var b journal.Batch
		for _, r := range rs[:n] {
			e, err := json.Marshal(r)
			if err != nil {
				return fmt.Errorf("demo: write the morning: %w", err)
			}
			b.Events = append(b.Events, e)
		}
		if _, err := commit(b); err != nil {
			return fmt.Errorf("demo: write the morning: %w", err)
		}
		rs = rs[n:]
	}
	return nil
}
