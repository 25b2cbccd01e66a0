package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"onewindow/central/project"
	"onewindow/queue"
	"onewindow/wire"
)

const (
	// claimHolds is for how long a claim counts that has not become a number: for so
	// long a hall may be about to give one.
	claimHolds = time.Minute
	// claimUnknown is for how long a claim counts whose number has not been told by its
	// hall's events, as while the hall catches up.
	claimUnknown = 24 * time.Hour
)

// Claim decides whether a citizen may take a number at a hall, as claims at other
// halls and the numbers that these became stand at that time, and notes the claim
// where it is granted. It is one step, so that of two halls that ask for one citizen at
// the same moment the second one sees the first one's claim.
//
// A claim counts for a minute; once it has become a number (Claimed), as long as that
// is live by what its hall has told, and for a day while the hall has told nothing of
// it. The same request again is granted again. Only the citizen's key is kept, and it
// is in no log.
func (s *Store) Claim(ctx context.Context, hall string, r wire.ClaimRequest, at time.Time) (reply wire.ClaimReply, err error) {
	r.Citizen = clean(r.Citizen)
	items, err := json.Marshal(r.Items)
	if err != nil {
		return reply, fmt.Errorf("store: claim: %w", err)
	}
	err = s.transact(ctx, "claim", func(tx *sql.Tx) error {
		reply = wire.ClaimReply{}
		if err := s.guard(ctx, tx, "claims of "+r.Citizen); err != nil {
			return err
		}
		claims, err := s.claims(ctx, tx, r.Citizen)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(claims, func(c claim) bool { return c.hall == hall && c.rid == r.RID && c.live(at) }) {
			if against, code := weigh(claims, hall, r, at); against != nil {
				reply.Refused, err = s.refuseClaim(ctx, tx, against, code, r)
				return err
			}
		}
		_, err = tx.ExecContext(ctx, s.d.bind(`INSERT INTO claims (hall, rid, citizen, items, day, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (hall, rid) DO UPDATE SET citizen = excluded.citizen, items = excluded.items, day = excluded.day, at = CASE WHEN claims.number = '' THEN excluded.at ELSE claims.at END`),
			hall, clean(r.RID), r.Citizen, string(items), clean(r.Day), at.UnixMilli())
		return err
	})
	if err != nil {
		return wire.ClaimReply{}, err
	}
	return reply, nil
}

// claim is one that is kept, with what is known of its number.
type claim struct {
	hall, rid, number string
	items             []string
	at                time.Time
	// state is that of its ticket; empty while the hall has told nothing of it. left is
	// true if that is of a history that the hall has left.
	state string
	left  bool
}

// live reports whether the claim counts.
func (c *claim) live(at time.Time) bool {
	switch {
	case c.number == "":
		return at.Sub(c.at) < claimHolds
	case c.state != "":
		return c.state != project.StateLost && queue.TicketState(c.state).Live()
	case c.left:
		return false
	}
	return at.Sub(c.at) < claimUnknown
}

// weigh finds the claim that stands against a request, and why; nil if none does. The
// hall's own claims do not count: what is there it decides itself.
func weigh(claims []claim, hall string, r wire.ClaimRequest, at time.Time) (against *claim, code queue.Code) {
	live := 0
	for i := range claims {
		c := &claims[i]
		if c.hall == hall || !c.live(at) {
			continue
		}
		live++
		if slices.ContainsFunc(c.items, func(item string) bool { return slices.Contains(r.Items, item) }) {
			return c, queue.CodeSameItem
		}
		if against == nil {
			against = c
		}
	}
	if against != nil && r.Most > 0 && r.Held+live >= r.Most {
		return against, queue.CodeTooMany
	}
	return nil, ""
}

