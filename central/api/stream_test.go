package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"onewindow/central/api/apitest"
	"onewindow/central/network"
	"onewindow/wire"
)

// follower reads a stream as a browser does.
type follower struct {
	t    testing.TB
	body *bufio.Reader
	resp *http.Response
	end  context.CancelFunc
}

func (s *server) follow(token string) *follower {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/v1/district/events", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	f := &follower{t: s.t, body: bufio.NewReader(resp.Body), resp: resp, end: cancel}
	s.t.Cleanup(f.close)
	if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		s.t.Fatalf("the stream: %s %v", resp.Status, resp.Header)
	}
	return f
}

func (f *follower) close() {
	f.end()
	_ = f.resp.Body.Close()
}

// event is the next event's name, id and data; comments are events without a name.
func (f *follower) event() (name, id, data string, err error) {
	f.t.Helper()
	watch := time.AfterFunc(deadline, f.end)
	defer watch.Stop()
	for {
		line, err := f.body.ReadString('\n')
		if err != nil {
			return "", "", "", err
		}
		line = strings.TrimSuffix(line, "\n")
		field, value, _ := strings.Cut(line, ": ")
		switch {
		case line == "" && (data != "" || id == ":"):
			return name, id, data, nil
		case field == "event":
			name = value
		case field == "id":
			id = value
		case field == "data":
			data = value
		case strings.HasPrefix(line, ":"):
			id = ":"
		}
	}
}

// district is the next state.
func (f *follower) district() wire.District {
	f.t.Helper()
	for {
		name, id, data, err := f.event()
		if err != nil {
			f.t.Fatal(err)
		}
		if name == "" {
			continue
		}
		d := readJSON[wire.District](f.t, []byte(data))
		if name != "district" || id != fmt.Sprint(d.Rev) {
			f.t.Fatalf("event %q with id %q has rev %d", name, id, d.Rev)
		}
		return d
	}
}

func TestAStreamBeginsWithTheStateAndTellsEachChangeInOrder(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	f := s.follow(s.token("", network.ScopeRead))
	if d := f.district(); d.Rev != 1 || len(d.Halls) != 4 {
		t.Fatalf("first %+v", d)
	}
	for rev := uint64(2); rev < 6; rev++ {
		s.centre.Change(nil)
		if d := f.district(); d.Rev != rev {
			t.Fatalf("rev %d, want %d", d.Rev, rev)
		}
	}
	// Whoever comes back has the truth at once.
	f.close()
	s.centre.Change(nil)
	if d := s.follow(s.token("", network.ScopeRead)).district(); d.Rev != 6 {
		t.Errorf("after the reconnect rev %d, want 6", d.Rev)
	}
}

func TestAStreamHasOnlyWhatItsTokenReaches(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	whole, street, other := s.follow(s.token("", network.ScopeRead)), s.follow(s.token(apitest.Street, network.ScopeRead)), s.follow(s.token(apitest.Other, network.ScopeRead))
	for range 3 {
		for f, want := range map[*follower]int{whole: 4, street: 2, other: 1} {
			if d := f.district(); len(d.Halls) != want {
				t.Errorf("%d halls, want %d", len(d.Halls), want)
			}
		}
		s.centre.Change(nil)
	}
}

func TestAQuietStreamSaysThatItLives(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.paces.say, set.paces.known = 20*time.Millisecond, 10*time.Millisecond })
	f := s.follow(s.token("", network.ScopeRead))
	f.district()
	for range 3 {
		if name, id, _, err := f.event(); name != "" || id != ":" || err != nil {
			t.Fatalf("%q %q %v, want a comment", name, id, err)
		}
	}
}

func TestAStreamEndsWithItsToken(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.paces.known = 10 * time.Millisecond; set.clock = time.Now })
	token := s.token("", network.ScopeRead)
	f := s.follow(token)
	f.district()
	id, _, _ := network.ReadBearer(token)
	if _, err := s.centre.RemoveToken(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	for {
		if _, _, _, err := f.event(); err != nil {
			break
		}
	}
	eventually(t, "the stream is counted no more", func() bool { return s.api.streams.count() == 0 })
}

