package wire

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func FuzzRequest(f *testing.F) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	f.Add([]byte(`{"v":1,"rid":"12345678","exp":"2026-11-25T09:00:05Z","data":{"items":["A"]}}`), true)
	f.Add([]byte(`{"v":1,"rid":"12345678","exp":"2026-11-25T08:59:59Z"}`), false)
	f.Add([]byte(`{"v":1}`), true)
	f.Add([]byte(`{"v":1}`), false)
	f.Add([]byte(`{"v":2,"rid":"x"}`), false)
	f.Add([]byte(`{"v":1,"rid":"12345678","exp":"9999-12-31T23:59:59Z"}`), false)
	f.Add([]byte(`{"v":1,"rid":"12345678","exp":"0001-01-01T00:00:00Z"}`), false)
	f.Add([]byte(strings.Repeat("[", 10_001)), false)
	f.Fuzz(func(t *testing.T, data []byte, query bool) {
		verb := Verb{Area: "a", Name: "b", Query: query}
		req, late, werr := ReadRequest(verb, data, now)
		if late != nil {
			if werr != nil || query || now.Before(req.Exp) || late.Code != CodeExpired || late.Params[ParamNow] == "" {
				t.Fatalf("late: %+v %v %v", req, late, werr)
			}
			return
		}
		if werr != nil {
			if werr.Code == "" || werr.Msg == "" || werr.Hint == "" {
				t.Fatalf("a refusal without code, message or hint: %+v", werr)
			}
			return
		}
		if len(data) > MaxRequest || req.V != Version {
			t.Fatalf("accepted: %+v", req)
		}
		if !query && (!ValidRID(req.RID) || !req.Exp.After(now) || req.Exp.After(now.Add(MaxAhead))) {
			t.Fatalf("accepted: %+v", req)
		}
		if len(req.Data) > 0 && !json.Valid(req.Data) {
			t.Fatalf("data: %s", req.Data)
		}
	})
}
