package node_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// publication is a part as the centre publishes it.
func publication(t testing.TB, part queue.Part, version uint64, says any) wire.DesiredPart {
	t.Helper()
	body, ok := says.(string)
	if !ok {
		body = string(mustJSON(t, says))
	}
	return wire.DesiredPart{Part: part, Version: version, Hash: sum(body), Body: json.RawMessage(body)}
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func (h *hall) take(p wire.DesiredPart) *wire.Error { return h.TakePart(context.Background(), p) }

func (h *hall) partState(part queue.Part) wire.PartState {
	h.t.Helper()
	all := h.Parts()
	i := slices.IndexFunc(all, func(p wire.PartState) bool { return p.Part == part })
	if i < 0 || len(all) != len(queue.Parts) {
		h.t.Fatalf("parts %+v", all)
	}
	return all[i]
}

func rulesWith(calls int) queue.Rules {
	r := queue.DefaultRules()
	r.AutoDay, r.Calls = false, calls
	return r
}

func TestAPublicationIsTakenInOneCommitAndKeptOverARestart(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	if got := h.partState(queue.PartRules); got != (wire.PartState{Part: queue.PartRules}) {
		t.Fatalf("a hall of its own: %+v", got)
	}
	p := publication(t, queue.PartRules, 7, rulesWith(5))
	if err := h.take(p); err != nil {
		t.Fatal(err)
	}
	if got := h.partState(queue.PartRules); got.Version != 7 || got.Hash != p.Hash || got.Refused != 0 {
		t.Fatalf("%+v", got)
	}
	h.close()
	h = openHall(t, dir)
	defer h.close()
	if got := h.partState(queue.PartRules); got.Version != 7 || got.Hash != p.Hash {
		t.Fatalf("after a restart: %+v", got)
	}
	events := h.events()
	last, before := events[len(events)-1], events[len(events)-2]
	if before.Event.Type() != "settings.changed/1" || last.Event != (queue.PartTaken{Part: queue.PartRules, Version: 7, Hash: p.Hash}) {
		t.Fatalf("happened %s, %+v", before.Event.Type(), last.Event)
	}
	if last.By != (queue.Actor{Terminal: wire.CentreID}) || last.Cause != "part-rules-7" || before.Cause != last.Cause {
		t.Errorf("done by %+v because of %q and %q", last.By, before.Cause, last.Cause)
	}
	got := must[wire.SettingsReply](h, manager, "state", "settings", nil)
	if len(got.Parts) != 1 || got.Published(queue.PartRules) != 7 || got.Published(queue.PartCalendar) != 0 || got.Rules.Calls != 5 {
		t.Errorf("the manager sees %+v", got.Parts)
	}
	h.foldsToTheSame()
}

func TestTheHallRefusesToChangeWhatTheCentrePublishesAndMayAgainAfterARelease(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	catalogue := queuetest.Catalogue()
	for _, p := range []wire.DesiredPart{publication(t, queue.PartRules, 7, rulesWith(5)), publication(t, queue.PartCatalogue, 8, catalogue), publication(t, queue.PartCalendar, 9, queue.Calendar{})} {
		if err := h.take(p); err != nil {
			t.Fatal(err)
		}
	}
	mine := must[wire.SettingsReply](h, manager, "state", "settings", nil).Settings
	mine.Calendar = queue.Calendar{Days: map[string]bool{"2026-12-25": false}}
	for _, c := range []struct {
		verb, part string
		body       any
	}{
		{"rules", "rules", wire.RulesRequest{Rules: rulesWith(2)}},
		{"settings", "calendar", wire.SettingsRequest{Settings: mine}},
		{"catalogue", "catalogue", wire.CatalogueRequest{Catalogue: queue.Catalogue{Items: catalogue.Items[1:]}}},
	} {
		r := h.ask(admin, "hall", c.verb, c.body)
		wantRefused(t, r, queue.CodePartOwned)
		if r.Err.Params["part"] != c.part || r.Err.Hint == "" {
			t.Errorf("%s: %+v", c.verb, r.Err)
		}
	}
	// Staff are the hall's.
	must[any](h, admin, "hall", "staff", wire.StaffRequest{ID: "new", Name: "New", PIN: "1234"})
	if err := h.ReleasePart(context.Background(), queue.PartRules); err != nil {
		t.Fatal(err)
	}
	must[any](h, admin, "hall", "rules", wire.RulesRequest{Rules: rulesWith(2)})
	if got := h.partState(queue.PartRules); got.Version != 0 || got.Hash != "" {
		t.Errorf("released: %+v", got)
	}
	// The same version may come again at once, though it was taken before.
	if err := h.take(publication(t, queue.PartRules, 7, rulesWith(5))); err != nil || h.partState(queue.PartRules).Version != 7 {
		t.Errorf("taken again: %v, %+v", err, h.partState(queue.PartRules))
	}
}

func TestAPublicationThatTheHallCannotTakeIsToldAndMayComeAgain(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	tax := queue.Catalogue{Items: []queue.Item{{Code: "TAX-9", Name: queue.Text{En: "Tax"}, Theme: "taxes", Minutes: 5}}}
	p := publication(t, queue.PartCatalogue, 8, tax)
	err := h.take(p)
	if err == nil || err.Code != string(queue.CodeBadCatalogue) || !strings.Contains(err.Hint, "TAX-9") || !strings.Contains(err.Hint, "taxes") {
		t.Fatalf("%+v", err)
	}
	got := h.partState(queue.PartCatalogue)
	if got.Refused != 8 || got.Why == nil || got.Why.Code != err.Code || got.Version != 0 {
		t.Fatalf("%+v", got)
	}
	if s := must[wire.SettingsReply](h, manager, "state", "settings", nil); len(s.Parts) != 1 || s.Parts[0].Refused != 8 {
		t.Errorf("the manager sees %+v", s.Parts)
	}
	// The hall opens such a line; then it takes what it refused before.
	set := must[wire.SettingsReply](h, manager, "state", "settings", nil).Settings
	set.Themes = append(set.Themes, queue.Theme{ID: "taxes", Name: queue.Text{En: "Taxes"}, Prefix: "T", Minutes: 5})
	must[any](h, admin, "hall", "settings", wire.SettingsRequest{Settings: set})
	if err := h.take(p); err != nil {
		t.Fatal(err)
	}
	if got := h.partState(queue.PartCatalogue); got.Refused != 0 || got.Why != nil || got.Version != 8 {
		t.Errorf("taken: %+v", got)
	}
}

func TestARefusalIsForgottenWithWhatWasRefused(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	bad := publication(t, queue.PartRules, 8, rulesWith(99))
	refuses := func() {
		t.Helper()
		if err := h.take(bad); err == nil || h.partState(queue.PartRules).Refused != 8 {
			t.Fatalf("%v, %+v", err, h.partState(queue.PartRules))
		}
	}
	refuses()
	last := h.Last()
	if err := h.ReleasePart(context.Background(), queue.PartRules); err != nil || h.partState(queue.PartRules) != (wire.PartState{Part: queue.PartRules}) {
		t.Errorf("nothing is wanted of it any more: %v, %+v", err, h.partState(queue.PartRules))
	}
	if h.Last() != last {
		t.Error("something happened")
	}
	good := publication(t, queue.PartRules, 7, rulesWith(5))
	if err := h.take(good); err != nil {
		t.Fatal(err)
	}
	refuses()
	good.Body = nil // the hall has it
	if err := h.take(good); err != nil || h.partState(queue.PartRules).Refused != 0 || h.partState(queue.PartRules).Version != 7 {
		t.Errorf("the one in force is wanted again: %v, %+v", err, h.partState(queue.PartRules))
	}
}

func TestAPublicationIsReadStrictly(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	large := `{"days":{"` + strings.Repeat("x", wire.MaxDocument) + `":true}}`
	for _, tc := range []struct {
		name, code string
		p          wire.DesiredPart
	}{
		{"a field of a newer build", wire.CodeBadRequest, publication(t, queue.PartRules, 1, `{"calls":3,"calls_by_phone":2}`)},
		{"a wrong type", wire.CodeBadRequest, publication(t, queue.PartRules, 1, `{"calls":"three"}`)},
		{"no object", wire.CodeBadRequest, publication(t, queue.PartCalendar, 1, `null`)},
		{"a list", wire.CodeBadRequest, publication(t, queue.PartCalendar, 1, `[]`)},
		{"cut short", wire.CodeBadRequest, publication(t, queue.PartCalendar, 1, `{"days":`)},
		{"more than one", wire.CodeBadRequest, publication(t, queue.PartCalendar, 1, `{}{}`)},
		{"too large", wire.CodeTooLarge, publication(t, queue.PartCalendar, 1, large)},
		{"another text than its hash", wire.CodeBadRequest, wire.DesiredPart{Part: queue.PartCalendar, Version: 1, Hash: sum("{}"), Body: json.RawMessage(`{"days":{}}`)}},
		{"no text, and no earlier one of its hash", string(queue.CodeBadSettings), wire.DesiredPart{Part: queue.PartCalendar, Version: 1, Hash: sum("{}")}},
		{"no version", string(queue.CodeBadSettings), publication(t, queue.PartCalendar, 0, `{}`)},
		{"an unknown part", wire.CodeBadRequest, publication(t, "windows", 1, `{}`)},
		{"an unknown part without a text", string(queue.CodeBadSettings), wire.DesiredPart{Part: "windows", Version: 1, Hash: "1f"}},
		{"rules beyond their limits", string(queue.CodeBadSettings), publication(t, queue.PartRules, 1, rulesWith(99))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			last := h.Last()
			err := h.take(tc.p)
			if err == nil || err.Code != tc.code || err.Msg == "" || err.Hint == "" {
				t.Errorf("%+v, want %s", err, tc.code)
			}
			if h.Last() != last {
				t.Error("something happened")
			}
		})
	}
	for _, p := range h.Parts() {
		if p.Version != 0 {
			t.Errorf("%+v", p)
		}
	}
}

