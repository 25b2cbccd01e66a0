package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"onewindow/queue"
)

// PartHash is the hash of a publication's body: its SHA-256 in hex, and empty for a
// body of nothing, which withdraws.
func PartHash(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// ReadPart reads the body of a publication into the command that takes it, without
// version and hash. It is at most MaxDocument bytes of one JSON object without a field
// that this build does not know: a rule that is passed over in silence would be another
// rule. Whether a hall can work with what it says is not looked at. Errors are
// CodeBadRequest and CodeTooLarge.
func ReadPart(part queue.Part, body []byte) (queue.TakePart, *Error) {
	c := queue.TakePart{Part: part}
	bad := func(format string, args ...any) (queue.TakePart, *Error) {
		return queue.TakePart{}, &Error{Code: CodeBadRequest, Msg: fmt.Sprintf(format, args...), Hint: "see docs/wire.md", Params: map[string]string{"part": string(part)}}
	}
	if len(body) > MaxDocument {
		return queue.TakePart{}, TooLarge(len(body), MaxDocument)
	}
	var into any
	switch part {
	case queue.PartCatalogue:
		c.Catalogue = &queue.Catalogue{}
		into = c.Catalogue
	case queue.PartCalendar:
		c.Calendar = &queue.Calendar{}
		into = c.Calendar
	case queue.PartRules:
		c.Rules = &queue.Rules{}
		into = c.Rules
	default:
		return bad("there is no part %q; parts are calendar, rules and catalogue", part)
	}
	if !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return bad("not a %s: it is no JSON object", part)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return bad("not a %s: %v", part, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return bad("not a %s: something follows it", part)
	}
	return c, nil
}
