package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/hall/setup"
	"onewindow/queue"
	"onewindow/wire"
)

// hallID is the hall whose furniture is used: the largest.
const hallID = "LG-00"

// morning is 09:30 hall time on a working Wednesday, and date that day.
var morning = time.Date(2026, 11, 25, 1, 30, 0, 0, time.UTC)

const date = "2026-11-25"

// hall is a whole hall in this process, with its network on a loopback port and
// TLS, and every commit durable.
type hall struct {
	journal *journal.Journal
	node    *node.Node
	net     *lan.Server
	themes  []string
	windows []string
	own     map[string]string // the theme of each window
	clients []*lan.Client
}

func openHall(dir string) (*hall, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	j, err := journal.Open(dir, hallID, journal.Options{})
	if err != nil {
		return nil, err
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	h := &hall{journal: j}
	h.node, err = node.Open(node.Settings{Journal: j, Keys: keys, Backups: dir, Clock: node.NewPacedClock(morning, 1), First: h.furnish})
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	h.net, err = lan.Listen(lan.Settings{Host: "127.0.0.1", Port: -1, Hall: hallID, Dir: dir, Clock: h.node.Now}, h.node)
	if err != nil {
		return nil, errors.Join(err, h.node.Close(), j.Close())
	}
	h.node.Attach(h.net)
	return h, h.openDay()
}

// furnish is the hall as it is delivered, but that it never stops giving numbers.
func (h *hall) furnish() (queue.Settings, queue.Catalogue, error) {
	s, err := setup.Settings(hallID)
	if err != nil {
		return s, queue.Catalogue{}, err
	}
	s.Rules.ForecastStop, s.Rules.AutoDay = false, false
	for _, t := range s.Themes {
		h.themes = append(h.themes, t.ID)
	}
	h.own = map[string]string{}
	for _, w := range s.Windows {
		h.windows = append(h.windows, w.ID)
		h.own[w.ID] = w.Own[0]
		s.Staff = append(s.Staff, queue.Clerk{ID: "c" + w.ID, Name: "Clerk " + w.ID})
	}
	c, err := setup.Catalogue(hallID)
	return s, c, err
}

func (h *hall) openDay() error {
	by := queue.Actor{Terminal: "bench"}
	commands := []queue.Command{queue.OpenDay{Date: date}}
	for _, w := range h.windows {
		commands = append(commands, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	for _, c := range commands {
		if r := h.node.Do(by, "", c); !r.OK {
			return fmt.Errorf("%T: %w", c, r.Err)
		}
	}
	return nil
}

// dial enrols a terminal as any other machine would, and connects it.
func (h *hall) dial(role wire.Role, window string) (*lan.Client, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tok, err := h.net.Token(role, window, time.Minute)
	if err != nil {
		return nil, err
	}
	id, err := lan.Join(ctx, tok.Token, "bench")
	if err != nil {
		return nil, err
	}
	c, err := lan.Dial(ctx, id, lan.Options{Clock: h.node.Now, Expiry: time.Minute})
	if err == nil {
		h.clients = append(h.clients, c)
	}
	return c, err
}

// kiosks and counters dial so many terminals; those share the hall's windows
// where there are not as many.
func (h *hall) kiosks(n int) ([]*lan.Client, error) {
	return many(n, func(int) (*lan.Client, error) { return h.dial(wire.RoleKiosk, "") })
}

func (h *hall) counters(n int) ([]*lan.Client, error) {
	return many(n, func(i int) (*lan.Client, error) { return h.dial(wire.RoleWindow, h.windows[i%len(h.windows)]) })
}

func many(n int, dial func(i int) (*lan.Client, error)) ([]*lan.Client, error) {
	cs := make([]*lan.Client, n)
	for i := range cs {
		var err error
		if cs[i], err = dial(i); err != nil {
			return nil, err
		}
	}
	return cs, nil
}

// fill gives numbers to the first windows until so many wait in the hall.
func (h *hall) fill(want, windows int) error {
	waits := 0
	h.node.Read(func(s *queue.State, _ time.Time) {
		for _, th := range h.themes {
			n, _ := s.Waiting(th)
			waits += n
		}
	})
	return h.give(want-waits, windows)
}

// give gives so many numbers, as many for each of the first windows.
func (h *hall) give(missing, windows int) error {
	line := make([]string, min(windows, len(h.windows)))
	for i := range line {
		line[i] = h.own[h.windows[i]]
	}
	const hands = 128
	errs := make(chan error, hands)
	for hand := range hands {
		go func() {
			for i := hand; i < missing; i += hands {
				r := h.node.Do(queue.Actor{Terminal: "bench"}, "", queue.Issue{Theme: line[i%len(line)], Source: queue.SourceGuide})
				if !r.OK {
					errs <- r.Err
					return
				}
			}
			errs <- nil
		}()
	}
	var err error
	for range hands {
		err = errors.Join(err, <-errs)
	}
	return err
}

func (h *hall) close() error {
	for _, c := range h.clients {
		c.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return errors.Join(h.net.StopRequests(ctx), h.node.Close(), h.net.Close(ctx), h.journal.Close())
}

// issue gives one number.
func (h *hall) issue(c *lan.Client, i int) func() error {
	return func() error {
		var t wire.Ticket
		i++
		return c.Do(context.Background(), "ticket", "issue", wire.IssueRequest{Theme: h.themes[i%len(h.themes)]}, &t)
	}
}

// serve presses next and start in turn at a window; next is one call. Each of
// the two is a request of its own.
func serve(c *lan.Client) func() error {
	verb := "start"
	return func() error {
		verb = map[string]string{"start": "next", "next": "start"}[verb]
		var d wire.Done
		err := c.Do(context.Background(), "window", verb, nil, &d)
		var refused *wire.Error
		if errors.As(err, &refused) && (refused.Code == string(queue.CodeAnswerFirst) || refused.Code == string(queue.CodeNotCalled)) {
			return nil // two terminals at one window
		}
		if err == nil && d.Ticket == nil {
			return errors.New("nobody waits any more; the measurement is too long")
		}
		return err
	}
}
