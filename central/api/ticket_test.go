package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onewindow/central/api/apitest"
	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

func issue(hall, token, key string) request {
	return request{method: "POST", path: "/v1/halls/" + hall + "/tickets", token: token, header: http.Header{"Idempotency-Key": {key}},
		body: `{"items":["RL-001"],"id":"` + apitest.Citizen + `","agent":{"document":"mandate","for_id":"` + apitest.Citizen + `"}}`}
}

func TestARequestIsDoneOnceForItsKey(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeTickets)
	first := readJSON[form.Issued](t, s.want(http.StatusCreated, issue(apitest.Street, token, "order-000001")).body)
	again := readJSON[form.Issued](t, s.want(http.StatusOK, issue(apitest.Street, token, "order-000001")).body)
	if first.Dup || !again.Dup || first.Ticket.Number != again.Ticket.Number {
		t.Errorf("first %+v, then %+v", first, again)
	}
	// The same key at another hall, of another token and for another number is another one.
	for says, r := range map[string]request{
		"another hall":  issue(apitest.Other, token, "order-000001"),
		"another token": issue(apitest.Street, s.token("", network.ScopeTickets), "order-000001"),
		"another key":   issue(apitest.Street, token, "order-000002"),
	} {
		if got := readJSON[form.Issued](t, s.want(http.StatusCreated, r).body); got.Dup || got.Ticket.Number == first.Ticket.Number {
			t.Errorf("%s: %+v", says, got)
		}
	}
	if log := s.log.String(); strings.Contains(log, apitest.Citizen) || !strings.Contains(log, first.Ticket.Number) {
		t.Errorf("the log has the citizen's number, or not the ticket's:\n%s", log)
	}
	for _, key := range []string{"", "short", "with space", strings.Repeat("a", 65), "schlüssel-1"} {
		s.refused(http.StatusBadRequest, wire.CodeBadRequest, issue(apitest.Street, token, key))
	}
}

func TestACancelledNumberHasAReason(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeTickets)
	at := "/v1/halls/" + apitest.Street + "/tickets/A001"
	s.refused(400, wire.CodeBadRequest, request{method: "DELETE", path: at, token: token})
	s.refused(422, string(queue.CodeReasonNeeded), request{method: "DELETE", path: at + "?reason=%20", token: token})
	got := readJSON[form.Cancelled](t, s.want(200, request{method: "DELETE", path: at + "?reason=asked+by+phone", token: token}).body)
	if got.Ticket.State != queue.Cancelled || got.Dup {
		t.Errorf("%+v", got)
	}
	r := request{method: "DELETE", path: at + "?reason=x", token: token, header: http.Header{"Idempotency-Key": {"cancel-0001"}}}
	s.want(200, r)
	if !readJSON[form.Cancelled](t, s.want(200, r).body).Dup {
		t.Error("a repeated cancellation is not told from the first")
	}
	deeds := readJSON[form.Deeds](t, s.want(200, request{path: "/v1/deeds", token: s.token("", network.ScopeAdmin)}).body)
	if len(deeds.Deeds) != 2 || deeds.Deeds[0].What != "ticket.cancel" || deeds.Deeds[0].Hall != apitest.Street || deeds.Deeds[0].Detail != "A001" {
		t.Errorf("deeds: %+v", deeds)
	}
}

func TestRefusalsOfAHallHaveTheirStatus(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeTickets)
	until := apitest.At.Add(time.Hour)
	for code, status := range map[string]int{
		"day_closed": 409, "hall_stopped": 409, "quota_day": 409, "full": 409, "same_item": 409, "too_many": 409, "too_early": 409, "of_a_newer_hall": 409,
		"no_item": 422, "unknown_item": 422, "unknown_theme": 422, "bad_slot": 422, "id_check": 422, "id_length": 422,
		"bad_request": 400, "too_large": 413, "storage": 503, "storage_full": 503, "shutting_down": 503, "expired": 503, "overloaded": 503,
		"internal": 502, "unsupported_version": 502,
	} {
		e := &wire.Error{Code: code, Msg: "no", Hint: "try otherwise", Until: &until, Params: map[string]string{"hall": "LG-BT"}}
		s.centre.Refuse("ticket.issue", e)
		got := s.refused(status, code, issue(apitest.Street, token, "refused-"+strings.ReplaceAll(code, "_", "-")))
		if back := readJSON[wire.Error](t, got.body); back.Params["hall"] != "LG-BT" || back.Until == nil || !back.Until.Equal(until) {
			t.Errorf("%s: the refusal has lost something: %s", code, got.body)
		}
		if (status == 503) != (got.header.Get("Retry-After") != "") {
			t.Errorf("%s: Retry-After %q with %d", code, got.header.Get("Retry-After"), status)
		}
	}
	s.centre.Refuse("ticket.find", &wire.Error{Code: "unknown_number", Msg: "no such number", Hint: "look again"})
	s.refused(404, "unknown_number", request{path: "/v1/halls/" + apitest.Street + "/tickets/A999", token: token})
}

