package node_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// citizenNumber makes the n-th of some valid citizen numbers.
func citizenNumber(t testing.TB, n int) string {
	t.Helper()
	for check := range 11 {
		id := fmt.Sprintf("44030719800101%03d%c", n, "0123456789X"[check])
		if _, err := queue.ParseIDNumber(id, queuetest.Morning); err == nil {
			return id
		}
	}
	t.Fatalf("no citizen number %d", n)
	return ""
}

// notebook is a log that can be read.
type notebook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notebook) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// everythingKept is all that a closed hall has on disk beside its keys: the
// file itself, and each event and answer.
func everythingKept(t *testing.T, dir string, rids []string) string {
	t.Helper()
	var all strings.Builder
	file, err := os.ReadFile(filepath.Join(dir, "hall.db"))
	if err != nil {
		t.Fatal(err)
	}
	all.Write(file)
	j, err := journal.Open(dir, "T-1", journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if err := j.Events(1, func(_ uint64, b []byte) error { all.Write(b); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, rid := range rids {
		b, ok, err := j.Answer(rid)
		if err != nil || !ok {
			t.Fatalf("answer %s: %v %v", rid, ok, err)
		}
		all.Write(b)
	}
	if _, b, ok, err := j.Snapshot(); err != nil || !ok {
		t.Fatalf("snapshot: %v %v", ok, err)
	} else {
		all.Write(b)
	}
	return all.String()
}

func TestNothingThatNamesACitizenIsKeptShownOrLogged(t *testing.T) {
	dir := t.TempDir()
	var log notebook
	var identity []byte
	h := openHall(t, dir, func(s *node.Settings) {
		s.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		_, identity = s.Keys.Identity()
	})
	h.openDay()
	heard := &listener{}
	h.Attach(heard)
	var secrets []string
	for i := range 3 {
		id := citizenNumber(t, 100+i)
		number, err := queue.ParseIDNumber(id, queuetest.Morning)
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, id, id[:17], number.Citizen(identity).Key, `"`+number.Last4()+`"`)
	}
	issue := wire.IssueRequest{Items: []string{"A-1", "B-1"}, ID: citizenNumber(t, 100), Agent: &wire.AgentRequest{Document: "power of attorney", ForID: citizenNumber(t, 101)}}
	must[wire.Ticket](h, kiosk, "ticket", "issue", issue)
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 102)})
	found := must[wire.TicketsReply](h, wire.Terminal{ID: "guide-1", Role: wire.RoleGuide}, "ticket", "find", wire.NumberRequest{ID: citizenNumber(t, 102)})
	if len(found.Tickets) != 1 || found.Tickets[0].Number != "A002" {
		t.Fatalf("the citizen's numbers are %+v", found.Tickets)
	}
	// Refused requests are not kept or told about either.
	h.ask(kiosk, "ticket", "issue", issue)
	wantRefused(t, h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: "44030719800101100?"}), queue.CodeIDCheck)
	for _, verb := range []string{"next", "start", "next", "start", "finish"} {
		must[wire.Done](h, windowTerminal(1), "window", verb, nil)
	}
	// The clerk does see who it was, as long as it is known.
	must[wire.Done](h, windowTerminal(11), "window", "next", nil)
	clerk := must[wire.Message](h, windowTerminal(11), "state", "get", wire.TopicRequest{Topic: wire.WindowTopic("11")})
	if last4 := citizenNumber(t, 100)[14:]; !strings.Contains(string(clerk.Data), last4) {
		t.Fatalf("the window does not show %s: %s", last4, clerk.Data)
	}
	h.foldsToTheSame()
	history := h.ask(admin, "ticket", "history", wire.NumberRequest{Number: "A001"})
	events := h.ask(admin, "state", "events", wire.EventsRequest{})
	var rids []string
	for _, rid := range h.rids {
		for _, from := range []string{"kiosk-1", "window-1", "window-11"} {
			if _, ok, _ := h.journal.Answer(rid + "/" + from); ok {
				rids = append(rids, rid+"/"+from)
			}
		}
	}
	within(t, time.Minute, "the hall's messages", func() bool { _, ok := heard.newest(wire.TopicHall); return ok })
	h.close()
	if len(rids) < 8 {
		t.Fatalf("only the answers %v were found", rids)
	}

	var shown strings.Builder
	for _, m := range heard.said {
		if !strings.HasPrefix(string(m.Topic), "win.") {
			shown.Write(mustJSON(t, m))
		}
	}
	for _, place := range []struct{ name, text string }{
		{"journal", everythingKept(t, dir, rids)},
		{"public messages", shown.String()},
		{"log", log.String()},
		{"a number's history", string(history.Data)},
		{"the events that leave the hall", string(events.Data)},
	} {
		if place.text == "" && place.name != "log" {
			t.Errorf("%s: nothing to look at", place.name)
		}
		for _, s := range secrets {
			if i := strings.Index(place.text, s); i >= 0 {
				t.Errorf("%s: %s stands in …%q…", place.name, s, place.text[max(i-60, 0):min(i+60, len(place.text))])
			}
		}
	}
}