func TestAPublicationThatTheDiskRefusesMayComeAgain(t *testing.T) {
	var full atomic.Bool
	h := openHall(t, t.TempDir(), func(s *node.Settings) {
		write := s.Journal.Commit
		s.Committing(func(b journal.Batch) (uint64, error) {
			if full.Load() {
				return 0, journal.ErrFull
			}
			return write(b)
		})
	})
	defer h.close()
	p := publication(t, queue.PartRules, 7, rulesWith(5))
	full.Store(true)
	if err := h.take(p); err == nil || err.Code != wire.CodeStorageFull || !err.Open() {
		t.Fatalf("%+v", err)
	}
	if got := h.partState(queue.PartRules); got.Version != 0 || got.Refused != 7 || got.Why.Code != wire.CodeStorageFull {
		t.Errorf("%+v", got)
	}
	full.Store(false)
	within(t, time.Minute, "the disk is well again", func() bool { return h.take(p) == nil })
	if got := h.partState(queue.PartRules); got.Version != 7 || got.Refused != 0 {
		t.Errorf("%+v", got)
	}
	h.foldsToTheSame()
}

func TestAPublicationGivenUpByItsSenderIsDoneAllTheSame(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := publication(t, queue.PartRules, 7, rulesWith(5))
	if err := h.TakePart(ctx, p); err != nil && err.Code != wire.CodeUnreachable {
		t.Fatal(err)
	}
	if err := h.take(p); err != nil { // which finds it taken
		t.Fatal(err)
	}
	if got := h.partState(queue.PartRules); got.Version != 7 || got.Refused != 0 {
		t.Errorf("%+v", got)
	}
	taken := 0
	for _, r := range h.events() {
		if _, ok := r.Event.(queue.PartTaken); ok {
			taken++
		}
	}
	if taken != 1 {
		t.Errorf("taken %d times", taken)
	}
}

