package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

var (
	errNoJSON   = errors.New("project: not JSON")
	errNoReport = errors.New("project: a report of a day without the report")
)

// Head is where a record stands and what kind it is.
type Head struct {
	Seq  uint64
	At   time.Time
	Type string
}

// parts are those of a record's envelope; see queue.Record.
type parts struct {
	v        int
	head     Head
	by, data []byte // JSON
	cause    string
}

// Record is a record whose head is read; Read reads the rest.
type Record struct{ p parts }

// Head is where it stands and what kind it is.
func (r Record) Head() Head { return r.p.head }

// Peek reads only the head of a record. Raw is not to be changed before Read.
func Peek(raw []byte) (Record, error) {
	p, err := split(raw)
	return Record{p}, err
}

// split takes the envelope apart.
func split(raw []byte) (parts, error) {
	if p, ok := splitUsual(raw); ok {
		return p, nil
	}
	var e struct {
		V     int             `json:"v"`
		Seq   uint64          `json:"seq"`
		Type  string          `json:"type"`
		At    time.Time       `json:"at"`
		By    json.RawMessage `json:"by"`
		Cause string          `json:"cause"`
		Data  json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return parts{}, fmt.Errorf("project: a record that is not readable: %w", err)
	}
	if e.Seq == 0 || e.Type == "" || e.At.IsZero() {
		return parts{}, errors.New("project: a record without seq, type or at")
	}
	return parts{v: e.V, head: Head{e.Seq, e.At, text(e.Type)}, by: e.By, data: e.Data, cause: text(e.Cause)}, nil
}

// splitUsual takes apart a record that is written as every hall writes it: the
// fields in their order, without spaces, the time in UTC, and no escapes but in the
// data. A centre that is filled again reads millions of them, and a reader of any
// JSON takes several times as long. Of every other record ok is false. The data
// are checked by whoever reads them.
func splitUsual(raw []byte) (p parts, ok bool) {
	s := scan{rest: raw}
	s.want(`{"v":1,"hall":"`)
	s.str()
	s.want(`,"epoch":"`)
	s.str()
	s.want(`,"seq":`)
	p.v, p.head.Seq = 1, s.number()
	s.want(`,"type":"`)
	p.head.Type = name(s.str())
	s.want(`,"at":"`)
	p.head.At = s.time()
	if s.has(`,"by":{`) {
		p.by = s.object()
	}
	if s.has(`,"cause":"`) {
		p.cause = string(s.str())
	}
	s.want(`,"data":{`)
	n := len(s.rest)
	if s.bad || n < 2 || s.rest[n-1] != '}' || p.head.Seq == 0 || p.head.Type == "" || p.head.At.IsZero() {
		return p, false
	}
	p.data = raw[len(raw)-n-1 : len(raw)-1]
	return p, true
}

// scan reads what is expected off the front of a record; bad is set once it is not
// there.
type scan struct {
	rest []byte
	bad  bool
}

func (s *scan) has(what string) bool {
	if len(s.rest) < len(what) || string(s.rest[:len(what)]) != what {
		return false
	}
	s.rest = s.rest[len(what):]
	return true
}

func (s *scan) want(what string) {
	if !s.bad && !s.has(what) {
		s.bad = true
	}
}

// str reads the rest of a string of printable ASCII without escapes.
func (s *scan) str() []byte {
	i := bytes.IndexByte(s.rest, '"')
	if s.bad || i < 0 {
		s.bad = true
		return nil
	}
	v := s.rest[:i]
	for _, c := range v {
		if c < ' ' || c > '~' || c == '\\' {
			s.bad = true
			return nil
		}
	}
	s.rest = s.rest[i+1:]
	return v
}

func (s *scan) number() uint64 {
	i := 0
	for i < len(s.rest) && s.rest[i] >= '0' && s.rest[i] <= '9' {
		i++
	}
	n, err := strconv.ParseUint(string(s.rest[:i]), 10, 64)
	if s.bad || err != nil || s.rest[0] == '0' {
		s.bad = true
		return 0
	}
	s.rest = s.rest[i:]
	return n
}

func (s *scan) time() time.Time {
	v := s.str()
	if s.bad || len(v) < len("2006-01-02T15:04:05Z") || v[len(v)-1] != 'Z' {
		s.bad = true
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, string(v))
	s.bad = err != nil
	return t.UTC()
}

// object reads the rest of an object that holds strings only.
func (s *scan) object() []byte {
	begin := s.rest
	for first := true; !s.bad && !s.has(`}`); first = false {
		if !first {
			s.want(`,`)
		}
		s.want(`"`)
		s.str()
		s.want(`:"`)
		s.str()
	}
	if s.bad {
		return nil
	}
	v := make([]byte, 0, len(begin)-len(s.rest)+1)
	return append(append(v, '{'), begin[:len(begin)-len(s.rest)]...)
}
