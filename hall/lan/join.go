package lan

import (
	"context"
	"time"

	"onewindow/trust"
	"onewindow/trust/join"
	"onewindow/wire"
)

// joinWait is how long Join goes on trying.
const joinWait = 10 * time.Second

// joining is how a terminal asks its hall.
var joining = join.Way[wire.JoinReply]{
	Whom: "hall", Subject: wire.SubjectJoin, Wait: joinWait, Dial: dialTime,
	Stranger: &wire.Error{Code: wire.CodeForbidden, Msg: errOtherHall.Error(),
		Hint: "check the hall's address; if the hall was set up anew, enrol with a new token"},
	Refused: errTokenRefused,
}

// Join enrols this device with a join token, under a key that it makes itself.
// name is for people. The identity is all that the device must keep. Errors
// are *wire.Error: CodeTokenRefused, CodeBadRequest (not a token),
// CodeForbidden (the server is not the token's hall), CodeUnreachable. It asks
// again with the same key while ctx allows, at most ten seconds.
func Join(ctx context.Context, token, name string) (Identity, error) {
	t, err := trust.ParseToken(token)
	if err != nil {
		return Identity{}, &wire.Error{Code: wire.CodeBadRequest, Msg: err.Error()}
	}
	if t.Hall != "" {
		return Identity{}, &wire.Error{Code: wire.CodeBadRequest, Msg: "this token lets hall " + t.Hall + " join a centre, it is not for a terminal",
			Hint: "ask the hall's manager for a token"}
	}
	if !t.TLS {
		if err := clearAllowed(t.URLs()); err != nil {
			return Identity{}, &wire.Error{Code: wire.CodeForbidden, Msg: err.Error()}
		}
	}
	got, err := joining.Ask(ctx, t, name)
	if err != nil {
		return Identity{}, err
	}
	term := got.Reply.Terminal
	return Identity{Hall: got.Reply.Hall, Terminal: term.ID, Role: term.Role, Window: term.Window,
		URLs: got.URLs, CA: got.CA, Seed: got.Seed}, nil
}
