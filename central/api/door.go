package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"onewindow/central/network"
	"onewindow/wire"
)

// Attempts with a token that is not good, of one address.
const (
	attemptsPerSecond = 0.2
	attemptsAtOnce    = 20
)

// door decides who may ask.
type door struct {
	set      *Settings
	keys     *keys
	attempts *pace // by address
	requests *pace // by token
	users    *users
}

// admit finds who asks by the Authorization header of a request.
func (d *door) admit(ctx context.Context, authorization, remote string) (network.Token, *failure) {
	text, ok := bearer(authorization)
	if !ok {
		return network.Token{}, refuse(http.StatusUnauthorized, wire.CodeTokenRefused, "the request has no token",
			"send it as the header Authorization: Bearer owa1.…; it is taken from nowhere else")
	}
	return d.show(ctx, text, remote)
}

// show finds whose token a text is. An address from which bad ones come all the time is
// not listened to, but for those whose token was good before.
func (d *door) show(ctx context.Context, text, remote string) (none network.Token, _ *failure) {
	from := neighbourhood(remote)
	id, hash, ok := network.ReadBearer(text)
	if !(ok && d.keys.remembered(id, hash)) && !d.attempts.left(from, attemptsPerSecond, attemptsAtOnce) {
		return none, tooMany("too many attempts with bad tokens from this address", 1/attemptsPerSecond)
	}
	if ok {
		t, good, err := d.keys.find(ctx, id, hash)
		if err != nil {
			d.set.Log.Error("api: tokens cannot be looked up", "error", err)
			return none, refuse(http.StatusServiceUnavailable, wire.CodeStorage, "the centre cannot look up tokens now", "try again in a moment")
		}
		if good {
			return t, nil
		}
	}
	d.attempts.take(from, attemptsPerSecond, attemptsAtOnce)
	d.set.Log.Warn("api: a token was refused", "token", id, "from", from)
	return none, refuse(http.StatusUnauthorized, wire.CodeTokenRefused, "the token is not known, was removed or has expired", "ask the centre's administrator for another")
}

// pass reports whether a token may ask once more now.
func (d *door) pass(t network.Token) *failure {
	perSecond := t.Rate
	burst := max(1, int(perSecond*2))
	if perSecond <= 0 {
		perSecond, burst = d.set.Rate, d.set.Burst
	}
	if wait, ok := d.requests.take(t.ID, perSecond, burst); !ok {
		return tooMany(fmt.Sprintf("this token may ask %g times a second", perSecond), float64(wait))
	}
	if d.keys.use(t.ID, d.set.paces.used) {
		d.users.note(t.ID, d.set.clock())
	}
	return nil
}

// tooMany is the answer to whoever asks too often.
func tooMany(msg string, wait float64) *failure {
	f := refuse(http.StatusTooManyRequests, wire.CodeOverloaded, msg, "ask again after as many seconds as Retry-After says")
	f.wait = max(1, int(wait))
	return f
}

// bearer is the token of an Authorization header.
func bearer(header string) (string, bool) {
	scheme, text, ok := strings.Cut(header, " ")
	return strings.TrimSpace(text), ok && strings.EqualFold(scheme, "Bearer")
}

// who is the token with which a request was let in.
type who struct{}

func tokenOf(ctx context.Context) network.Token {
	t, _ := ctx.Value(who{}).(network.Token)
	return t
}

// scopeKey is where an operation's scope stands in its metadata, and streamKey marks one
// whose answer has no end of its own.
const (
	scopeKey  = "scope"
	streamKey = "stream"
)

// guard lets a request in, or answers it.
func (a *API) guard(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	scope, _ := op.Metadata[scopeKey].(network.Scope)
	r, w := humago.Unwrap(ctx)
	t, f := a.door.admit(ctx.Context(), ctx.Header("Authorization"), a.Asker(r))
	if f == nil {
		f = a.door.pass(t)
	}
	if f == nil && !t.May(scope) {
		f = refuse(http.StatusForbidden, wire.CodeForbidden, "this token has not the scope "+string(scope), "ask the centre's administrator for a token that has")
	}
	if f != nil {
		f.write(w)
		return
	}
	inner := context.WithValue(ctx.Context(), who{}, t)
	if stream, _ := op.Metadata[streamKey].(bool); !stream {
		var cancel context.CancelFunc
		inner, cancel = context.WithTimeout(inner, a.set.paces.answer)
		defer cancel()
	}
	next(huma.WithContext(ctx, inner))
}

// Asker is the address from which a request comes, as bad attempts are counted by it:
// that of the peer, or, with Settings.Proxied, what the proxy says.
func (a *API) Asker(r *http.Request) string {
	if !a.set.Proxied {
		return r.RemoteAddr
	}
	// Several headers of one name are one list; what stands before the last address is
	// what whoever asks has said of itself.
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	last := strings.TrimSpace(all[len(all)-1])
	if last == "" {
		return r.RemoteAddr
	}
	return last
}

// Admit reports whether a text is the token of somebody who may look at the whole
// network. It is for pages that let people in with a token; remote is the address of
// who gives it, as Asker says.
func (a *API) Admit(ctx context.Context, text, remote string) bool {
	t, f := a.door.show(ctx, strings.TrimSpace(text), remote)
	return f == nil && t.May(network.ScopeRead) && t.Below == ""
}
