package apitest

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"sync"

	"onewindow/central/project"
)

// Tickets are two of the day, one of a history that was left.
func (c *Centre) Tickets(_ context.Context, hall, day string, yield func(t project.Ticket, superseded bool) error) error {
	if err := c.failing(); err != nil {
		return err
	}
	at := At.UnixMilli()
	for i, number := range []string{"A001", "A002"} {
		t := project.Ticket{
			Day: day, Number: number, First: 3, Rev: 9, State: "done", Theme: "A", Legs: `[{"theme":"A","items":["RL-001"]}]`, Class: "ordinary", Source: "kiosk",
			Language: "zh-Hans", Issued: at, FirstCalled: at + 60000, FirstServed: at + 70000, Ended: at + 300000, Window: "1", Clerk: "c1", Calls: 1, Wait: 60, Waiting: 60, Service: 230,
		}
		if i == 1 {
			t.State, t.FirstCalled, t.FirstServed, t.Ended, t.Wait = "waiting", 0, 0, 0, -1
		}
		if err := yield(t, i == 1); err != nil {
			return err
		}
	}
	return nil
}

// Windows is one.
func (c *Centre) Windows(_ context.Context, _ string) ([]project.Window, error) {
	return []project.Window{{ID: "1", Label: "1", Zone: "hall", State: "serving", Clerk: "c1", Since: At.UnixMilli(), Number: "A001", Own: "A B", Served: 4, Open: 3600, Busy: 1800}}, c.failing()
}

// Statistics is a cell for each hall, or as many as Rows says.
func (c *Centre) Statistics(_ context.Context, hall string, dim project.Dim, from, _ string, halves bool, yield func(hall string, c project.Cell) error) error {
	if err := c.failing(); err != nil {
		return err
	}
	slot := project.WholeDay
	if halves {
		slot = 18
	}
	for _, p := range c.list() {
		if hall != "" && p.Hall != hall {
			continue
		}
		for range max(1, c.rowCount()-2) {
			cell := project.Cell{Key: project.Key{Day: from, Slot: slot, Dim: dim}, Counts: project.Counts{Issued: 5, Called: 4, WaitSeconds: 400, Served: 4, Services: 4, ServiceSeconds: 900}}
			cell.Waits[2] = 4
			if err := yield(p.Hall, cell); err != nil {
				return err
			}
		}
	}
	return nil
}

// Rows is how many events each hall has, and how many cells of statistics, less two.
func (c *Centre) Rows(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rows = n
}

// Cut lets an export fail after so many rows; -1 ends that.
func (c *Centre) Cut(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = n
}

func (c *Centre) rowCount() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rows
}

// Gate holds exports up until the function that it returns is called.
func (c *Centre) Gate() (open func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	gate := make(chan struct{})
	c.gate = gate
	return sync.OnceFunc(func() { close(gate) })
}

// Exported is why the last export ended; empty if it has all.
func (c *Centre) Exported() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// WriteCSV writes the events of a hall, or of all.
func (c *Centre) WriteCSV(ctx context.Context, w io.Writer, hall, month string) (err error) {
	c.mu.Lock()
	gate, cut, rows := c.gate, c.cut, c.rows
	c.last = "running"
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.last = ""; err != nil {
			c.last = err.Error()
		}
	}()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	out := csv.NewWriter(w)
	lines := [][]string{{"hall", "epoch", "seq", "at", "type", "superseded", "record"}}
	if err := out.Write(lines[0]); err != nil {
		return err
	}
	for _, p := range c.list() {
		if hall != "" && p.Hall != hall {
			continue
		}
		for seq := range rows {
			if seq == cut {
				return errors.New("the disk is gone")
			}
			if err := out.Write([]string{p.Hall, "0000000001-k3x9", strconv.Itoa(seq + 1), month + "-02T00:30:00Z", "day.opened/1", "false", `{"v":1}`}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}
