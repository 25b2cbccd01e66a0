package cli

import (
	"context"
	"errors"
	"fmt"

	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

// demoText shows the hall where nobody looks at a terminal: one citizen, one
// clerk, the board and the figures, through the same network as all terminals.
func (a *app) demoText(ctx context.Context, h *demoHall) error {
	clients := map[wire.Role]*lan.Client{}
	for _, r := range []wire.Role{wire.RoleKiosk, wire.RoleWindow, wire.RoleBoard, wire.RoleManager} {
		c, err := h.client(ctx, r)
		if err != nil {
			return err
		}
		defer c.Close()
		clients[r] = c
	}
	say := func(format string, args ...any) { fmt.Fprintf(a.out, format+"\n", args...) }

	hall, err := topic[wire.Hall](ctx, clients[wire.RoleManager], wire.TopicHall)
	if err != nil {
		return err
	}
	loc := h.set.Hall.Location()
	say("%s  %s  %s %s", hall.Day.Name.ZhHans, hall.Day.Name.En, hall.Day.Date, h.clock.Now().In(loc).Format("15:04:05"))
	say("windows open %d, waiting %d, served %d, median wait %d min", hall.Figures.Open, hall.Figures.Waiting, hall.Figures.Served, hall.Figures.P50/60)
	for _, l := range hall.Lines {
		say("  %s %s %s: waiting %d, windows %d", l.Prefix, l.Name.ZhHans, l.Name.En, l.Waiting, l.Windows)
	}

	theme := h.set.Windows[0].Own[0]
	for _, w := range h.set.Windows {
		if w.ID == h.window {
			theme = w.Own[0]
		}
	}
	var t wire.Ticket
	err = clients[wire.RoleKiosk].Do(ctx, "ticket", "issue", wire.IssueRequest{Theme: theme, Language: queue.ZhHans}, &t)
	var refused *wire.Error
	switch {
	case errors.As(err, &refused):
		say("\nkiosk   no number: %s (%s)", refused.Code, refused.Hint)
	case err != nil:
		return err
	default:
		say("\nkiosk   您的号码 %s  your number; %d ahead, about %d-%d minutes", t.Number, t.Estimate.Ahead, t.Estimate.Low, t.Estimate.High)
	}

	for _, step := range []string{"next", "start", "finish"} {
		var d wire.Done
		err := clients[wire.RoleWindow].Do(ctx, "window", step, nil, &d)
		if errors.As(err, &refused) {
			say("window  %s: %s (%s)", step, refused.Code, refused.Hint)
			break
		}
		if err != nil {
			return err
		}
		if d.Ticket == nil {
			say("window  %s: window %s is %s", step, d.Window, d.State)
			continue
		}
		say("window  %s: %s at window %s is %s (reason: %s)", step, d.Ticket.Number, d.Window, d.Ticket.State, d.Ticket.Reason.Code)
	}

	board, err := topic[wire.Board](ctx, clients[wire.RoleBoard], wire.TopicBoard)
	if err != nil {
		return err
	}
	say("\nboard   last calls")
	for _, c := range board.Calls[:min(6, len(board.Calls))] {
		say("  %s  请 %s 到 %s 号窗口  (window %s, %s)", c.At.In(loc).Format("15:04:05"), c.Number, c.Place.Label, c.Place.Label, c.State)
	}
	say("\nRun it in a terminal to press the keys yourself: F1 citizen, F2 clerk, F3 board, F4 manager, F5 paper tray, F6 guide's desk.")
	return nil
}

// topic fetches the state of a topic.
func topic[T any](ctx context.Context, c *lan.Client, t wire.Topic) (T, error) {
	var m wire.Message
	var v T
	if err := c.Do(ctx, "state", "get", wire.TopicRequest{Topic: t}, &m); err != nil {
		return v, err
	}
	got, ok := state(m).(T)
	if !ok {
		return v, fmt.Errorf("the hall's %s cannot be read", t)
	}
	return got, nil
}
