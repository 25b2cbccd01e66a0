package docs_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

// described are the types whose fields the page lists under a heading, besides
// those that these hold.
var described = []any{
	wire.Request{}, wire.Reply{}, wire.Error{}, wire.Message{}, wire.Heartbeat{}, wire.Sys{},
	wire.JoinRequest{}, wire.JoinReply{},
	wire.Menu{}, wire.Board{}, wire.Hall{}, wire.Window{}, wire.Signs{}, wire.Papers{}, queue.Actor{}, lan.Identity{},
	wire.Hello{}, wire.HelloReply{}, wire.Segment{}, wire.SegmentReply{}, wire.Live{}, wire.HallJoinReply{},
}

// asks are the types of what a hall asks of the centre, by what; nil is none.
var asks = map[string]struct{ body, answer any }{
	wire.AskDesired:  {wire.DesiredRequest{}, wire.DesiredReply{}},
	wire.AskQuickest: {wire.QuickestRequest{}, wire.QuickestReply{}},
	wire.AskClaim:    {wire.ClaimRequest{}, wire.ClaimReply{}},
	wire.AskClaimed:  {wire.ClaimedRequest{}, nil},
}

// headings are those of types whose own names do not tell them apart.
var headings = map[reflect.Type]string{
	reflect.TypeFor[queue.Ticket](): "TicketRecord",
	reflect.TypeFor[queue.Hall]():   "HallSettings",
	reflect.TypeFor[wire.Leg]():     "LaterLeg",
	reflect.TypeFor[wire.Session](): "DeskSession",
	reflect.TypeFor[queue.Paper]():  "PaperRecord",
}

// answers are the types of answers by verb; nil is none.
var answers = map[string]any{
	"ticket.issue":     wire.Ticket{},
	"ticket.find":      wire.TicketsReply{},
	"ticket.history":   wire.HistoryReply{},
	"ticket.compare":   wire.CompareReply{},
	"ticket.return":    wire.Ticket{},
	"ticket.transfer":  wire.Ticket{},
	"ticket.change":    wire.Ticket{},
	"ticket.cancel":    wire.Ticket{},
	"ticket.reprint":   wire.Ticket{},
	"ticket.paper":     nil,
	"window.signin":    wire.Done{},
	"window.signout":   wire.Done{},
	"window.next":      wire.Done{},
	"window.call":      wire.Done{},
	"window.recall":    wire.Done{},
	"window.start":     wire.Done{},
	"window.finish":    wire.Done{},
	"window.noshow":    wire.Done{},
	"window.hold":      wire.Done{},
	"window.takeback":  wire.Done{},
	"window.transfer":  wire.Done{},
	"window.change":    wire.Done{},
	"window.cancel":    wire.Done{},
	"window.return":    wire.Done{},
	"window.reprint":   wire.Done{},
	"window.pause":     wire.Done{},
	"window.resume":    wire.Done{},
	"window.undo":      wire.Done{},
	"window.answer":    wire.Done{},
	"hall.assign":      nil,
	"hall.free":        nil,
	"hall.stop":        nil,
	"hall.resume":      nil,
	"hall.intake":      nil,
	"hall.quota":       nil,
	"hall.notice":      nil,
	"hall.openday":     nil,
	"hall.closeday":    nil,
	"hall.staff":       nil,
	"hall.rules":       nil,
	"hall.ask":         nil,
	"hall.advice":      wire.AdviceReply{},
	"hall.acknowledge": nil,
	"hall.settings":    nil,
	"hall.catalogue":   nil,
	"hall.clock":       nil,
	"hall.forget":      nil,
	"hall.backup":      wire.BackupReply{},
	"help.call":        queue.Help{},
	"help.answer":      nil,
	"device.report":    nil,
	"call.announced":   nil,
	"desk.signin":      wire.Session{},
	"desk.signout":     nil,
	"state.get":        wire.Message{},
	"state.catalogue":  wire.CatalogueReply{},
	"state.settings":   wire.SettingsReply{},
	"state.events":     wire.EventsReply{},
	"state.changes":    wire.ChangesReply{},
	"state.day":        wire.DayReply{},
	"state.report":     wire.ReportReply{},
	"state.plan":       wire.PlanReply{},
	"network.quickest": wire.QuickestReply{},
	"terminal.list":    wire.TerminalsReply{},
	"terminal.token":   wire.TokenReply{},
	"terminal.revoke":  nil,
}

// fields are the JSON names of a struct's own fields, and the struct types that
// it embeds or that its fields hold.
func fields(t reflect.Type) (own []string, inside []reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		if s := structIn(f.Type); s != nil {
			inside = append(inside, s)
		}
		if !f.Anonymous {
			own = append(own, name)
		}
	}
	return own, inside
}

// structIn is the struct of ours that a field holds, behind pointers and lists.
func structIn(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
		return nil
	}
	return t
}

func headingOf(t reflect.Type) string {
	if h, ok := headings[t]; ok {
		return h
	}
	return t.Name()
}

// record is queue.Record as it is written, which only its MarshalJSON knows.
func recordFields(t *testing.T) (all []string) {
	t.Helper()
	b, err := json.Marshal(queue.Record{Hall: "h", Epoch: "e", Seq: 1, By: queue.Actor{Terminal: "t"}, Cause: "c", Event: queue.HallResumed{}})
	var m map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name := range m {
		all = append(all, name)
	}
	return all
}

