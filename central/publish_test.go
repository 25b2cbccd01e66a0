package central

import (
	"encoding/json"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

// written is a value as JSON.
func written(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func goodCatalogue() queue.Catalogue {
	return queue.Catalogue{Items: []queue.Item{{Code: "MZ-001", Name: queue.Text{ZhHans: "婚姻登记<预约>"}, Theme: "general", Minutes: 10}}}
}

func TestWhatIsPublishedIsReadStrictly(t *testing.T) {
	rules := string(written(t, queue.DefaultRules()))
	for name, tc := range map[string]struct {
		part queue.Part
		body string
		says string
	}{
		"no JSON":               {queue.PartRules, `{`, "not a rules"},
		"two values":            {queue.PartCalendar, `{} {}`, "something follows"},
		"an unknown rule":       {queue.PartRules, strings.Replace(rules, `"calls"`, `"cals"`, 1), "cals"},
		"a missing rule":        {queue.PartRules, strings.Replace(rules, `"calls":3,`, ``, 1), "missing: calls"},
		"a rule out of range":   {queue.PartRules, strings.Replace(rules, `"calls":3`, `"calls":99`, 1), "calls 99"},
		"rules of another kind": {queue.PartRules, strings.Replace(rules, `"calls":3`, `"calls":"3"`, 1), "not a rules"},
		"an odd date":           {queue.PartCalendar, `{"days":{"2026-2-30":false}}`, "2026-2-30"},
		"a date that is not":    {queue.PartCalendar, `{"days":{"2026-02-30":false}}`, "2026-02-30"},
		"no items":              {queue.PartCatalogue, `{"items":[]}`, "no items"},
		"an item twice":         {queue.PartCatalogue, `{"items":[{"code":"A","name":{"zh-Hans":"甲"},"theme":"g","minutes":5},{"code":"A","name":{"zh-Hans":"甲"},"theme":"g","minutes":5}]}`, "unique"},
		"an item without line":  {queue.PartCatalogue, `{"items":[{"code":"A","name":{"zh-Hans":"甲"},"theme":"","minutes":5}]}`, "theme"},
		"another part":          {"staff", `{}`, "no part"},
		"too large":             {queue.PartCalendar, `{"days":{}}` + strings.Repeat(" ", wire.MaxDocument), ""},
	} {
		_, err := readPart(tc.part, []byte(tc.body))
		if err == nil || !strings.Contains(err.Msg, tc.says) || err.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsPublishedHasOneFormOnEveryWay(t *testing.T) {
	for part, value := range map[queue.Part]any{
		queue.PartRules:     queue.DefaultRules(),
		queue.PartCalendar:  queue.Calendar{Days: map[string]bool{"2026-10-01": false, "2026-10-10": true}},
		queue.PartCatalogue: goodCatalogue(),
	} {
		loose, err := json.MarshalIndent(value, "", "   ")
		if err != nil {
			t.Fatal(err)
		}
		body, werr := readPart(part, loose)
		if werr != nil {
			t.Fatalf("%s: %v", part, werr)
		}
		again, werr := readPart(part, body)
		if werr != nil || string(again) != string(body) {
			t.Errorf("%s: a body that is read again is another one: %v", part, werr)
		}
		// In an answer within an answer, as a hall gets it.
		var reply wire.Reply
		var desired wire.DesiredReply
		inner := written(t, wire.DesiredReply{Parts: []wire.DesiredPart{{Part: part, Body: body}}})
		if err := json.Unmarshal(written(t, wire.Reply{Data: inner}), &reply); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(reply.Data, &desired); err != nil {
			t.Fatal(err)
		}
		if string(desired.Parts[0].Body) != string(body) {
			t.Errorf("%s: the hall gets other bytes, so that their hash is another one:\n%s\n%s", part, desired.Parts[0].Body, body)
		}
	}
}

func TestAPasswordIsInNoError(t *testing.T) {
	for _, address := range []string{
		"postgres://centre:s3cr%20et!pw@db.example/one", "postgres://centre:s3cr@et%zz@db.example:x/one", "postgres://db/one?user=centre&password=s3cret",
	} {
		said := hide(errorText("cannot reach "+address+" as s3cr et!pw, s3cr%20et!pw, s3cr@et%zz or s3cret"), address)
		for _, secret := range []string{"s3cr et!pw", "s3cr%20et!pw", "s3cr@et%zz", "password=s3cret"} {
			if strings.Contains(address, secret) && strings.Contains(said.Error(), secret) {
				t.Errorf("%s: %s", address, said)
			}
		}
	}
	plain := errorText("no such host")
	if err := hide(plain, "postgres://centre:pw@db/one"); err != plain {
		t.Errorf("an error without a secret became another: %v", err)
	}
	if hide(nil, "x") != nil {
		t.Error("an error out of nothing")
	}
}

type errorText string

func (e errorText) Error() string { return string(e) }