func TestASlowReaderGetsTheNewestAndHoldsUpNobody(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.paces.write = 3 * deadline })
	// Several states are more than what a connection holds.
	fill := strings.Repeat("x", 1<<20)
	grow := func() { s.centre.Change(func(d *wire.District) { d.Halls[0].Version = fill }) }
	grow()
	slow := s.raw(s.token("", network.ScopeRead))
	quick := s.follow(s.token("", network.ScopeRead))
	quick.district()
	for range 30 {
		grow()
		quick.district()
	}
	last := s.centre.District().Rev
	read, revs := bufio.NewReader(slow), []uint64{}
	if err := slow.SetReadDeadline(time.Now().Add(deadline)); err != nil {
		t.Fatal(err)
	}
	for len(revs) == 0 || revs[len(revs)-1] < last {
		line, err := read.ReadString('\n')
		if err != nil {
			t.Fatalf("after %v: %v", revs, err)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			var d struct{ Rev uint64 }
			if err := json.Unmarshal([]byte(data), &d); err != nil {
				t.Fatal(err)
			}
			revs = append(revs, d.Rev)
		}
	}
	for i := 1; i < len(revs); i++ {
		if revs[i] <= revs[i-1] {
			t.Errorf("revs go back: %v", revs)
		}
	}
	if len(revs) > 25 {
		t.Errorf("a reader that was away got %d of 31 states", len(revs))
	}
}

func TestAReaderWhoReadsNothingIsLetGo(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.paces.write = 50 * time.Millisecond })
	s.centre.Change(func(d *wire.District) { d.Halls[0].Version = strings.Repeat("x", 8<<20) })
	c := s.raw(s.token("", network.ScopeRead))
	if err := c.SetReadDeadline(time.Now().Add(deadline)); err != nil {
		t.Fatal(err)
	}
	begun := make([]byte, 12) // of which more comes than all buffers hold
	if _, err := io.ReadFull(c, begun); err != nil || string(begun) != "HTTP/1.0 200" {
		t.Fatalf("the stream begins with %q, %v", begun, err)
	}
	eventually(t, "the stream is ended", func() bool { return s.api.streams.count() == 0 })
}

// raw asks for a stream over a plain connection, whose buffers are small, and reads
// nothing.
func (s *server) raw(token string) *net.TCPConn {
	s.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = c.Close() })
	tcp := c.(*net.TCPConn)
	if err := tcp.SetReadBuffer(16 << 10); err != nil {
		s.t.Fatal(err)
	}
	// HTTP/1.0 has no chunks between the lines.
	if _, err := fmt.Fprintf(c, "GET /v1/district/events HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", token); err != nil {
		s.t.Fatal(err)
	}
	return tcp
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.Streams, set.TokenStreams = 4, 3 })
	token := s.token("", network.ScopeRead)
	r := request{path: "/v1/district/events", token: token}
	var all []*follower
	for range 3 {
		all = append(all, s.follow(token))
	}
	if got := s.refused(429, wire.CodeOverloaded, r); got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	s.follow(s.token("", network.ScopeRead))
	s.refused(429, wire.CodeOverloaded, request{path: "/v1/district/events", token: s.token("", network.ScopeRead)})
	all[0].close()
	eventually(t, "a stream that was left is free again", func() bool { return s.api.streams.count() == 3 })
	s.follow(token).district()
}

func TestClosingEndsAllStreams(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	f := s.follow(s.token("", network.ScopeRead))
	f.district()
	s.api.Close() // waits for them
	if s.api.streams.count() != 0 {
		t.Error("a stream is open")
	}
	if _, _, _, err := f.event(); err == nil {
		t.Error("the stream goes on")
	}
	token := s.token("", network.ScopeRead)
	s.refused(503, wire.CodeShuttingDown, request{path: "/v1/district/events", token: token})
	s.want(200, request{path: "/v1/district", token: token})
	got := s.want(503, request{path: "/readyz"})
	if !strings.Contains(string(got.body), "stopping") {
		t.Errorf("%s", got.body)
	}
}

func TestAStreamEndsWithItsCentre(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	f := s.follow(s.token("", network.ScopeRead))
	f.district()
	s.centre.Close()
	if _, _, _, err := f.event(); err == nil {
		t.Error("the stream goes on")
	}
}
