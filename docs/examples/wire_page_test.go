package docs_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/wire"
)

// same fails for what only one side knows.
func same(t *testing.T, what string, page, code []string) {
	t.Helper()
	for _, c := range code {
		if !slices.Contains(page, c) {
			t.Errorf("%s %q is not on the page", what, c)
		}
	}
	for _, p := range page {
		if !slices.Contains(code, p) {
			t.Errorf("%s %q is on the page, and the code does not know it", what, p)
		}
	}
	seen := map[string]bool{}
	for _, p := range page {
		if seen[p] {
			t.Errorf("%s %q is on the page twice", what, p)
		}
		seen[p] = true
	}
}

func TestThePageHasEveryVerbWithItsRoles(t *testing.T) {
	p := readPage(t)
	var verbs []string
	for _, v := range wire.Verbs {
		verbs = append(verbs, v.String())
	}
	same(t, "verb", p.column("verb", "verb"), verbs)
	for _, r := range p.tables["verb"] {
		name := strings.Trim(r["verb"], "`")
		area, verb, _ := strings.Cut(name, ".")
		v, ok := wire.FindVerb(area, verb)
		if !ok {
			continue
		}
		if q := r["Q"] == "Q"; q != v.Query {
			t.Errorf("%s: query %v on the page, %v in the code", name, q, v.Query)
		}
		var roles []string
		for _, role := range v.Roles {
			if role != wire.RoleAdmin {
				roles = append(roles, string(role))
			}
		}
		same(t, name+": role", strings.Fields(r["who"]), roles)
		right := ""
		switch {
		case v.Right != "":
			right = "`" + string(v.Right) + "`"
		case v.Signed(wire.RoleGuide):
			right = "signed in"
		}
		if !slices.Contains(v.Roles, wire.RoleGuide) && !slices.Contains(v.Roles, wire.RoleManager) {
			right = ""
		}
		if r["desk"] != right {
			t.Errorf("%s: at a desk %q on the page, %q in the code", name, r["desk"], right)
		}
	}
}

// codes are those of the queue's rules, and those of the transport and the node.
func codes(t *testing.T) (rules, transport []string) {
	t.Helper()
	rules = slices.Collect(maps.Values(constants(t, "../../queue")["Code"]))
	for name, text := range constants(t, "../../wire")[""] {
		if strings.HasPrefix(name, "Code") {
			transport = append(transport, text)
		}
	}
	if len(rules) < 40 || len(transport) < 10 {
		t.Fatalf("only %d and %d codes were found in the sources", len(rules), len(transport))
	}
	return rules, transport
}

func TestThePageHasEveryCode(t *testing.T) {
	p := readPage(t)
	rules, transport := codes(t)
	all := slices.Concat(rules, transport)
	same(t, "code", p.column("code", "code"), all)
	for _, r := range p.tables["verb"] {
		for _, c := range names(r["refusals"]) {
			if !slices.Contains(all, c) {
				t.Errorf("%s refuses with %q, which the code does not know", r["verb"], c)
			}
		}
	}
	if !strings.Contains(p.text, "`"+node.CodeClockJumped+"`") {
		t.Errorf("the alarm %s is not on the page", node.CodeClockJumped)
	}
}

func TestThePageHasEveryRoleAndWhatItHears(t *testing.T) {
	p := readPage(t)
	var roles []string
	for _, r := range wire.Roles {
		roles = append(roles, string(r))
	}
	same(t, "role", p.column("role", "role"), roles)
	every := []wire.Topic{wire.TopicMenu, wire.TopicBoard, wire.TopicHall, wire.WindowTopic("<window>"), wire.TopicSigns, wire.TopicPapers, wire.TopicSys}
	var topics []string
	for _, topic := range every {
		topics = append(topics, string(topic))
	}
	same(t, "topic", p.column("topic", "topic"), topics)
	for name, text := range constants(t, "../../wire")["Topic"] {
		if !slices.Contains(topics, text) {
			t.Errorf("topic %s is not known to this test", name)
		}
	}
	for _, r := range p.tables["role"] {
		term := wire.Terminal{Role: wire.Role(strings.Trim(r["role"], "`"))}
		if term.Role == wire.RoleWindow || term.Role == wire.RoleRating {
			term.Window = "<window>"
		}
		said := names(r["topics besides `sys`"])
		for _, topic := range every {
			on := topic == wire.TopicSys || r["topics besides `sys`"] == "all" || slices.Contains(said, string(topic))
			if on != term.MayHear(topic) {
				t.Errorf("a %s hears %s: %v on the page, %v in the code", term.Role, topic, on, term.MayHear(topic))
			}
		}
		beats := slices.Contains(wire.PermissionsOf(term.Role, "t", term.Window).Subscribe, wire.SubjectHeartbeats)
		if beats != (r["heartbeats of others"] == "yes") {
			t.Errorf("a %s hears heartbeats: %v in the code", term.Role, beats)
		}
	}
}

