package sim

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// small is a scenario of one department and two windows.
const small = `{"depts":[{"name":"tax","theme":0,"visits_per_day":30,"mean_min":5,"windows_before":2}],
"items":[{"dept":"tax","theme":0,"share_of_dept":1,"mean_min":5,"cv":0.7,"queue_before":0,"queue_after":0}],
"params":{"DayCV":0.1,"PrioShare":0.1,"ApptShare":0.1,"NoShow":0.1,"PatMean":60,"PatCV":1,"BreakEvery":60,"BreakMean":8,"BreakCV":0.5},
"profile_edges":[0,30,60],"profile_weights":[1,2],"walk_in":0.4,"missed_call":0.75,
"windows_after":[{"lunch":true,"skills":[0],"speed":1},{"lunch":false,"skills":[0],"speed":1}]}`

func TestAScenarioIsReadStrictlyAndSaysWhatIsWrongWhere(t *testing.T) {
	if _, err := Parse([]byte(small)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"walk_in"`, `"walkin"`, "walkin: no such field; did you mean walk_in?"},
		{`"lunch":true`, `"lunchtime":true`, "windows_after[0].lunchtime: no such field; did you mean lunch?"},
		{`"DayCV":0.1`, `"daycv":0.1`, "params.daycv: no such field; did you mean DayCV?"},
		{`"DayCV":0.1`, `"Weather":1`, "params.Weather: no such field; there are Load, "},
		{`"DayCV":0.1`, `"DayCV":0.1,"DayCV":0.1`, "params.DayCV: there twice"},
		{`"NoShow":0.1`, `"NoShow":"no"`, `params.NoShow: the text "no"; want a number`},
		{`"NoShow":0.1`, `"NoShow":null`, "params.NoShow: null; want a number"},
		{`"NoShow":0.1`, `"NoShow":1.1`, "params.NoShow: 1.1; between 0 and 1"},
		{`"NoShow":0.1`, `"NoShow":-0.1`, "params.NoShow: -0.1; between 0 and 1"},
		{`"ApptShare":0.1`, `"ApptShare":0.95`, "params.PrioShare and params.ApptShare"},
		{`"BreakEvery":60`, `"BreakEvery":0.5`, "params.BreakEvery: 0.5; 0 for no breaks, or at least 1 minute"},
		{`"BreakMean":8`, `"BreakMean":0`, "params.BreakMean: 0; above 0"},
		{`"skills":[0]`, `"skills":[]`, "windows_after[0].skills: none"},
		{`"skills":[0]`, `"skills":[1]`, "windows_after[0].skills[0]: 1; a line in which an item waits, by queue_after"},
		{`"skills":[0]`, `"skills":[0,0]`, "windows_after[0].skills[1]: 0 is there twice"},
		{`"skills":[0]`, `"skills":[0.5]`, "windows_after[0].skills[0]: 0.5; want a whole number"},
		{`"speed":1`, `"speed":0`, "windows_after[0].speed: 0; between 0.05 and 20"},
		{`"queue_after":0`, `"queue_after":1`, "windows_after[0].skills[0]: 0"},
		{`"share_of_dept":1`, `"share_of_dept":0.5`, `items: those of "tax" have 0.5000`},
		{`"dept":"tax"`, `"dept":"fire"`, `items[0].dept: "fire"; one of depts`},
		{`"theme":0,"share`, `"theme":1,"share`, "items[0].theme: 1; that of its department, 0"},
		{`[0,30,60]`, `[0,30]`, "profile_weights: 2; one less than profile_edges, which are 2"},
		{`[0,30,60]`, `[0,60,30]`, "profile_edges[2]: 30; after the one before, 60"},
		{`[0,30,60]`, `[0,30,600]`, "profile_edges[2]: 600; between -240 and 540"},
		{`[1,2]`, `[0,0]`, "profile_weights: all are 0"},
		{`"walk_in":0.4`, `"walk_in":0.4,"close":200`, "close: 200; after lunch"},
		{`"walk_in":0.4`, `"walk_in":0.4,"lunch":[10]`, "lunch: 1 values; two"},
		{`"walk_in":0.4`, `"walk_in":0.4,"lunch":[20,10]`, "lunch: 20 to 10; within the opening hours"},
		{`"walk_in":0.4`, `"walk_in":0.4,"comeback":{"share":0.5}`, "comeback.after_min: 0; above 0"},
		{`"walk_in":0.4`, `"walk_in":0.4,"roster":{"absent":2}`, "roster.absent: 2; between 0 and 1"},
		{`"visits_per_day":30`, `"visits_per_day":1e9`, "depts[0].visits_per_day: 1e+09; between 0 and 100000"},
		{`"windows_after"`, `"windows_before"`, ""},
		{small, small + "{}", "something follows after the end"},
		{small, "[]", "a list; want an object"},
		{small, "{", "at byte 1"},
		{small, "", "no JSON"},
	} {
		text := strings.Replace(small, c.old, c.new, 1)
		_, err := Parse([]byte(text))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.new, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", c.new, err, c.want)
		}
	}
}

func TestAPolicyIsReadStrictly(t *testing.T) {
	const text = `{"name":"mine","priority_credit_minutes":10,"appointment_lead_minutes":10,"appointment_late_minutes":15,"spill_lead_minutes":5,"chain_share":0.5}`
	p, err := ParsePolicy([]byte(text))
	if err != nil || p.Credit != 10 || p.Chain == nil || *p.Chain != 0.5 {
		t.Fatalf("%+v, %v", p, err)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"chain_share":0.5`, `"chain_share":2`, "chain_share: 2; between 0 and 1"},
		{`"spill_lead_minutes":5`, `"spill_lead_minutes":300`, "between 0 and 240"},
		{`"spill_lead_minutes":5`, `"spill":5`, "did you mean spill_lead_minutes?"},
		{`"name":"mine"`, `"name":""`, "1 to 40 bytes"},
	} {
		if _, err := ParsePolicy([]byte(strings.Replace(text, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.new, err, c.want)
		}
	}
	if _, err := PolicyOf("best"); err == nil || !strings.Contains(err.Error(), "recommended") {
		t.Errorf("%v: want the names that there are", err)
	}
}

