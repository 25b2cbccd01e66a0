package client

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"onewindow/wire"
)

// maxLine bounds a line of a stream, in bytes.
const maxLine = 32 << 20

// events reads server-sent events: lines, of which an empty one ends an event.
type events struct{ lines *bufio.Scanner }

// newEvents reads from r; alive is called whenever anything comes, so that a long line
// over a slow connection is no silence.
func newEvents(r io.Reader, alive func()) *events {
	s := bufio.NewScanner(&heeded{r, alive})
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	return &events{lines: s}
}

// heeded tells of everything that is read.
type heeded struct {
	io.Reader
	alive func()
}

func (h *heeded) Read(b []byte) (int, error) {
	n, err := h.Reader.Read(b)
	if n > 0 {
		h.alive()
	}
	return n, err
}

// next is the next event with data; io.EOF is the end of the stream.
func (e *events) next() (name string, data []byte, _ error) {
	name = "message"
	var text bytes.Buffer
	has := false
	for e.lines.Scan() {
		line := e.lines.Text()
		if line == "" {
			if has {
				return name, text.Bytes(), nil
			}
			name = "message"
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			name = value
		case "data":
			if has {
				text.WriteByte('\n')
			}
			has = true
			text.WriteString(value)
		}
	}
	switch err := e.lines.Err(); err {
	case nil:
		return "", nil, io.EOF
	case bufio.ErrTooLong:
		return "", nil, &wire.Error{Code: wire.CodeTooLarge, Msg: "an event of the centre is too large", Hint: "update this program"}
	default:
		return "", nil, err
	}
}
