package wire

import (
	"bytes"
	"encoding/json"
)

// Encode writes the message as json.Marshal does, but takes its data, which is
// JSON already, as it is instead of reading through all of it again.
func (m Message) Encode() ([]byte, error) {
	data := m.Data
	m.Data = nil
	return splice(m, data)
}

// Encode writes the reply in the same way.
func (r Reply) Encode() ([]byte, error) {
	data := r.Data
	r.Data = nil
	if len(data) == 0 {
		return json.Marshal(r)
	}
	return splice(r, data)
}

// splice writes head, an object whose own data is left out or null, with data.
func splice(head any, data json.RawMessage) ([]byte, error) { return spliceAs(head, "data", data) }

// spliceAs is splice for a last field of another name.
func spliceAs(head any, name string, data json.RawMessage) ([]byte, error) {
	b, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	field := `,"` + name + `":`
	b = bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("}")), []byte(field+"null"))
	if len(data) == 0 {
		data = json.RawMessage("null")
	}
	out := make([]byte, 0, len(b)+len(field)+len(data)+1)
	out = append(append(append(out, b...), field...), data...)
	return append(out, '}'), nil
}