func TestAForgottenDayKeepsItsHistoryWithoutItsPeople(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir, func(s *node.Settings) {
		first := s.First
		s.First = func() (queue.Settings, queue.Catalogue, error) {
			set, c, err := first()
			set.Rules.KeepOvernight = true
			return set, c, err
		}
	})
	h.openDay()
	guide := wire.Terminal{ID: "guide-1", Role: wire.RoleGuide}
	id := citizenNumber(t, 7)
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: id})
	wantRefused(t, h.ask(admin, "hall", "forget", wire.ForgetRequest{Date: queuetest.Date}), queue.CodeDayOpen)
	wantRefused(t, h.ask(admin, "hall", "forget", wire.ForgetRequest{Date: "2099-01-01"}), queue.CodeBadDate)
	before := h.events()
	must[any](h, admin, "hall", "closeday", nil)
	find := func() int {
		return len(must[wire.TicketsReply](h, guide, "ticket", "find", wire.NumberRequest{ID: id}).Tickets)
	}
	if find() != 1 {
		t.Fatal("a number that is kept overnight is not found")
	}
	must[any](h, admin, "hall", "forget", wire.ForgetRequest{Date: queuetest.Date})
	must[any](h, admin, "hall", "forget", wire.ForgetRequest{Date: queuetest.Date})
	if find() != 0 {
		t.Error("the hall still knows whose number it is")
	}
	// Reopened, the day gives numbers, and knows nobody.
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{})
	for range 2 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: id})
	}
	if find() != 0 {
		t.Error("a day that was forgotten knows people again")
	}
	h.foldsToTheSame()
	h.close()

	h = openHall(t, dir)
	defer h.close()
	after := h.events()
	for i := range before {
		if a, b := string(mustJSON(t, before[i])), string(mustJSON(t, after[i])); a != b {
			t.Fatalf("event %d was\n%s\nand is\n%s", i+1, a, b)
		}
	}
	h.foldsToTheSame()
	var citizen queue.Citizen
	h.Read(func(s *queue.State, _ time.Time) { citizen = s.Ticket("A001").Citizen })
	if citizen.Known() || citizen.Last4 != "" || citizen.Sealed == "" {
		t.Fatalf("the citizen of A001 is %+v", citizen)
	}
	if r := h.ask(guide, "ticket", "history", wire.NumberRequest{Number: "A001"}); !r.OK {
		t.Fatal(r.Err)
	}
}

func TestAMandateIsACodeOrAShortText(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	for doc, ok := range map[string]bool{queue.DocumentCompany: true, "授权委托书": true, strings.Repeat("x", wire.MaxDocumentText+1): false} {
		r := h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", Agent: &wire.AgentRequest{Document: doc}})
		if r.OK != ok || !ok && r.Err.Code != wire.CodeBadRequest {
			t.Errorf("%.10s: %+v", doc, r.Err)
		}
	}
}
