package wire

import (
	"bytes"
	"encoding/json"
)

// Decode reads a segment as json.Unmarshal does, but one that is written as Encode
// writes it without a copy of its events, which then lie in data, and with one look at
// each: a centre that is filled again reads millions of them.
func (s *Segment) Decode(data []byte) error {
	if g, ok := decodeUsual(data); ok {
		*s = g
		return nil
	}
	return json.Unmarshal(data, s)
}

// decodeUsual reads a segment whose last field are its events, as a list of objects
// without spaces between them; of any other ok is false.
func decodeUsual(data []byte) (g Segment, ok bool) {
	// A string can have no such text in it, because the quotes would be escaped; in an
	// object within, what stands before it is no JSON.
	field := []byte(`,"events":[`)
	at := bytes.Index(data, field)
	if at < 0 || !bytes.HasSuffix(data, []byte("]}")) {
		return g, false
	}
	head := append(bytes.Clone(data[:at]), '}')
	if json.Unmarshal(head, &g) != nil || g.From == 0 || g.To < g.From || g.To-g.From >= MaxSegmentEvents {
		return g, false
	}
	rest := data[at+len(field) : len(data)-2]
	g.Events = make([]json.RawMessage, 0, g.To-g.From+1)
	for {
		n := objectLen(rest)
		if n == 0 || !json.Valid(rest[:n]) {
			return g, false
		}
		g.Events = append(g.Events, rest[:n:n])
		if rest = rest[n:]; len(rest) == 0 {
			return g, true
		}
		if rest[0] != ',' {
			return g, false
		}
		rest = rest[1:]
	}
}

// objectLen is how many bytes the object takes with which b begins, if it is JSON; 0 if
// it does not end.
func objectLen(b []byte) int {
	if len(b) == 0 || b[0] != '{' {
		return 0
	}
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		}
	}
	return 0
}
