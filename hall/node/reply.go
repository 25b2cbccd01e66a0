package node

import (
	"encoding/json"
	"errors"
	"strconv"

	"onewindow/queue"
	"onewindow/wire"
)

// refuse is a reply that carries an error.
func refuse(e *wire.Error) wire.Reply { return wire.Reply{V: wire.Version, Err: e} }

// wireError words an error of the queue for the wire.
func wireError(err error) *wire.Error {
	var r *queue.Refusal
	if !errors.As(err, &r) {
		return &wire.Error{Code: wire.CodeInternal, Msg: "the hall made a mistake", Hint: "see the hall's log"}
	}
	e := &wire.Error{Code: string(r.Code), Msg: "the hall's rules do not allow it", Hint: r.Hint, Params: r.Params}
	if n := r.Params["number"]; r.Code == queue.CodeUnknownNumber && n != "" {
		e.Msg = "there is no number " + strconv.Quote(n)
	}
	if !r.Until.IsZero() {
		u := r.Until
		e.Until = &u
	}
	return e
}

func unmarshalReply(b []byte) (r wire.Reply, err error) { err = json.Unmarshal(b, &r); return r, err }

// mustJSON writes one of our own plain types, which always can be written.
func mustJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return b
}