// eventOf is the Go type behind an event's type.
func eventOf(t *testing.T, name string) reflect.Type {
	t.Helper()
	var r queue.Record
	if err := json.Unmarshal(fmt.Appendf(nil, `{"v":1,"type":%q,"data":{}}`, name), &r); err != nil {
		t.Fatal(err)
	}
	return reflect.TypeOf(r.Event)
}

func TestThePageHasEveryFieldOfEveryType(t *testing.T) {
	p := readPage(t)
	var todo []reflect.Type
	for _, v := range described {
		todo = append(todo, reflect.TypeOf(v))
	}
	for _, verb := range wire.Verbs {
		body, _ := verb.Body()
		for _, v := range []any{body, answers[verb.String()]} {
			if v == nil {
				continue
			}
			typ := reflect.TypeOf(v)
			if _, ok := v.(queue.Command); !ok {
				todo = append(todo, typ)
				continue
			}
			_, inside := fields(typ)
			todo = append(todo, inside...)
		}
	}
	for _, a := range asks {
		for _, v := range []any{a.body, a.answer} {
			if v != nil {
				todo = append(todo, reflect.TypeOf(v))
			}
		}
	}
	for _, e := range queue.EventTypes {
		_, inside := fields(eventOf(t, e))
		todo = append(todo, inside...)
	}

	known := map[string]reflect.Type{}
	for len(todo) > 0 {
		typ := todo[0]
		todo = todo[1:]
		h := headingOf(typ)
		if other, ok := known[h]; ok {
			if other != typ {
				t.Errorf("%s and %s have one heading, %q", other, typ, h)
			}
			continue
		}
		known[h] = typ
		if typ == reflect.TypeFor[queue.Record]() {
			same(t, h+":", fieldsOnPage(p, h), recordFields(t))
			continue
		}
		own, inside := fields(typ)
		todo = append(todo, inside...)
		if len(p.types[h]) == 0 {
			t.Errorf("%s has no table of its fields under a heading %q", typ, h)
			continue
		}
		same(t, h+":", fieldsOnPage(p, h), own)
		same(t, h+": optional", optionalOnPage(p, h), optional(typ))
	}
	for h := range p.types {
		if known[h] == nil {
			t.Errorf("the page describes a type %q, and nothing that is sent has it", h)
		}
	}
}

// optional are a type's own fields that may be absent.
func optional(t reflect.Type) (all []string) {
	for i := range t.NumField() {
		if name, how, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); how == "omitempty" || how == "omitzero" {
			all = append(all, name)
		}
	}
	return all
}

func optionalOnPage(p *page, heading string) (all []string) {
	for _, r := range p.types[heading] {
		if strings.HasSuffix(r["type"], "optional") {
			all = append(all, names(r["field"])...)
		}
	}
	return all
}

func fieldsOnPage(p *page, heading string) (all []string) {
	for _, r := range p.types[heading] {
		all = append(all, names(r["field"])...)
	}
	return all
}

func TestThePageHasTheBodyAndTheAnswerOfEveryVerb(t *testing.T) {
	p := readPage(t)
	for _, v := range wire.Verbs {
		if _, ok := answers[v.String()]; !ok {
			t.Errorf("the answer of %s is not known to this test", v)
		}
	}
	for _, r := range p.tables["verb"] {
		verb := strings.Trim(r["verb"], "`")
		area, name, _ := strings.Cut(verb, ".")
		v, _ := wire.FindVerb(area, name)
		answer := answers[verb]
		body, without := v.Body()
		switch body.(type) {
		case nil:
			same(t, verb+": field", names(r["body"]), nil)
		case queue.Command:
			own, _ := fields(reflect.TypeOf(body))
			own = slices.DeleteFunc(own, func(f string) bool { return f == without })
			same(t, verb+": field", names(r["body"]), own)
		default:
			if want := link(body); !strings.HasPrefix(r["body"], want) {
				t.Errorf("%s: its body is %s, want %s", verb, r["body"], want)
			}
		}
		if answer == nil {
			if r["answer"] != "" {
				t.Errorf("%s: its answer is %s, want none", verb, r["answer"])
			}
		} else if want := link(answer); !strings.HasPrefix(r["answer"], want) {
			t.Errorf("%s: its answer is %s, want %s", verb, r["answer"], want)
		}
	}
}

func TestThePageHasEveryQuestionOfAHall(t *testing.T) {
	p := readPage(t)
	same(t, "question", p.column("ask", "ask"), wire.Asks)
	for _, r := range p.tables["ask"] {
		what := strings.Trim(r["ask"], "`")
		a := asks[what]
		if want := link(a.body); r["body"] != want {
			t.Errorf("%s: its body is %s, want %s", what, r["body"], want)
		}
		want := ""
		if a.answer != nil {
			want = link(a.answer)
		}
		if r["answer"] != want {
			t.Errorf("%s: its answer is %q, want %q", what, r["answer"], want)
		}
	}
}

// link is how the page names a type that it describes.
func link(v any) string {
	h := headingOf(reflect.TypeOf(v))
	return "[" + h + "](#" + strings.ToLower(h) + ")"
}

func TestThePageHasTheDataOfEveryEvent(t *testing.T) {
	p := readPage(t)
	for _, r := range p.tables["event"] {
		event := strings.Trim(r["event"], "`")
		if !slices.Contains(queue.EventTypes, event) {
			continue // another test says so
		}
		own, _ := fields(eventOf(t, event))
		// What stands in brackets explains a field.
		data := ""
		depth := 0
		for _, c := range r["data"] {
			switch c {
			case '(':
				depth++
			case ')':
				depth--
			default:
				if depth == 0 {
					data += string(c)
				}
			}
		}
		same(t, event+":", names(data), own)
	}
}
