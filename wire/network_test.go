package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"onewindow/queue"
)

func TestTheNetworksKeyShowsItselfInNoLog(t *testing.T) {
	k := NetworkKey{ID: "net-1", Key: bytes.Repeat([]byte("k"), 32)}
	for _, text := range []string{fmt.Sprint(k), fmt.Sprint(&k), fmt.Sprintf("%+v %#v %s %x %v", k, k, k, k, DesiredReply{Key: &k}.Key)} {
		if strings.Contains(text, "kkkk") || strings.Contains(text, "6b6b") || strings.Contains(text, "0x6b") || strings.Contains(text, "107 107") {
			t.Errorf("a log would say %s", text)
		}
	}
	b, err := json.Marshal(k)
	if err != nil || string(b) != `{"id":"net-1","key":"a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="}` {
		t.Errorf("on the wire: %s, %v", b, err)
	}
}

func TestASettingsReplySaysWhichPartsTheCentrePublishes(t *testing.T) {
	r := SettingsReply{Parts: []PartState{{Part: queue.PartRules, Version: 7}, {Part: queue.PartCatalogue, Refused: 3}}}
	for part, want := range map[queue.Part]uint64{queue.PartRules: 7, queue.PartCatalogue: 0, queue.PartCalendar: 0} {
		if got := r.Published(part); got != want {
			t.Errorf("%s: %d, want %d", part, got, want)
		}
	}
}
