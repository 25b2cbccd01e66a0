package cli

import (
	"context"
	"encoding/json"

	tea "charm.land/bubbletea/v2"

	"onewindow/hall/lan"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// feed brings the hall's newest state of some topics, and the link's, to a
// screen.
func feed(client *lan.Client, topics ...wire.Topic) tui.Feed {
	return func(ctx context.Context, send func(tea.Msg)) {
		w := client.Watch(append(topics, wire.TopicSys))
		defer w.Close()
		links, stop := client.Links()
		defer stop()
		l := client.Link()
		send(wire.Link{Up: l.Up, Since: l.Since})
		for {
			select {
			case <-ctx.Done():
				return
			case m, ok := <-w.C():
				if !ok {
					return
				}
				if v := state(m); v != nil {
					send(v)
				}
			case l, ok := <-links:
				if !ok {
					return
				}
				send(wire.Link{Up: l.Up, Since: l.Since})
			}
		}
	}
}

// state reads a message of a topic; nil if this build does not know it.
func state(m wire.Message) tea.Msg {
	switch m.Topic {
	case wire.TopicMenu:
		return as[wire.Menu](m.Data)
	case wire.TopicBoard:
		return as[wire.Board](m.Data)
	case wire.TopicHall:
		return as[wire.Hall](m.Data)
	case wire.TopicSys:
		return as[wire.Sys](m.Data)
	default:
		return as[wire.Window](m.Data)
	}
}

func as[T any](data json.RawMessage) tea.Msg {
	var v T
	if json.Unmarshal(data, &v) != nil {
		return nil
	}
	return v
}