func TestWhereACitizenHoldsANumberIsToldOnlyWithinTheTokensReach(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	all, street := s.token("", network.ScopeTickets), s.token(apitest.Street, network.ScopeTickets)
	for i, k := range []struct {
		token, hall string
		told        bool
	}{{all, apitest.Other, true}, {street, apitest.Other, false}, {street, apitest.District, false}, {street, apitest.Street, true}} {
		for _, code := range []queue.Code{queue.CodeSameItem, queue.CodeTooMany} {
			params := map[string]string{"hall": k.hall, "name": "某厅", "number": "B017", "most": "1"}
			s.centre.Refuse("ticket.issue", &wire.Error{Code: string(code), Msg: "the citizen holds a number in another hall", Hint: "no", Params: params})
			got := s.refused(409, string(code), issue(apitest.Street, k.token, fmt.Sprintf("%s-%d", strings.ReplaceAll(string(code), "_", "-"), i)))
			p := readJSON[wire.Error](t, got.body).Params
			if p["most"] != "1" || (p["hall"] != "") != k.told || (p["name"] != "") != k.told || (p["number"] != "") != k.told {
				t.Errorf("%d: %s", i, got.body)
			}
			if body := string(got.body); !k.told && (strings.Contains(body, k.hall) || strings.Contains(body, "B017") || strings.Contains(body, "某厅")) {
				t.Errorf("%d: it is told otherwise: %s", i, got.body)
			}
		}
	}
	// A number in the hall itself has no hall.
	s.centre.Refuse("ticket.issue", &wire.Error{Code: string(queue.CodeSameItem), Msg: "no", Hint: "no", Params: map[string]string{"number": "A001"}})
	if got := s.refused(409, "same_item", issue(apitest.Street, street, "own-000001")); readJSON[wire.Error](t, got.body).Params["number"] != "A001" {
		t.Errorf("the hall's own: %s", got.body)
	}
}

func TestAHallThatIsAwayIsToldAtOnceAndAnUnknownOutcomeApart(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeTickets)
	for sent, status := range map[string]int{"no": 503, "yes": 504} {
		s.centre.Away(apitest.Street, &wire.Error{Code: wire.CodeUnreachable, Msg: "hall LG-PH is not there", Hint: "later", Params: map[string]string{"sent": sent}})
		got := s.refused(status, wire.CodeUnreachable, issue(apitest.Street, token, "away-"+sent+"-0001"))
		if readJSON[wire.Error](t, got.body).Params["sent"] != sent {
			t.Errorf("sent %s is not told: %s", sent, got.body)
		}
	}
	s.centre.Away(apitest.Street, wire.RefuseUp(wire.CodeHallTwice))
	s.refused(409, wire.CodeHallTwice, issue(apitest.Street, token, "twice-0001"))
}

func TestTheHallsOwnViewNeedsTheScopeExport(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	at := "/v1/halls/" + apitest.Street + "/state?topic="
	read, export := s.token("", network.ScopeRead), s.token("", network.ScopeRead, network.ScopeExport)
	s.want(200, request{path: at + "menu", token: read})
	s.refused(403, wire.CodeForbidden, request{path: at + "hall", token: read})
	got := s.want(200, request{path: at + "hall", token: export})
	if state := readJSON[form.State](t, got.body); state.Topic != wire.TopicHall || state.Seq != 7 || !strings.Contains(string(state.Data), "李雷") {
		t.Errorf("%s", got.body)
	}
	windows := "/v1/halls/" + apitest.Street + "/windows"
	if strings.Contains(string(s.want(200, request{path: windows, token: read}).body), "c1") {
		t.Error("a token without export is told who works at a window")
	}
	if !strings.Contains(string(s.want(200, request{path: windows, token: export}).body), "c1") {
		t.Error("a token with export is not told who works at a window")
	}
}

func TestAFailureOfTheCentreIsLoggedAndNotTold(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeAdmin)
	s.want(200, request{path: "/v1/district", token: token}) // the token is known now
	s.centre.Fail(errors.New("postgres://user:password@host: refused"))
	for _, path := range []string{"/v1/network", "/v1/tokens", "/v1/deeds", "/v1/publications", "/v1/halls/LG-00", "/v1/halls/LG-00/windows",
		"/v1/halls/LG-00/tickets?day=2026-11-26", "/v1/statistics?dim=hall&from=2026-11-01&to=2026-11-01"} {
		got := s.refused(500, wire.CodeInternal, request{path: path, token: token})
		if strings.Contains(string(got.body), "password") {
			t.Errorf("%s tells a secret: %s", path, got.body)
		}
	}
	if !strings.Contains(s.log.String(), "refused") {
		t.Error("the failure is not in the log")
	}
	// Whoever is not known yet cannot be looked up.
	s.centre.Fail(nil)
	other := s.token("", network.ScopeRead)
	s.centre.Fail(errors.New("gone"))
	s.refused(503, wire.CodeStorage, request{path: "/v1/district", token: other})
}
