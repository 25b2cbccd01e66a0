package join

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"onewindow/trust"
	"onewindow/trust/door"
	"onewindow/wire"
)

// host is a server that takes requests with that token and answers each by says.
func host(t *testing.T, tok trust.Token, says func() wire.Reply) (addr string) {
	t.Helper()
	var srv *server.Server
	opts := &server.Options{Host: "127.0.0.1", Port: -1, NoSystemAccount: true,
		Users: []*server.User{{Username: User, Password: tok.Pass()}, {Username: "host", Password: "host"}}}
	err := door.Start(opts, nil, slog.New(slog.DiscardHandler), "join", func(s *server.Server) error { srv = s; return nil })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
	nc, err := nats.Connect("", door.Inside(srv, "host", "host")...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	_, err = nc.Subscribe("join", func(m *nats.Msg) {
		q, err := Read(m.Data, 4096)
		if err == nil {
			err = CheckProof(q, tok.Name())
		}
		r := says()
		if err != nil {
			r = wire.Reply{V: wire.Version, Err: &wire.Error{Code: wire.CodeInternal, Msg: err.Error()}}
		}
		data, err := json.Marshal(r)
		if err == nil {
			err = m.Respond(data)
		}
		if err != nil {
			t.Error(err)
		}
	})
	if err == nil {
		err = nc.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	return srv.Addr().String()
}

func way() Way[string] {
	return Way[string]{Whom: "hall", Subject: "join", Wait: time.Minute, Dial: time.Minute,
		Stranger: &wire.Error{Code: wire.CodeForbidden, Msg: "a stranger"}, Refused: &wire.Error{Code: wire.CodeTokenRefused, Msg: "no"}}
}

func granted(data string) func() wire.Reply {
	return func() wire.Reply { return wire.Reply{V: wire.Version, OK: true, Data: json.RawMessage(data)} }
}

func TestTheAddressThatWorksComesFirstAndOthersHoldNobodyUp(t *testing.T) {
	t.Parallel()
	// It takes connections and says nothing.
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	tok := trust.NewToken(time.Now(), time.Hour)
	good := host(t, tok, granted(`"LG-1"`))
	tok.Addrs = []string{silent.Addr().String(), good}
	got, err := way().Ask(t.Context(), tok, "x")
	if err != nil {
		t.Fatal(err)
	}
	if got.Reply != "LG-1" || len(got.Seed) == 0 || !slices.Equal(got.URLs, []string{"nats://" + good, "nats://" + tok.Addrs[0]}) {
		t.Errorf("%+v", got)
	}
}

func TestARefusalIsToldAtOnceAndAnotherTokenIsRefused(t *testing.T) {
	t.Parallel()
	tok := trust.NewToken(time.Now(), time.Hour)
	for says, tc := range map[string]struct {
		reply func() wire.Reply
		check func(string) *wire.Error
		want  string
	}{
		"refused":          {func() wire.Reply { return wire.Reply{Err: &wire.Error{Code: wire.CodeOverloaded}} }, nil, wire.CodeOverloaded},
		"without a reason": {func() wire.Reply { return wire.Reply{} }, nil, wire.CodeInternal},
		"not what is due":  {granted(`"LG-2"`), func(string) *wire.Error { return &wire.Error{Code: wire.CodeUnknownVerb} }, wire.CodeUnknownVerb},
	} {
		w := way()
		w.Check = tc.check
		mine := tok
		mine.Addrs = []string{host(t, tok, tc.reply)}
		if _, err := w.Ask(t.Context(), mine, "x"); code(err) != tc.want {
			t.Errorf("%s: %v", says, err)
		}
		stranger := trust.NewToken(time.Now(), time.Hour)
		stranger.Addrs = mine.Addrs
		if _, err := w.Ask(t.Context(), stranger, "x"); !errors.Is(err, w.Refused) {
			t.Errorf("%s: another token: %v", says, err)
		}
	}
}

func TestARefusalThatMayPassIsAskedAgain(t *testing.T) {
	t.Parallel()
	tok := trust.NewToken(time.Now(), time.Hour)
	var asked atomic.Int32
	tok.Addrs = []string{host(t, tok, func() wire.Reply {
		if asked.Add(1) < 3 {
			return wire.Reply{Err: &wire.Error{Code: wire.CodeStorage}}
		}
		return granted(`"LG-1"`)()
	})}
	w := way()
	w.Again = func(refusal *wire.Error) bool { return refusal.Code == wire.CodeStorage }
	if got, err := w.Ask(t.Context(), tok, "x"); err != nil || got.Reply != "LG-1" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhoIsNotThereIsSaidToBeOutOfReach(t *testing.T) {
	t.Parallel()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	tok := trust.NewToken(time.Now(), time.Hour)
	tok.Addrs = []string{gone.Addr().String()}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var w *wire.Error
	if _, err := way().Ask(ctx, tok, "x"); !errors.As(err, &w) || w.Code != wire.CodeUnreachable ||
		w.Hint != "check the network, and that the hall is running at "+tok.Addrs[0] {
		t.Errorf("%v", err)
	}
}

func TestOnlyAddressesOfTheSameKindAreKept(t *testing.T) {
	urls := []string{"tls://a:1", "wss://b:2", "tls://c:3", "wss://d:4"}
	for good, want := range map[string][]string{
		"tls://c:3": {"tls://c:3", "tls://a:1"},
		"wss://b:2": {"wss://b:2", "wss://d:4"},
	} {
		if got := sameKind(good, urls); !slices.Equal(got, want) {
			t.Errorf("%s: %v", good, got)
		}
	}
}

func TestARefusalTellsMoreThanAStrangerAndThatMoreThanNobody(t *testing.T) {
	told := []error{nil, errors.New("no route"), &wire.Error{Code: wire.CodeForbidden}, &wire.Error{Code: wire.CodeTokenRefused}}
	for i := range told[1:] {
		if rank(told[i]) >= rank(told[i+1]) {
			t.Errorf("%v tells no less than %v", told[i], told[i+1])
		}
	}
}
