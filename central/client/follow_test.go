package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/central/api"
	"onewindow/central/network"
	"onewindow/wire"
)

// heard is what a follower was told.
type heard struct {
	mu   sync.Mutex
	revs []uint64
	lost []error
}

func (h *heard) follower() Follower {
	return Follower{
		District: func(d wire.District) { h.mu.Lock(); defer h.mu.Unlock(); h.revs = append(h.revs, d.Rev) },
		Lost:     func(err error) { h.mu.Lock(); defer h.mu.Unlock(); h.lost = append(h.lost, err) },
	}
}

func (h *heard) last() (rev uint64, lost int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.revs) > 0 {
		rev = h.revs[len(h.revs)-1]
	}
	return rev, len(h.lost)
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(deadline); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never happened: ", what)
		}
	}
}

// follow runs Follow until the test ends.
func follow(t *testing.T, cl *Client) *heard {
	t.Helper()
	h := &heard{}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- cl.Follow(ctx, h.follower()) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Follow ended with %v", err)
			}
		case <-time.After(deadline):
			t.Error("Follow does not end with its context")
		}
	})
	return h
}

var quick = paces{silent: 300 * time.Millisecond, first: time.Millisecond, most: 5 * time.Millisecond, refused: 5 * time.Millisecond}

func TestFollowTellsTheNewestAndComesBack(t *testing.T) {
	t.Parallel()
	c := newCentre(t, false)
	p := quick
	p.silent = 0
	h := follow(t, c.client(t, Options{paces: p}, network.ScopeRead))
	eventually(t, "the first state", func() bool { rev, _ := h.last(); return rev == 1 })
	c.Change(nil)
	eventually(t, "the change", func() bool { rev, _ := h.last(); return rev == 2 })
	c.http.CloseClientConnections()
	eventually(t, "the loss", func() bool { _, lost := h.last(); return lost > 0 })
	c.Change(nil)
	eventually(t, "the state after the loss", func() bool { rev, _ := h.last(); return rev == 3 })
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, err := range h.lost {
		var e *wire.Error
		if !errors.As(err, &e) {
			t.Errorf("a loss without a code: %v", err)
		}
	}
}

func TestFollowNoticesACentreThatHasGoneSilent(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = w.Write([]byte("event: of.a.newer.centre\ndata: 1\n\nevent: district\ndata: {\"rev\":7,\ndata: \"halls\":[]}\n\n"))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	t.Cleanup(s.Close)
	cl, err := New(s.URL, "owa1.a.b", Options{paces: quick})
	if err != nil {
		t.Fatal(err)
	}
	h := follow(t, cl)
	eventually(t, "a second connection", func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return len(h.revs) > 1 && h.revs[0] == 7 && len(h.lost) > 0
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if e := wantCode(t, h.lost[0], wire.CodeUnreachable); !strings.Contains(e.Msg, "nothing for too long") {
		t.Errorf("%+v", e)
	}
}

func TestFollowKeepsOnWithATokenThatIsNotGoodYet(t *testing.T) {
	t.Parallel()
	c := newCentre(t, false)
	text, tok := api.MakeToken(network.Token{Name: "late", Scopes: []network.Scope{network.ScopeRead}}, time.Now())
	cl, err := New(c.http.URL, text, Options{paces: paces{first: time.Millisecond, refused: 50 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	h := follow(t, cl)
	eventually(t, "a refusal", func() bool { _, lost := h.last(); return lost > 0 })
	h.mu.Lock()
	wantCode(t, h.lost[0], wire.CodeTokenRefused)
	h.mu.Unlock()
	if err := c.AddToken(context.Background(), tok); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the first state", func() bool { rev, _ := h.last(); return rev == 1 })
}

// overheard notes what a client has read of its streams.
type overheard struct {
	http.RoundTripper
	mu   sync.Mutex
	read strings.Builder
}

func (o *overheard) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := o.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(resp.Body, o), resp.Body}
	}
	return resp, err
}

func (o *overheard) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.read.Write(b)
}

func (o *overheard) has(text string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Contains(o.read.String(), text)
}

func TestWhoeverDrawsSlowlyGetsTheNewest(t *testing.T) {
	t.Parallel()
	c := newCentre(t, false)
	cl := c.client(t, Options{}, network.ScopeRead)
	line := &overheard{RoundTripper: cl.http.Transport}
	cl.http.Transport = line
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	hold, revs := make(chan struct{}), make(chan uint64, 1000)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = cl.Follow(ctx, Follower{District: func(d wire.District) { revs <- d.Rev; <-hold }})
	}()
	if rev := <-revs; rev != 1 {
		t.Fatalf("first %d", rev)
	}
	for range 200 {
		c.Change(nil)
	}
	last := c.District().Rev
	eventually(t, "all that was sent is read", func() bool { return line.has(fmt.Sprintf("id: %d\n", last)) })
	close(hold)
	told := 1
	for rev := range revs {
		if told++; rev == last {
			break
		}
	}
	// The first, maybe the one that was read before the last, and that.
	if told > 3 {
		t.Errorf("%d states were told of 201", told)
	}
	cancel()
	<-done
}
