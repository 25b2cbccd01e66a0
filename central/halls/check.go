package halls

import (
	"encoding/json"
	"fmt"

	"onewindow/wire"
)

// read reads a message and checks what all have in common.
func read(j job, into any, head func() (v int, hall string)) *wire.Error {
	decode := func(data []byte) error { return json.Unmarshal(data, into) }
	if g, ok := into.(*wire.Segment); ok {
		decode = g.Decode
	}
	if err := decode(j.msg.Data); err != nil {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "not a " + j.what + ": " + err.Error(), Hint: "see docs/wire.md"}
	}
	v, hall := head()
	if v != wire.Version {
		return wire.Unsupported(v)
	}
	if hall != j.hall {
		return &wire.Error{Code: wire.CodeForbidden, Msg: fmt.Sprintf("hall %s cannot speak for hall %q", j.hall, hall), Hint: "a hall speaks for itself only"}
	}
	return nil
}

// checkSegment reports what no hall sends.
func checkSegment(g wire.Segment) *wire.Error {
	bad := func(msg string) *wire.Error {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "segment: " + msg, Hint: "see docs/wire.md"}
	}
	n := len(g.Events)
	switch {
	case g.From == 0 || g.To < g.From:
		return bad("from or to is wrong")
	case n > wire.MaxSegmentEvents:
		return bad(fmt.Sprintf("it has %d events, %d are taken", n, wire.MaxSegmentEvents))
	case uint64(n) != g.To-g.From+1:
		return bad(fmt.Sprintf("it has %d events from %d to %d", n, g.From, g.To))
	}
	if _, ok := wire.EpochCounter(g.Epoch); !ok {
		return bad("epoch is malformed")
	}
	bytes := 0
	for _, e := range g.Events {
		if len(e) == 0 || e[0] != '{' {
			return bad("an event is no object")
		}
		bytes += len(e)
	}
	if n > 1 && bytes > wire.MaxSegmentBytes {
		return wire.TooLarge(bytes, wire.MaxSegmentBytes)
	}
	return nil
}
