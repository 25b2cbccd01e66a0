package devices

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

// fakeHall notes what it is asked, and answers what the test says.
type fakeHall struct {
	mu    sync.Mutex
	up    bool
	links chan lan.Link
	asked []request
	fail  func(r request) error
}

// request is one question to the hall.
type request struct {
	verb string
	body any
}

func newFakeHall() *fakeHall { return &fakeHall{up: true, links: make(chan lan.Link, 8)} }

func (h *fakeHall) Do(_ context.Context, area, verb string, body, _ any) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := request{area + "." + verb, body}
	if h.fail != nil {
		if err := h.fail(r); err != nil {
			return err
		}
	}
	h.asked = append(h.asked, r)
	return nil
}

func (h *fakeHall) Links() (<-chan lan.Link, func()) { return h.links, func() {} }

func (h *fakeHall) Link() lan.Link {
	h.mu.Lock()
	defer h.mu.Unlock()
	return lan.Link{Up: h.up}
}

// link cuts or mends the link.
func (h *fakeHall) link(up bool) {
	h.mu.Lock()
	h.up = up
	h.mu.Unlock()
	h.links <- lan.Link{Up: up}
}

// failing sets what every request fails with.
func (h *fakeHall) failing(f func(request) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fail = f
}

// requests are the bodies that a verb was asked with.
func (h *fakeHall) requests(verb string) (bodies []any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.asked {
		if r.verb == verb {
			bodies = append(bodies, r.body)
		}
	}
	return bodies
}

// reports are the lists of devices that the hall was told.
func (h *fakeHall) reports() (all [][]queue.Device) {
	for _, b := range h.requests("device.report") {
		all = append(all, b.(wire.DevicesRequest).Devices)
	}
	return all
}

// until waits for a condition.
func until(t testing.TB, what string, met func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !met(); {
		if time.Now().After(end) {
			t.Fatalf("in a minute not: %s", what)
		}
		pause := time.NewTimer(2 * time.Millisecond)
		<-pause.C
	}
}

// running runs f until the test ends, and waits for it.
func running(t testing.TB, f func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(ctx)
	}()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			<-done
		})
	}
	t.Cleanup(stop)
	return stop
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
