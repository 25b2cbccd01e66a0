package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"onewindow/central/project"
)

// changes are changed rows, ready to be written.
type changes struct {
	project.Changes
	batches []*batch
}

// ready makes the rows of a hall; it is the work that can be done while the database
// is busy.
func ready(hall int64, c project.Changes) changes {
	// In the order in which the database keeps them, which it finds cheaper.
	slices.SortFunc(c.Tickets, func(a, b project.Ticket) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Number, b.Number))
	})
	slices.SortFunc(c.Cells, func(a, b project.Cell) int {
		return cmp.Or(cmp.Compare(a.Dim, b.Dim), cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Slot, b.Slot))
	})
	days, halves := cellRows(hall, c.Cells)
	return changes{c, []*batch{ticketRows(hall, c.Tickets), windowRows(hall, c.Windows), pointRows(hall, c.Checkpoints), reportRows(hall, c.Reports), days, halves}}
}

// writeRows writes the changed rows of a hall but its own.
func (s *Store) writeRows(ctx context.Context, tx *sql.Tx, row *hallRow, c changes) error {
	for _, b := range c.batches {
		if err := s.d.fill(ctx, s, tx, b); err != nil {
			return err
		}
	}
	if n := len(c.Checkpoints); n > 0 {
		if err := s.pruneCheckpoints(ctx, tx, row.id, c.Checkpoints[n-1].Day); err != nil {
			return err
		}
	}
	for _, id := range c.Gone {
		if _, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM windows WHERE hall = $1 AND id = $2"), row.id, id); err != nil {
			return fmt.Errorf("remove a window: %w", err)
		}
	}
	for _, k := range c.Empty {
		if err := s.dropCell(ctx, tx, row.id, k); err != nil {
			return err
		}
	}
	return nil
}

// keepCheckpoints is for how many days they are kept: longer than any hall keeps what
// it could send again. A history that is left before that costs a look at all of it.
const keepCheckpoints = 120

func (s *Store) pruneCheckpoints(ctx context.Context, tx *sql.Tx, hall int64, day string) error {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil // a day that is no date; nothing is old by it
	}
	if _, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM checkpoints WHERE hall = $1 AND day < $2"), hall, at.AddDate(0, 0, -keepCheckpoints).Format(time.DateOnly)); err != nil {
		return fmt.Errorf("remove old checkpoints: %w", err)
	}
	return nil
}

func (s *Store) dropCell(ctx context.Context, tx *sql.Tx, hall int64, k project.Key) error {
	q, args := "DELETE FROM stats_day WHERE hall = $1 AND dim = $2 AND day = $3 AND id = $4", []any{hall, string(k.Dim), k.Day, k.ID}
	if k.Slot != project.WholeDay {
		q, args = "DELETE FROM stats_half WHERE hall = $1 AND dim = $2 AND day = $3 AND id = $4 AND slot = $5", append(args, k.Slot)
	}
	if _, err := tx.ExecContext(ctx, s.d.bind(q), args...); err != nil {
		return fmt.Errorf("remove a cell: %w", err)
	}
	return nil
}

// moreOfTicket is what a ticket's row has besides its columns.
type moreOfTicket struct {
	Rev         uint64          `json:"rev"`
	Legs        json.RawMessage `json:"legs"`
	Leg         int             `json:"leg,omitempty"`
	Class       string          `json:"class,omitempty"`
	Source      string          `json:"source,omitempty"`
	Language    string          `json:"language,omitempty"`
	FirstServed int64           `json:"first_served,omitempty"`
	LastCalled  int64           `json:"last_called,omitempty"`
	LastServed  int64           `json:"last_served,omitempty"`
	Missed      int64           `json:"missed,omitempty"`
	Why         string          `json:"why,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	Clerk       string          `json:"clerk,omitempty"`
	Calls       int             `json:"calls,omitempty"`
	Misses      int             `json:"misses,omitempty"`
	Waiting     int             `json:"waiting_s,omitempty"`
	Hold        int             `json:"hold_s,omitempty"`
	Paper       string          `json:"paper,omitempty"`
	Copies      int             `json:"copies,omitempty"`
}

// more writes them.
func more(t *project.Ticket) string {
	b, err := json.Marshal(moreOfTicket{t.Rev, json.RawMessage(t.Legs), t.Leg, t.Class, t.Source, t.Language, t.FirstServed, t.LastCalled, t.LastServed, t.Missed,
		t.Why, t.Reason, t.Clerk, t.Calls, t.Misses, t.Waiting, t.Hold, t.Paper, t.Copies})
	if err != nil {
		return "{}" // cannot be: numbers, strings, and legs that were written by us
	}
	return string(b)
}

// readMore reads them back.
func readMore(s string, t *project.Ticket) error {
	var m moreOfTicket
	if err := json.Unmarshal([]byte(s), &m); err != nil {
		return fmt.Errorf("read a ticket's row: %w", err)
	}
	t.Rev, t.Legs, t.Leg, t.Class, t.Source, t.Language = m.Rev, string(m.Legs), m.Leg, m.Class, m.Source, m.Language
	t.FirstServed, t.LastCalled, t.LastServed, t.Missed, t.Why, t.Reason = m.FirstServed, m.LastCalled, m.LastServed, m.Missed, m.Why, m.Reason
	t.Clerk, t.Calls, t.Misses, t.Waiting, t.Hold, t.Paper, t.Copies = m.Clerk, m.Calls, m.Misses, m.Waiting, m.Hold, m.Paper, m.Copies
	return nil
}

func ticketRows(hall int64, ts []project.Ticket) *batch {
	b := &batch{table: ticketsTable, args: make([]any, 0, len(ts)*len(ticketsTable.columns))}
	for i := range ts {
		t := &ts[i]
		b.add(hall, t.Day, t.Number, int64(0), int64(t.First), t.State, t.Theme, t.Window, t.Issued, t.FirstCalled, t.Ended, int64(t.Wait), int64(t.Service), more(t))
	}
	return b
}

func windowRows(hall int64, ws []project.Window) *batch {
	b := &batch{table: windowsTable, args: make([]any, 0, len(ws)*len(windowsTable.columns))}
	for i := range ws {
		w := &ws[i]
		b.add(hall, w.ID, w.Label, w.Zone, w.State, w.Clerk, w.Since, w.Number, w.Reason, w.Own, w.Spill, int64(w.Served), int64(w.Open), int64(w.Busy))
	}
	return b
}

func pointRows(hall int64, ps []project.Checkpoint) *batch {
	b := &batch{table: checkpointsTable}
	for _, p := range ps {
		b.add(hall, int64(p.Seq), p.Day, p.Data)
	}
	return b
}

func cellRows(hall int64, cs []project.Cell) (days, halves *batch) {
	days, halves = &batch{table: dayTable}, &batch{table: halfTable}
	for i := range cs {
		c := &cs[i]
		b := days
		b2 := []any{hall, string(c.Dim), c.Day, c.ID}
		if c.Slot != project.WholeDay {
			b = halves
			b2 = append(b2, int64(c.Slot))
		}
		b.args = append(b.args, b2...)
		b.add(int64(c.Issued), int64(c.Called), int64(c.WaitSeconds), c.Waits.String(), int64(c.Picked), int64(c.Served), int64(c.Services),
			int64(c.ServiceSeconds), int64(c.Missed), int64(c.Cancelled), int64(c.Expired))
	}
	return days, halves
}
