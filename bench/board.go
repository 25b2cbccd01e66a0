package main

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"time"

	"onewindow/wire"
)

// boardCalls is how many calls are followed to the board.
const boardCalls = 200

// toBoard measures how long it takes from the clerk's key until a board has the
// call, while seven other windows work.
func toBoard(dir string, _ time.Duration, _ int, r *report) error {
	const windows = 8
	h, err := openHall(filepath.Join(dir, "board"))
	if err != nil {
		return err
	}
	counters, err := h.counters(windows)
	if err != nil {
		return err
	}
	screen, err := h.dial(wire.RoleBoard, "")
	if err != nil {
		return err
	}
	if err := h.fill(10_000, windows); err != nil {
		return err
	}
	watch := screen.Watch([]wire.Topic{wire.TopicBoard})
	ctx, stop := context.WithCancel(context.Background())
	others := make(chan error, windows-1)
	for _, c := range counters[1:] {
		go func() {
			do := serve(c)
			for ctx.Err() == nil {
				if err := do(); err != nil {
					others <- err
					return
				}
				// A clerk is not a machine.
				select {
				case <-ctx.Done():
				case <-time.After(50 * time.Millisecond):
				}
			}
			others <- nil
		}()
	}
	for range boardCalls {
		var d wire.Done
		at := time.Now()
		if err = counters[0].Do(ctx, "window", "next", nil, &d); err != nil {
			break
		}
		if err = seen(watch.C(), d.Ticket.Number); err != nil {
			break
		}
		r.board = append(r.board, time.Since(at))
		if err = counters[0].Do(ctx, "window", "start", nil, nil); err != nil {
			break
		}
	}
	stop()
	for range windows - 1 {
		err = errors.Join(err, <-others)
	}
	watch.Close()
	return errors.Join(err, h.close())
}

// seen waits until the board shows the number.
func seen(messages <-chan wire.Message, number string) error {
	late := time.After(20 * time.Second)
	for {
		select {
		case m, ok := <-messages:
			if !ok {
				return errors.New("the board's connection was closed")
			}
			var b wire.Board
			if err := json.Unmarshal(m.Data, &b); err != nil {
				return err
			}
			for _, c := range b.Calls {
				if c.Number == number {
					return nil
				}
			}
		case <-late:
			return errors.New("the board does not show " + number)
		}
	}
}
