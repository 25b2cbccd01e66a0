package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"onewindow/central/network"
	"onewindow/wire"
)

// streams are those that are open, bounded in all and for each token.
type streams struct {
	ctx           context.Context // ends with the interface
	most, ofToken int

	mu     sync.Mutex
	open   int
	tokens map[string]int
	frames map[string]frame // the newest by what its token reaches
	wg     sync.WaitGroup
}

// frame is a state as it is sent.
type frame struct {
	rev   uint64
	bytes []byte
}

func newStreams(ctx context.Context, most, ofToken int) *streams {
	return &streams{ctx: ctx, most: most, ofToken: ofToken, tokens: map[string]int{}, frames: map[string]frame{}}
}

// begin takes one stream for a token, which must end it.
func (s *streams) begin(token string) *failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ctx.Err() != nil:
		return refuse(http.StatusServiceUnavailable, wire.CodeShuttingDown, "the centre is stopping", "connect again in a moment")
	case s.open >= s.most:
		return tooMany(fmt.Sprintf("%d streams are open", s.most), again)
	case s.tokens[token] >= s.ofToken:
		return tooMany(fmt.Sprintf("%d streams of this token are open", s.ofToken), again)
	}
	s.open++
	s.tokens[token]++
	s.wg.Add(1)
	return nil
}

func (s *streams) end(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	if s.tokens[token]--; s.tokens[token] == 0 {
		delete(s.tokens, token)
	}
	s.wg.Done()
}

// count is how many are open.
func (s *streams) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

func (s *streams) wait() { s.wg.Wait() }

// maxFrames bounds how many frames are kept.
const maxFrames = 256

// frame is the state as an event, for whoever is restricted to below; it is written
// once for all who see the same.
func (s *streams) frame(d wire.District, below string) ([]byte, error) {
	s.mu.Lock()
	f, ok := s.frames[below]
	s.mu.Unlock()
	if ok && f.rev == d.Rev {
		return f.bytes, nil
	}
	data, err := json.Marshal(reachOf(d, below).district(d))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "event: district\nid: %d\ndata: ", d.Rev)
	b.Write(data)
	b.WriteString("\n\n")
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.frames) >= maxFrames {
		clear(s.frames)
	}
	s.frames[below] = frame{d.Rev, b.Bytes()}
	return b.Bytes(), nil
}

const streamSays = `Server-sent events (text/event-stream). At once, and after each change, at most once a second:

    event: district
    id: <rev>
    data: <the whole District as JSON, on one line>

Each event has all; whoever misses some is right again with the next, and a slow reader gets the newest only. Every 3
seconds without a change a comment (` + "`: still here`" + `) tells that the line is good; after 8 seconds of silence connect again.
A token has 10 streams at a time. When the token ends, so do its streams.`

func (a *API) streamRoute() {
	type output struct{ Body func(huma.Context) }
	add(a, route{
		id: "followDistrict", method: http.MethodGet, path: "/v1/district/events", tag: tagDistrict, scope: network.ScopeRead,
		summary: "The whole network, as it changes", says: streamSays, stream: true, sends: "text/event-stream",
		example: "event: district\nid: 4711\ndata: {\"rev\":4711,\"at\":\"2026-11-26T09:30:00Z\",\"name\":\"龙岗区\",\"halls\":[],\"alerts\":[]}\n\n",
	}, func(ctx context.Context, _ *struct{}) (*output, error) {
		t := tokenOf(ctx)
		if f := a.streams.begin(t.ID); f != nil {
			return nil, f
		}
		return &output{Body: func(c huma.Context) {
			defer a.streams.end(t.ID)
			_, w := humago.Unwrap(c)
			a.stream(c.Context(), w, t, c.Header("Authorization"))
		}}, nil
	})
}

// stream sends the district until the client, the token or the interface ends.
func (a *API) stream(ctx context.Context, w http.ResponseWriter, t network.Token, authorization string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.streams.ctx, cancel)()
	out := &streamWriter{w: w, c: http.NewResponseController(w), within: a.set.paces.write}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // a proxy that waits for more would hold it up
	w.WriteHeader(http.StatusOK)
	if err := out.send([]byte("retry: 2000\n\n")); err != nil {
		return
	}
	text, _ := bearer(authorization)
	id, hash, _ := network.ReadBearer(text)
	said, checked := time.Now(), a.set.clock()
	d := a.centre.District()
	for sent := false; ; {
		if !sent {
			b, err := a.streams.frame(d, t.Below)
			if err != nil {
				a.set.Log.Error("api: the district cannot be written", "error", err)
				return
			}
			if out.send(b) != nil {
				return
			}
			said, sent = time.Now(), true
		}
		// A token that was removed ends its streams, however quiet they are.
		if now := a.set.clock(); now.Sub(checked) >= a.set.paces.known {
			checked = now
			good, ok, err := a.door.keys.find(ctx, id, hash)
			if err == nil && (!ok || !good.May(network.ScopeRead)) {
				return
			}
			if err == nil {
				t = good
			}
		}
		if time.Since(said) >= a.set.paces.say {
			if out.send([]byte(": still here\n\n")) != nil {
				return
			}
			said = time.Now()
		}
		quiet := max(a.set.paces.say-time.Since(said), 0)
		next, end := context.WithTimeout(ctx, min(a.set.paces.known, quiet))
		newest, err := a.centre.Next(next, d.Rev)
		end()
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			d, sent = newest, false
		case !errors.Is(err, context.DeadlineExceeded):
			return // the centre closes
		}
	}
}

// streamWriter writes with a deadline for each write.
type streamWriter struct {
	w      http.ResponseWriter
	c      *http.ResponseController
	within time.Duration
}

func (s *streamWriter) send(b []byte) error {
	if err := s.c.SetWriteDeadline(time.Now().Add(s.within)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	return s.c.Flush()
}
