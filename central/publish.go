package central

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// maxNote bounds the note of a publication, in bytes.
const maxNote = 500

// readPart reads the body of a publication as strictly as a hall does, and writes it
// in the one form that every hall is sent. The errors say what is wrong with it. What
// only a hall can judge, such as whether it has the themes of a catalogue, it judges
// itself, and says so (wire.PartState.Why).
func readPart(part queue.Part, body []byte) (json.RawMessage, *wire.Error) {
	const hint = "nothing was published; correct the file"
	bad := func(err error) *wire.Error {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("not a %s: %v", part, err), Hint: hint}
	}
	c, werr := wire.ReadPart(part, body)
	if werr != nil {
		werr.Hint = hint
		return nil, werr
	}
	var value any
	var err error
	switch part {
	case queue.PartCatalogue:
		if value, err = c.Catalogue, c.Catalogue.ValidateAlone(); err == nil && len(c.Catalogue.Items) == 0 {
			err = errors.New("it has no items")
		}
	case queue.PartCalendar:
		value, err = c.Calendar, c.Calendar.Validate()
	case queue.PartRules:
		if value, err = c.Rules, whole(body, *c.Rules); err == nil {
			err = c.Rules.Validate()
		}
	}
	if err != nil {
		return nil, bad(err)
	}
	out, err := json.Marshal(value)
	if err != nil {
		return nil, bad(err)
	}
	if len(out) > wire.MaxDocument {
		return nil, wire.TooLarge(len(out), wire.MaxDocument)
	}
	return out, nil
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
	p.At, p.Hash, p.Bytes = time.Now().UTC().Truncate(time.Millisecond), "", 0
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
		p.Body, p.Hash = body, wire.PartHash(body)
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

// Publications are all that were ever published, newest first, without their bodies.
// Errors are *wire.Error.
func (c *Centre) Publications(ctx context.Context) ([]network.Publication, error) {
	all, err := c.archive.Publications(ctx)
	if err != nil {
		return nil, c.storage("read the publications", err)
	}
	return all, nil
}

// Publication is one with its body; ok is false if there is none of that version. Errors
// are *wire.Error.
func (c *Centre) Publication(ctx context.Context, version uint64) (p network.Publication, ok bool, err error) {
	if p, ok, err = c.archive.Publication(ctx, version); err != nil {
		return p, false, c.storage("read the publication", err)
	}
	return p, ok, nil
}

// published reports whether something is in force for exactly that target.
func (c *Centre) published(part queue.Part, target network.Target) bool {
	pubs, _ := c.board.publications()
	return slices.ContainsFunc(pubs, func(p network.Publication) bool { return p.Part == part && p.Target == target })
}
