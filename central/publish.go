package central

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// MaxBody is the largest publication, in bytes.
const MaxBody = 512 << 10

// maxNote bounds the note of a publication, in bytes.
const maxNote = 500

// readPart reads the body of a publication as strictly as a hall does, and writes it
// in the one form that every hall is sent. The errors say what is wrong with it. What
// only a hall can judge, such as whether it has the themes of a catalogue, it judges
// itself, and says so (wire.PartState.Why).
func readPart(part queue.Part, body []byte) (json.RawMessage, *wire.Error) {
	bad := func(err error) *wire.Error {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("not a %s: %v", part, err), Hint: "nothing was published; correct the file"}
	}
	if len(body) > MaxBody {
		return nil, wire.TooLarge(len(body), MaxBody)
	}
	var value any
	switch part {
	case queue.PartCatalogue:
		c := queue.Catalogue{}
		if err := strictly(body, &c); err != nil {
			return nil, bad(err)
		}
		if len(c.Items) == 0 {
			return nil, bad(fmt.Errorf("it has no items"))
		}
		if err := c.Validate(&queue.Settings{Themes: themesOf(c)}); err != nil {
			return nil, bad(err)
		}
		value = c
	case queue.PartCalendar:
		c := queue.Calendar{}
		if err := strictly(body, &c); err != nil {
			return nil, bad(err)
		}
		for day := range c.Days {
			if t, err := time.Parse(time.DateOnly, day); err != nil || t.Format(time.DateOnly) != day {
				return nil, bad(fmt.Errorf("days: %q is no date like 2026-10-01", day))
			}
		}
		value = c
	case queue.PartRules:
		r := queue.Rules{}
		if err := strictly(body, &r); err != nil {
			return nil, bad(err)
		}
		if err := whole(body, r); err != nil {
			return nil, bad(err)
		}
		if err := checkRules(r); err != nil {
			return nil, bad(err)
		}
		value = r
	default:
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("there is no part %q", part), Hint: "one of calendar, rules and catalogue"}
	}
	out, err := json.Marshal(value)
	if err != nil {
		return nil, bad(err)
	}
	return out, nil
}

// strictly reads one JSON value and refuses fields that nobody knows.
func strictly(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("something follows it")
	}
	return nil
}

// whole reports a rule that is left out: it would be zero at every hall.
func whole(body []byte, r queue.Rules) error {
	var has map[string]json.RawMessage
	if err := json.Unmarshal(body, &has); err != nil {
		return err
	}
	t := reflect.TypeOf(r)
	var missing []string
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if _, ok := has[name]; !ok && options == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("all rules are published together; missing: %s", strings.Join(missing, ", "))
	}
	return nil
}

// themesOf are themes that make the catalogue's own checks pass, where they can pass.
func themesOf(c queue.Catalogue) (list []queue.Theme) {
	for _, it := range c.Items {
		if wire.ValidToken(it.Theme) {
			list = append(list, queue.Theme{ID: it.Theme})
		}
	}
	return list
}

// checkRules has the rules checked as part of the settings of a hall that has nothing
// wrong besides.
func checkRules(r queue.Rules) error {
	s := queue.Settings{
		Hall:   queue.Hall{ID: "any", Name: queue.Text{ZhHans: "厅"}, Sessions: []queue.Session{{Open: 0, Close: 1}}},
		Themes: []queue.Theme{{ID: "any", Prefix: "A", Name: queue.Text{ZhHans: "厅"}, Minutes: 1}},
		Rules:  r,
	}
	return s.Validate()
}

// Publish publishes a part to the halls of a target, or, with an empty body, takes
// back what was published for exactly that target; the part is then what a wider
// target says, or the halls' own. The body is checked first, and whoever does it
// stands in p.By. The halls concerned are told at once, others when they connect. It
// returns the publication with its version. Errors are *wire.Error:
// wire.CodeBadRequest, wire.CodeTooLarge, wire.CodeStorage.
func (c *Centre) Publish(ctx context.Context, p network.Publication) (network.Publication, error) {
	if len(p.Note) > maxNote {
		return p, &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("the note has %d bytes", len(p.Note)), Hint: fmt.Sprintf("at most %d", maxNote)}
	}
	if err := c.refresh(ctx); err != nil {
		return p, c.storage("read the network", err)
	}
	if err := p.Validate(c.board.network()); err != nil {
		return p, err
	}
	p.At, p.Hash = time.Now().UTC().Truncate(time.Millisecond), ""
	if p.Withdraws() {
		p.Body = nil
		if !c.published(p.Part, p.Target) {
			return p, &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("no %s is published for %s", p.Part, p.Target), Hint: "see the list of publications"}
		}
	} else {
		body, werr := readPart(p.Part, p.Body)
		if werr != nil {
			return p, werr
		}
		sum := sha256.Sum256(body)
		p.Body, p.Hash = body, hex.EncodeToString(sum[:])
	}
	version, err := c.archive.Publish(ctx, p)
	if err != nil {
		return p, c.storage("publish", err)
	}
	p.Version = version
	c.keeper.change()
	c.refreshed(ctx)
	return p, nil
}

// Publications are all that were ever published, newest first. Errors are *wire.Error.
func (c *Centre) Publications(ctx context.Context) ([]network.Publication, error) {
	all, err := c.archive.Publications(ctx)
	if err != nil {
		return nil, c.storage("read the publications", err)
	}
	return all, nil
}

// published reports whether something is in force for exactly that target.
func (c *Centre) published(part queue.Part, target network.Target) bool {
	for _, p := range c.board.publications() { // newest first
		if p.Part == part && p.Target == target {
			return !p.Withdraws()
		}
	}
	return false
}