// Whatever a file says: it is refused, or its halls can be furnished and a day of them
// is drawn.
func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	for _, c := range []string{`{}`, `[]`, `{"depts":[{}]}`, strings.Replace(small, `"skills":[0]`, `"skills":[0,0]`, 1), strings.Replace(small, "0.7", "4.9", 1)} {
		f.Add([]byte(c))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Parse(b)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "scenario: ") {
				t.Fatalf("an error that does not say of what: %v", err)
			}
			return
		}
		if s.Visits() > 2000 || len(s.WindowsAfter)+len(s.WindowsBefore) > 200 {
			return // takes long, and is no other
		}
		citizens := s.Citizens(1)
		for _, arm := range []Arm{Before, After} {
			if len(s.Windows(arm)) == 0 {
				continue
			}
			h, err := s.Hall(arm, Policies[5])
			if err != nil {
				t.Fatal(err)
			}
			h.Day(0, 1, citizens)
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		o, err := Parse(again)
		if err != nil {
			t.Fatalf("written and read again: %v\n%s", err, again)
		}
		if twice, err := json.Marshal(o); err != nil || !bytes.Equal(again, twice) {
			t.Fatalf("another scenario: %v", err)
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	for _, p := range Policies {
		b, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"name":"x","chain_share":null}`))
	s, err := Parse([]byte(small))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParsePolicy(b)
		if err != nil {
			return
		}
		if _, err := s.Hall(After, p); err != nil {
			t.Fatalf("a policy that no hall takes: %v", err)
		}
	})
}
