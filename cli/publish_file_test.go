package cli

import (
	"encoding/json"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

func TestWhatAHallSaysOfItselfCanBePublishedAsItIs(t *testing.T) {
	settings, catalogue := queuetest.Settings(1), queuetest.Catalogue()
	settings.Calendar.Days = map[string]bool{"2026-12-25": false}
	written := func(v any) []byte {
		t.Helper()
		b, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	says := map[queue.Part]any{
		queue.PartRules:     wire.SettingsReply{Settings: settings, Hash: "1f", Parts: []wire.PartState{{Part: queue.PartRules, Version: 3}}},
		queue.PartCalendar:  wire.SettingsReply{Settings: settings, Hash: "1f"},
		queue.PartCatalogue: wire.CatalogueReply{Hash: "1f", Themes: settings.Themes, Items: catalogue.Items},
	}
	want := map[queue.Part]any{queue.PartRules: settings.Rules, queue.PartCalendar: settings.Calendar, queue.PartCatalogue: catalogue}
	for _, part := range queue.Parts {
		for form, file := range map[string][]byte{
			"as ctl prints it":        written(says[part]),
			"as ctl --json prints it": written(wire.Reply{V: 1, OK: true, Data: written(says[part])}),
			"the part itself":         written(want[part]),
		} {
			got, err := wire.ReadPart(part, partIn(part, file))
			if err != nil {
				t.Errorf("%s, %s: %v", part, form, err)
				continue
			}
			is := map[queue.Part]any{queue.PartRules: got.Rules, queue.PartCalendar: got.Calendar, queue.PartCatalogue: got.Catalogue}[part]
			if string(written(is)) != string(written(want[part])) {
				t.Errorf("%s, %s: %s", part, form, written(is))
			}
		}
	}
	for _, file := range []string{"", "no JSON", "[]", `{"hash":"1f"}`, `{"calls":3}`} {
		if got := partIn(queue.PartRules, []byte(file)); string(got) != file {
			t.Errorf("%q became %q", file, got)
		}
	}
}
