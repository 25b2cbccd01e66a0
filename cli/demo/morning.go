package demo

import (
	"encoding/json"
	"fmt"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
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
	s := queue.New()
	now := set.Hall.At(date, 6*60+30)
	var all []queue.Record
	do := func(c queue.Command) error {
		rs, err := queue.Execute(s, now, Actor(c), "", c)
		all = append(all, rs...)
		return err
	}
	for _, c := range []queue.Command{
		queue.StartEpoch{Epoch: epoch},
		queue.ChangeSettings{Settings: set, Hash: "demo"},
		queue.ChangeCatalogue{Catalogue: cat, Hash: "demo"},
	} {
		if err := do(c); err != nil {
			return nil, nil, fmt.Errorf("demo: furnish the hall: %w", err)
		}
	}
	for ; now.Before(until); now = now.Add(step) {
		rs, err := queue.Advance(s, now)
		all = append(all, rs...)
		if err != nil {
			return nil, nil, fmt.Errorf("demo: %w", err)
		}
		for _, c := range crowd.Step(s, now) {
			_ = do(c) // a refusal changes nothing, and is part of life
		}
	}
	if hand != "" {
		if err := do(queue.SignIn{Window: hand, Clerk: ClerkOf(hand)}); err != nil {
			return nil, nil, fmt.Errorf("demo: %w", err)
		}
	}
	return s, all, nil
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
