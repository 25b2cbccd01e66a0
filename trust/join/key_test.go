package join

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"onewindow/trust"
	"onewindow/wire"
)

func TestARequestIsReadAndProvesItsKeyForItsOwnTokenOnly(t *testing.T) {
	tok := trust.NewToken(time.Now(), time.Hour)
	seed, body, err := request(tok, "a board")
	if err != nil || len(seed) == 0 {
		t.Fatal(err)
	}
	q, err := Read(body, len(body))
	if err != nil {
		t.Fatal(err)
	}
	if q.Pass != tok.Pass() || q.Name != "a board" || strings.Contains(string(body), string(seed)) {
		t.Errorf("%s", body)
	}
	if err := CheckProof(q, tok.Name()); err != nil {
		t.Error(err)
	}
	other, another := q, q
	other.Sig = strings.Repeat("A", len(q.Sig))
	another.Key = "U" + strings.Repeat("A", len(q.Key)-1)
	for says, refused := range map[string]error{
		"another token's":     CheckProof(q, trust.NewToken(time.Now(), time.Hour).Name()),
		"another's signature": CheckProof(other, tok.Name()),
		"no key":              CheckProof(another, tok.Name()),
		"nothing":             CheckProof(wire.JoinRequest{}, tok.Name()),
	} {
		if code(refused) != wire.CodeBadRequest {
			t.Errorf("%s: %v", says, refused)
		}
	}
}

func TestWhatIsNoRequestIsRefusedWithItsReason(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   wire.CodeBadRequest,
		"{":                                  wire.CodeBadRequest,
		`{"v":99}`:                           wire.Unsupported(99).Code,
		`{"v":1}` + strings.Repeat(" ", 100): wire.TooLarge(107, 100).Code,
	} {
		if _, err := Read([]byte(text), 100); code(err) != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestANameIsShortAndCanBePrinted(t *testing.T) {
	for name, want := range map[string]string{
		" board\x1b[2J at the door\n": "board[2J at the door",
		"":                            "",
		strings.Repeat("窗", 100):      strings.Repeat("窗", maxNameRunes),
	} {
		if got := CleanName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	_, body, err := request(trust.NewToken(time.Now(), time.Hour), "x")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body)
	f.Add([]byte(`{"v":1,"sig":"!","key":"U"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := Read(data, 4096)
		if err != nil {
			if code(err) == "" {
				t.Errorf("%v is no refusal", err)
			}
			return
		}
		if err := CheckProof(q, "000000000000"); err != nil && code(err) != wire.CodeBadRequest {
			t.Errorf("%v", err)
		}
		if again, err := json.Marshal(q); err != nil {
			t.Errorf("%s: %v", again, err)
		}
	})
}

// code is that of a refusal; "" for another error and for none.
func code(err error) string {
	var w *wire.Error
	if errors.As(err, &w) {
		return w.Code
	}
	return ""
}
