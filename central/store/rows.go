package store

import (
	"context"
	"database/sql"
	"fmt"

	"onewindow/central/project"
)

// writeRows writes the changed rows of a hall but its own.
func (s *Store) writeRows(ctx context.Context, tx *sql.Tx, row *hallRow, c project.Changes) error {
	for _, b := range []*batch{ticketRows(row.id, c.Tickets), windowRows(row.id, c.Windows), pointRows(row.id, c.Checkpoints)} {
		if err := s.d.fill(ctx, s, tx, b); err != nil {
			return err
		}
	}
	days, halves := cellRows(row.id, c.Cells)
	if err := s.d.fill(ctx, s, tx, days); err != nil {
		return err
	}
	if err := s.d.fill(ctx, s, tx, halves); err != nil {
		return err
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

func ticketRows(hall int64, ts []project.Ticket) *batch {
	b := &batch{table: ticketsTable, args: make([]any, 0, len(ts)*len(ticketsTable.columns))}
	for i := range ts {
		t := &ts[i]
		b.add(hall, t.Day, t.Number, int64(0), int64(t.First), int64(t.Rev), t.State, t.Theme, t.Legs, int64(t.Leg), t.Class, t.Source, t.Language,
			t.Issued, t.FirstCalled, t.FirstServed, t.LastCalled, t.LastServed, t.Missed, t.Ended, t.Why, t.Reason, t.Window, t.Clerk,
			int64(t.Calls), int64(t.Misses), int64(t.Wait), int64(t.Waiting), int64(t.Service), int64(t.Hold), t.Paper, int64(t.Copies))
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
