package lan

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"onewindow/trust"
	"onewindow/trust/join"
	"onewindow/wire"
)

const (
	// DefaultTokenTime is how long a join token is good when nothing is said.
	DefaultTokenTime = 15 * time.Minute
	// MaxTokenTime is the longest that a join token may be good.
	MaxTokenTime = 7 * 24 * time.Hour
	// maxOpenTokens bounds what a careless script can leave behind.
	maxOpenTokens = 256
)

// enrolment makes join tokens and turns them into terminals.
type enrolment struct {
	hall   string
	tls    bool
	pin    [32]byte
	addrs  func() []string
	roster *roster
	now    func() time.Time
	log    *slog.Logger
}

// place checks what a terminal is to become.
func place(role wire.Role, window string) error {
	if !role.Valid() {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("there is no role %q", role),
			Hint: fmt.Sprintf("one of %v", wire.Roles)}
	}
	needs := role == wire.RoleWindow || role == wire.RoleRating
	if needs && !wire.ValidToken(window) {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("a %s terminal needs the window that it stands at", role),
			Hint: "name the window, of [A-Za-z0-9-]"}
	}
	if !needs && window != "" {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("a %s terminal stands at no window", role),
			Hint: "leave the window out"}
	}
	return nil
}

// token makes a join token for one terminal. Only the hash of its secret stays.
func (e *enrolment) token(role wire.Role, window string, ttl time.Duration) (wire.TokenReply, error) {
	if err := place(role, window); err != nil {
		return wire.TokenReply{}, err
	}
	if ttl == 0 {
		ttl = DefaultTokenTime
	}
	if ttl < time.Second || ttl > MaxTokenTime {
		return wire.TokenReply{}, &wire.Error{Code: wire.CodeBadRequest, Msg: "a join token cannot be good for " + ttl.String(),
			Hint: "between one second and " + MaxTokenTime.String()}
	}
	addrs := e.addrs()
	if len(addrs) == 0 {
		return wire.TokenReply{}, &wire.Error{Code: wire.CodeBadRequest, Msg: "this hall listens on no port, so no terminal can join",
			Hint: "set a port in the hall's configuration"}
	}
	now := e.now()
	t := trust.NewToken(now, ttl)
	t.TLS, t.Pin, t.Addrs = e.tls, e.pin, addrs
	hash := sha256.Sum256(t.Secret[:])
	err := e.roster.change(true, func(st *rosterState) error {
		st.dropExpired(now)
		if len(st.Tokens) >= maxOpenTokens {
			return &wire.Error{Code: wire.CodeOverloaded, Msg: "too many open join tokens", Hint: "wait until some have expired"}
		}
		st.Tokens[t.Name()] = openToken{Hash: hash[:], Role: role, Window: window, Expires: t.Expires.UTC()}
		return nil
	})
	if err != nil {
		return wire.TokenReply{}, err
	}
	e.log.Info("lan: join token made", "token", t.Name(), "role", role, "window", window, "expires", t.Expires)
	return wire.TokenReply{Token: t.String(), Expires: t.Expires}, nil
}

var errTokenRefused = &wire.Error{Code: wire.CodeTokenRefused, Msg: "the join token is unknown, used or expired",
	Hint: "ask the manager for a new one"}

// find looks up the open token that pass proves.
func (e *enrolment) find(pass string) (id string, t openToken, err error) {
	id, raw, ok := trust.SplitPass(pass)
	if !ok {
		return "", t, errTokenRefused
	}
	t, ok = e.roster.state.Load().Tokens[id]
	hash := sha256.Sum256(raw)
	if !ok || subtle.ConstantTimeCompare(hash[:], t.Hash) != 1 || !e.now().Before(t.Expires) {
		return "", t, errTokenRefused
	}
	return id, t, nil
}

// join answers one JoinRequest. The first key to use a token becomes a
// terminal; the same key asking again gets the same answer, any other is
// refused.
func (e *enrolment) join(data []byte, replyTo string) (wire.JoinReply, error) {
	var none wire.JoinReply
	q, err := join.Read(data, wire.MaxRequest)
	if err != nil {
		return none, err
	}
	id, tok, err := e.find(q.Pass)
	if err != nil {
		return none, err
	}
	// The server let this connection listen below its own token's prefix only;
	// an answer to anywhere else would be sent in the hall's name.
	if !strings.HasPrefix(replyTo, wire.JoinInboxPrefix(id)+".") {
		return none, errTokenRefused
	}
	if err := join.CheckProof(q, id); err != nil {
		return none, err
	}
	var t wire.Terminal
	err = e.roster.change(tok.Key != q.Key, func(st *rosterState) error {
		tok, ok := st.Tokens[id]
		if !ok {
			return errTokenRefused
		}
		if tok.Key != "" {
			if t, ok = st.Terminals[tok.Terminal]; !ok || tok.Key != q.Key {
				return errTokenRefused
			}
			return nil
		}
		var err error
		t, err = st.enrol(wire.Terminal{Role: tok.Role, Window: tok.Window, Name: join.CleanName(q.Name), Key: q.Key}, e.now())
		if err != nil {
			return err
		}
		tok.Key, tok.Terminal = q.Key, t.ID
		st.Tokens[id] = tok
		return nil
	})
	if err != nil {
		return none, err
	}
	e.log.Info("lan: terminal enrolled", "terminal", t.ID, "role", t.Role, "window", t.Window, "name", t.Name, "token", id)
	return wire.JoinReply{Hall: e.hall, Terminal: t}, nil
}
