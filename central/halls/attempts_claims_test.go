package halls_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"onewindow/central/network"
	"onewindow/wire"
)

// ledger keeps the claims of halls by the centre's own rule, in memory and by a clock
// that is put forward; central/store keeps them in the same way, and is tested there.
type ledger struct {
	mu     sync.Mutex
	now    time.Time
	claims map[[2]string]network.Claim
	whose  map[[2]string]string
}

func (l *ledger) Ask(_ context.Context, hall, what string, req wire.Request) wire.Reply {
	l.mu.Lock()
	defer l.mu.Unlock()
	refuse := func(e *wire.Error) wire.Reply { return wire.Reply{V: wire.Version, Err: e} }
	data := any(struct{}{})
	switch what {
	case wire.AskClaim:
		var r wire.ClaimRequest
		if err := json.Unmarshal(req.Data, &r); err != nil {
			return refuse(&wire.Error{Code: wire.CodeBadRequest})
		}
		if e := r.Check(); e != nil {
			return refuse(e)
		}
		var of []network.Claim
		for name, c := range l.claims {
			if l.whose[name] == r.Citizen {
				of = append(of, c)
			}
		}
		refused, err := network.Weigh(of, hall, r, l.now, func(hall string) (string, error) { return hall, nil })
		if err != nil {
			return refuse(&wire.Error{Code: wire.CodeInternal})
		}
		name := [2]string{hall, r.RID}
		if whose, ok := l.whose[name]; refused == nil && ok && whose != r.Citizen {
			return refuse(&wire.Error{Code: wire.CodeBadRequest})
		}
		if refused == nil {
			l.whose[name], l.claims[name] = r.Citizen, network.Claim{Hall: hall, RID: r.RID, Items: r.Items, At: l.now}
		}
		data = wire.ClaimReply{Refused: refused}
	case wire.AskClaimed:
		var r wire.ClaimedRequest
		if err := json.Unmarshal(req.Data, &r); err != nil {
			return refuse(&wire.Error{Code: wire.CodeBadRequest})
		}
		if e := r.Check(); e != nil {
			return refuse(e)
		}
		name := [2]string{hall, r.RID}
		if c, ok := l.claims[name]; ok && l.whose[name] == r.Citizen {
			if c.Number, c.At = r.Number, l.now; r.Number == "" {
				delete(l.claims, name)
			} else {
				l.claims[name] = c
			}
		}
	default:
		return wire.Reply{V: wire.Version, OK: true}
	}
	return wire.Reply{V: wire.Version, OK: true, Data: mustJSON(data)}
}

// told has the events of a hall tell of a number.
func (l *ledger) told(hall, rid string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.claims[[2]string{hall, rid}]
	c.Fate = network.FateLive
	l.claims[[2]string{hall, rid}] = c
}

func (l *ledger) pass(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(d)
}

// claimants are what LG-1 tries with claims: LG-2 has given A001 to Anna, and Bert comes
// to LG-2 later.
func claimants() []attempt {
	const who, day, item = "LG-1", "2026-11-26", "A-1"
	claim := func(h *fakeHall, rid, citizen string) string {
		r, err := h.question(wire.AskClaim, request(wire.ClaimRequest{RID: rid, Citizen: citizen, KeyID: "k", Items: []string{item}, Most: 1, Day: day}))
		if err != nil {
			return "`" + code(err) + "`"
		}
		var reply wire.ClaimReply
		if err := json.Unmarshal(r.Data, &reply); err != nil {
			return err.Error()
		}
		if f := reply.Refused; f != nil {
			return strings.TrimSpace(fmt.Sprintf("`%s` of %s %s", f.Code, f.Params["hall"], f.Params["number"]))
		}
		return "granted"
	}
	became := func(h *fakeHall, rid, citizen, number string) string {
		if _, err := h.question(wire.AskClaimed, request(wire.ClaimedRequest{RID: rid, Citizen: citizen, Number: number, Day: day})); err != nil {
			return "`" + code(err) + "`"
		}
		return "taken"
	}
	try := func(does string, do func(w *world, l *ledger, h *fakeHall) string) attempt {
		return attempt{who, does, func(w *world) string {
			l := &ledger{now: time.Now(), claims: map[[2]string]network.Claim{}, whose: map[[2]string]string{}}
			w.c.store.asks.with(l.Ask)
			defer w.c.store.asks.with(nil)
			h := w.line()
			if said := claim(w.other, "r1", "anna") + ", " + became(w.other, "r1", "anna", "A001"); said != "granted, taken" {
				return "LG-2: " + said
			}
			l.told("LG-2", "r1")
			l.pass(time.Hour)
			return do(w, l, h)
		}}
	}
	bert := func(w *world, l *ledger, said string) string {
		said += "; Bert at LG-2: " + claim(w.other, "r2", "bert")
		l.pass(network.ClaimHolds)
		return said + ", a minute later " + claim(w.other, "r2", "bert")
	}
	anna := func(w *world, l *ledger, said string) string {
		l.mu.Lock()
		defer l.mu.Unlock()
		if c, ok := l.claims[[2]string{"LG-2", "r1"}]; !ok || c.Number != "A001" || l.whose[[2]string{"LG-2", "r1"}] != "anna" {
			return said + "; BUT ANNA'S CLAIM IS " + fmt.Sprint(c)
		}
		return said + "; Anna's stays as it is"
	}
	return []attempt{
		try("claim for Bert, who comes to LG-2", func(w *world, l *ledger, h *fakeHall) string {
			return bert(w, l, claim(h, "r1", "bert"))
		}),
		try("claim for Bert, and say that he got a number there is not", func(w *world, l *ledger, h *fakeHall) string {
			return bert(w, l, claim(h, "r1", "bert")+", "+became(h, "r1", "bert", "Z999"))
		}),
		try("claim for Bert again each minute", func(w *world, l *ledger, h *fakeHall) string {
			for range 3 {
				if said := claim(h, "r1", "bert"); said != "granted" {
					return said
				}
				if said := claim(w.other, "r2", "bert"); said == "granted" {
					return "BERT IS LET IN AT ONCE"
				}
				l.pass(network.ClaimHolds - time.Second)
			}
			l.pass(time.Second)
			return "he is kept from other halls for as long as it goes on, then " + claim(w.other, "r2", "bert")
		}),
		try("ask by a claim where Anna is", func(_ *world, _ *ledger, h *fakeHall) string {
			return "is told: " + claim(h, "r1", "anna")
		}),
		try("say that Anna's claim at LG-2 came to nothing", func(w *world, l *ledger, h *fakeHall) string {
			return anna(w, l, became(h, "r1", "anna", ""))
		}),
		try("claim for Bert under the name of Anna's claim", func(w *world, l *ledger, h *fakeHall) string {
			return anna(w, l, claim(h, "r1", "bert")+", as its own")
		}),
		try("claim for two citizens under one name", func(_ *world, _ *ledger, h *fakeHall) string {
			return claim(h, "r1", "bert") + ", then " + claim(h, "r1", "carl")
		}),
		try("say what became of a claim of nobody", func(_ *world, _ *ledger, h *fakeHall) string {
			return became(h, "r1", "", "Z999")
		}),
	}
}