func FuzzAPublicationIsReadOrRefused(f *testing.F) {
	for _, body := range []string{`{"calls":3}`, `{"days":{"2026-12-25":false}}`, `{"items":[{"code":"A-1"}]}`, `{"items":null,"more":1}`, `null`, `[]`, `{`, "", `{"calls":1e99}`, `{}{}`} {
		for _, part := range queue.Parts {
			f.Add(string(part), uint64(7), body)
		}
	}
	s := queuetest.New(f, 1).State
	f.Fuzz(func(t *testing.T, part string, version uint64, body string) {
		c, err := node.ReadPart(wire.DesiredPart{Part: queue.Part(part), Version: version, Hash: sum(body), Body: json.RawMessage(body)})
		if err != nil {
			if err.Code == "" || err.Msg == "" || err.Hint == "" {
				t.Fatalf("%q is refused with %+v", body, err)
			}
			return
		}
		says := 0
		for _, there := range []bool{c.Catalogue != nil, c.Calendar != nil, c.Rules != nil} {
			if there {
				says++
			}
		}
		if want := min(len(body), 1); says != want {
			t.Fatalf("%q of %q says %d things", body, part, says)
		}
		events, derr := queue.Decide(s, s.At, queue.Actor{}, c)
		var r *queue.Refusal
		if derr != nil && (!errors.As(derr, &r) || r.Hint == "" || len(events) > 0) {
			t.Fatalf("%q: %v", body, derr)
		}
		if derr == nil && len(events) == 0 {
			t.Fatalf("%q of version %d was passed over", body, version)
		}
	})
}