// claims are all that are kept of a citizen, the oldest first.
func (s *Store) claims(ctx context.Context, tx *sql.Tx, citizen string) (all []claim, err error) {
	rows, err := tx.QueryContext(ctx, s.d.bind(`SELECT c.hall, c.rid, c.number, c.items, c.at,
			coalesce((SELECT t.state FROM tickets t WHERE t.hall = h.id AND t.day = c.day AND t.number = c.number AND t.superseded = 0), ''),
			(SELECT count(*) FROM tickets t WHERE t.hall = h.id AND t.day = c.day AND t.number = c.number AND t.superseded <> 0)
		FROM claims c LEFT JOIN halls h ON h.hall = c.hall WHERE c.citizen = $1 ORDER BY c.at, c.hall, c.rid`), citizen)
	if err != nil {
		return nil, fmt.Errorf("read the claims: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	for rows.Next() {
		var c claim
		var items string
		var at, left int64
		if err := rows.Scan(&c.hall, &c.rid, &c.number, &items, &at, &c.state, &left); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(items), &c.items); err != nil {
			return nil, fmt.Errorf("the items of a claim: %w", err)
		}
		c.at, c.left = moment(at), left > 0
		all = append(all, c)
	}
	return all, nil
}

// refuseClaim words a refusal.
func (s *Store) refuseClaim(ctx context.Context, q queryer, against *claim, code queue.Code, r wire.ClaimRequest) (*queue.Refusal, error) {
	name, err := s.nameOf(ctx, q, against.hall)
	if err != nil {
		return nil, err
	}
	params := []string{"hall", against.hall, "name", name, "number", against.number}
	if code == queue.CodeSameItem {
		return queue.Refuse(code, "this citizen already holds a number for the item in another hall", params...), nil
	}
	return queue.Refuse(code, "this citizen already holds as many numbers as the hall allows, in other halls too", append(params, "most", strconv.Itoa(r.Most))...), nil
}

// nameOf is a hall's name in Chinese: that of its place, or what the hall calls itself,
// or its code.
func (s *Store) nameOf(ctx context.Context, q queryer, hall string) (string, error) {
	var place, own, said string
	err := q.QueryRowContext(ctx, s.d.bind(`SELECT coalesce((SELECT name FROM places WHERE hall = $1), '{}'), coalesce((SELECT name FROM halls WHERE hall = $1), ''), coalesce((SELECT hello_name FROM halls WHERE hall = $1), '')`), hall).
		Scan(&place, &own, &said)
	if err != nil {
		return "", fmt.Errorf("read the name of %s: %w", hall, err)
	}
	var t queue.Text
	if err := json.Unmarshal([]byte(place), &t); err != nil {
		return "", fmt.Errorf("read the name of %s: %w", hall, err)
	}
	for _, name := range []string{t.ZhHans, own, said} {
		if name != "" {
			return name, nil
		}
	}
	return hall, nil
}

// Claimed notes which number a claim became, or ends it if none was drawn. A claim of
// which the centre did not hear counts from then, but for no item.
func (s *Store) Claimed(ctx context.Context, hall string, r wire.ClaimedRequest, at time.Time) error {
	r.Citizen = clean(r.Citizen)
	return s.transact(ctx, "claimed", func(tx *sql.Tx) error {
		if err := s.guard(ctx, tx, "claims of "+r.Citizen); err != nil {
			return err
		}
		if r.Number == "" {
			_, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM claims WHERE hall = $1 AND rid = $2"), hall, clean(r.RID))
			return err
		}
		_, err := tx.ExecContext(ctx, s.d.bind(`INSERT INTO claims (hall, rid, citizen, items, day, number, at) VALUES ($1, $2, $3, '[]', $4, $5, $6)
			ON CONFLICT (hall, rid) DO UPDATE SET day = excluded.day, number = excluded.number, at = excluded.at`),
			hall, clean(r.RID), r.Citizen, clean(r.Day), clean(r.Number), at.UnixMilli())
		return err
	})
}

// ForgetClaims removes all claims of before that time, and with them what the centre
// knows of who took a number where. Whoever runs the centre calls it with a time a day
// or some days back: a hall that is never heard again keeps a citizen from no other
// hall for longer than that.
func (s *Store) ForgetClaims(ctx context.Context, before time.Time) error {
	return s.transact(ctx, "forget claims", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM claims WHERE at < $1"), before.UnixMilli())
		return err
	})
}
