package halls

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"time"

	"onewindow/trust"
	"onewindow/trust/door"
	"onewindow/trust/join"
	"onewindow/wire"
)

const (
	// joinWait is how long Join goes on trying, dialTime how long one try may take.
	joinWait = 15 * time.Second
	dialTime = 5 * time.Second
)

// Joined is what a machine that has joined as a hall keeps. It holds a secret, the
// Seed.
type Joined struct {
	// Hall is the code for which the machine speaks, Centre the centre's name.
	Hall   string `json:"hall"`
	Centre string `json:"centre,omitempty"`
	// URLs are where the centre is, all of one kind, the one that worked first.
	URLs []string `json:"urls"`
	// CA is the certificate of the centre's authority in DER; empty in the clear.
	CA []byte `json:"ca,omitempty"`
	// Seed is the hall's private NKey at the centre.
	Seed []byte `json:"seed"`
}

// Pin is that of the centre's authority; zero in the clear.
func (j Joined) Pin() (trust.Pin, error) {
	if len(j.CA) == 0 {
		return trust.Pin{}, nil
	}
	ca, err := x509.ParseCertificate(j.CA)
	if err != nil {
		return trust.Pin{}, fmt.Errorf("halls: the centre's certificate: %w; join the centre again", err)
	}
	return trust.PinOf(ca), nil
}

var errOtherCentre = errors.New("the server is not the centre that the token is of")

// joining is how a hall asks the centre. A centre that cannot look into its list of
// halls may a moment later.
var joining = join.Way[wire.HallJoinReply]{
	Whom: "centre", Subject: wire.SubjectHallJoin, Wait: joinWait, Dial: dialTime,
	Stranger: &wire.Error{Code: wire.CodeForbidden, Msg: errOtherCentre.Error(),
		Hint: "check the centre's address; if the centre was set up anew, ask for a new token"},
	Refused: errTokenRefused,
	Again:   func(refusal *wire.Error) bool { return refusal.Code == wire.CodeStorage },
}

// Join is a hall's side of enrolment: with a token, this machine becomes the one
// that speaks for the token's hall at the centre, under a key that it makes itself.
// name is of the machine, for people. Errors are *wire.Error: CodeBadRequest (not a
// hall's token), CodeTokenRefused, CodeForbidden (the server is not the token's
// centre), CodeUnreachable. It asks again with the same key while ctx allows, at
// most fifteen seconds.
func Join(ctx context.Context, token, name string) (Joined, error) {
	var none Joined
	t, err := trust.ParseToken(token)
	switch {
	case err != nil:
		return none, &wire.Error{Code: wire.CodeBadRequest, Msg: err.Error()}
	case t.Hall == "":
		return none, &wire.Error{Code: wire.CodeBadRequest, Msg: "this token is for a terminal of a hall, not for a hall",
			Hint: "ask the centre's administrator for a hall's token; it begins with " + trust.MarkHall}
	case !t.TLS && !ownMachine(t.URLs()):
		return none, &wire.Error{Code: wire.CodeForbidden, Msg: "the centre speaks in the clear over a network", Hint: "run the centre with TLS"}
	}
	way := joining
	way.Check = func(rep wire.HallJoinReply) *wire.Error {
		if rep.Hall == t.Hall {
			return nil
		}
		return &wire.Error{Code: wire.CodeInternal, Msg: fmt.Sprintf("the centre enrolled hall %q for the token of %q", rep.Hall, t.Hall)}
	}
	got, err := way.Ask(ctx, t, name)
	if err != nil {
		return none, err
	}
	return Joined{Hall: got.Reply.Hall, Centre: got.Reply.Centre, URLs: got.URLs, CA: got.CA, Seed: got.Seed}, nil
}

func ownMachine(urls []string) bool {
	for _, text := range urls {
		if u, err := url.Parse(text); err != nil || !door.Loopback(u.Hostname()) {
			return false
		}
	}
	return true
}
