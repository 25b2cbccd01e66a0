package node_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"onewindow/wire"
)

// The command line refuses what is not in the type of a verb's body, so that type has to
// be what the hall reads: each of its fields, given as what it cannot be, is complained
// about as data that cannot be read.
func TestTheHallReadsEveryFieldOfEveryVerbsBody(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.Attach(&listener{})
	h.openDay()
	for _, v := range wire.Verbs {
		of, without := v.Body()
		if of == nil || v.Area == "network" { // the centre reads that one, and there is none
			continue
		}
		typ := reflect.TypeOf(of)
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if name == "-" || name == "" || name == without {
				continue
			}
			wrong := "5"
			if k := typ.Field(i).Type.Kind(); k >= reflect.Int && k <= reflect.Float64 {
				wrong = `{"no":"number"}`
			}
			from := admin
			if v.Area == "desk" {
				from = manager
			}
			r := h.ask(from, v.Area, v.Name, json.RawMessage(`{"`+name+`":`+wrong+`}`))
			if r.OK || r.Err.Code != wire.CodeBadRequest || !strings.Contains(r.Err.Msg, "cannot be read") {
				t.Errorf("%s: %s as %s is answered %+v %+v", v, name, wrong, r.OK, r.Err)
			}
		}
	}
}

func TestAComparisonNamesTheNumberThatThereIsNot(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	n := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number
	for _, r := range []wire.CompareRequest{{A: n, B: "Z998"}, {A: "Z998", B: n}} {
		if a := h.ask(admin, "ticket", "compare", r); a.OK || a.Err.Code != "unknown_number" || !strings.Contains(a.Err.Msg, `"Z998"`) || a.Err.Hint == "" {
			t.Errorf("%+v is answered %+v", r, a.Err)
		}
	}
}