func TestThePageHasEverySubject(t *testing.T) {
	p := readPage(t)
	same(t, "subject", p.column("subject", "subject"), []string{
		wire.SubjectJoin, wire.ReqSubject("<terminal>", "<area>", "<verb>"), wire.EventSubject("<topic>"),
		wire.HeartbeatSubject("<terminal>"), wire.InboxPrefix("<terminal>") + ".…", wire.JoinInboxPrefix("<token id>") + ".…",
		wire.HelloSubject("<hall>"), wire.SegmentSubject("<hall>"), wire.LiveSubject("<hall>"),
		wire.AskSubject("<hall>", "<what>"), wire.ChangedSubject("<hall>"),
		wire.DownSubject("<hall>", "<area>", "<verb>"), wire.HallInboxPrefix("<hall>") + ".…", wire.SubjectHallJoin,
	})
}

func TestThePageHasEveryValueOfEveryEnumeration(t *testing.T) {
	p := readPage(t)
	said := map[string][]string{}
	for _, r := range p.tables["type"] {
		said[strings.Trim(r["type"], "`")] = names(r["values"])
	}
	types := constants(t, "../../queue")
	// Codes have tables of their own; an epoch is no enumeration.
	delete(types, "Code")
	delete(types, "")
	for name, values := range types {
		same(t, name, said[name], slices.Collect(maps.Values(values)))
	}
	for name := range said {
		if types[name] == nil {
			t.Errorf("the page has an enumeration %s, and the code has none", name)
		}
	}
}

func TestThePageHasEveryEvent(t *testing.T) {
	same(t, "event", readPage(t).column("event", "event"), queue.EventTypes)
}

func TestTheLimitsOnThePageAreThoseOfTheCode(t *testing.T) {
	p := readPage(t)
	for _, want := range []string{
		fmt.Sprintf("%d KiB; `hall.settings` and `hall.catalogue` %d KiB", wire.MaxRequest>>10, wire.MaxDocument>>10),
		fmt.Sprintf("at most %.0f minutes ahead |", wire.MaxAhead.Minutes()),
		fmt.Sprintf("| `v` | number | %d |", wire.Version),
		fmt.Sprintf("at most %d, and at most %d KiB unless one alone is larger |", wire.MaxSegmentEvents, wire.MaxSegmentBytes>>10),
		fmt.Sprintf("answer each command once within %.0f seconds", wire.AnswerWithin.Seconds()),
	} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestTheTestVectorsHold(t *testing.T) {
	p := readPage(t)
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = byte(i)
	}
	key := ed25519.NewKeyFromSeed(seed)
	pub := key.Public().(ed25519.PublicKey)
	token := slices.Concat([]byte{1}, seed, []byte{0x9f, 0x2a, 0x1c, 0x7d, 0x00, 0x11}, seed[:16], []byte{0x6b, 0x06, 0x41, 0x20, 2})
	for _, addr := range []string{"10.0.0.5:4222", "hall.example:4222"} {
		token = append(append(token, byte(len(addr))), addr...)
	}
	for what, want := range map[string]string{
		"seed      ": nkey(slices.Concat([]byte{0x95, 0x00}, seed)),
		"public    ": nkey(slices.Concat([]byte{0xa0}, pub)),
		"signature ": base64.RawURLEncoding.EncodeToString(ed25519.Sign(key, []byte("join:9f2a1c7d0011"))),
		"":           "ow1." + base64.RawURLEncoding.EncodeToString(token),
	} {
		line := strings.TrimSpace(what + " " + want)
		if !strings.Contains(p.text, "\n"+line+"\n") {
			t.Errorf("the page does not have the line %q", line)
		}
	}
}

// nkey writes a key as the page says, apart from all code of the hall.
func nkey(raw []byte) string {
	var crc uint16
	for _, b := range raw {
		crc ^= uint16(b) << 8
		for range 8 {
			top := crc&0x8000 != 0
			if crc <<= 1; top {
				crc ^= 0x1021
			}
		}
	}
	raw = append(bytes.Clone(raw), byte(crc), byte(crc>>8))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}
