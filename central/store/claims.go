package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"onewindow/central/network"
	"onewindow/central/project"
	"onewindow/queue"
	"onewindow/wire"
)

// Claim decides by network.Weigh whether a citizen may take a number at a hall, as the
// claims of all halls and the numbers that these became stand at that time, and notes
// the claim where it is granted. It is one step, so that of two halls that ask for one
// citizen at the same moment the second one sees the first one's claim.
//
// The same request again is granted again. A hall's claim whose name stands for another
// citizen already is a *wire.Error, and changes nothing. Only the citizen's key is
// kept, and it is in no log.
func (s *Store) Claim(ctx context.Context, hall string, r wire.ClaimRequest, at time.Time) (reply wire.ClaimReply, err error) {
	r.RID, r.Citizen = clean(r.RID), clean(r.Citizen)
	items, err := json.Marshal(r.Items)
	if err != nil {
		return reply, fmt.Errorf("store: claim: %w", err)
	}
	err = s.transact(ctx, "claim", func(tx *sql.Tx) error {
		reply = wire.ClaimReply{}
		if err := s.guard(ctx, tx, "claims of "+r.Citizen); err != nil {
			return err
		}
		claims, err := s.claims(ctx, tx, "WHERE c.citizen = $1", r.Citizen)
		if err != nil {
			return err
		}
		reply.Refused, err = network.Weigh(claims, hall, r, at, func(hall string) (string, error) { return s.nameOf(ctx, tx, hall) })
		if err != nil || reply.Refused != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, s.d.bind(`INSERT INTO claims (hall, rid, citizen, items, day, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (hall, rid) DO UPDATE SET items = excluded.items, day = excluded.day, at = CASE WHEN claims.number = '' THEN excluded.at ELSE claims.at END
			WHERE claims.citizen = excluded.citizen`),
			hall, r.RID, r.Citizen, string(items), clean(r.Day), at.UnixMilli())
		return ofOneCitizen(res, err)
	})
	if err != nil {
		return wire.ClaimReply{}, err
	}
	return reply, nil
}

// ofOneCitizen refuses what would have put one citizen in another's place.
func ofOneCitizen(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); n > 0 || err != nil {
		return err
	}
	return &wire.Error{Code: wire.CodeBadRequest, Msg: "the claim's name is that of another citizen's", Hint: "each number that is asked for has a claim of its own name"}
}

// claims are those that are kept, the oldest first, with what is known of their
// numbers. A hall is behind while it has said that it has events which the rows do not
// know, or another history of which none has come.
func (s *Store) claims(ctx context.Context, q queryer, which string, args ...any) (all []network.Claim, err error) {
	rows, err := q.QueryContext(ctx, s.d.bind(`SELECT c.hall, c.rid, c.number, c.items, c.at, coalesce(t.state, ''), coalesce(t.more, ''),
			(SELECT count(*) FROM tickets x WHERE x.hall = h.id AND x.day = c.day AND x.number = c.number AND x.superseded <> 0),
			CASE WHEN h.rows_seq < h.hall_seq OR h.rows_seq < h.watermark OR h.next_line <> '' THEN 1 ELSE 0 END, coalesce(h.segment_at, 0)
		FROM claims c LEFT JOIN halls h ON h.hall = c.hall
		LEFT JOIN tickets t ON t.hall = h.id AND t.day = c.day AND t.number = c.number AND t.superseded = 0
		`+which+" ORDER BY c.at, c.hall, c.rid"), args...)
	if err != nil {
		return nil, fmt.Errorf("read the claims: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	for rows.Next() {
		var c network.Claim
		var items, state, more string
		var at, left, behind, heard int64
		if err := rows.Scan(&c.Hall, &c.RID, &c.Number, &items, &at, &state, &more, &left, &behind, &heard); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(items), &c.Items); err != nil {
			return nil, fmt.Errorf("the items of a claim: %w", err)
		}
		c.At, c.Behind, c.Heard = moment(at), behind != 0, moment(heard)
		switch {
		case state == project.StateLost || state != "" && !queue.TicketState(state).Live() || state == "" && left > 0:
			c.Fate = network.FateOver
		case state != "":
			c.Fate = network.FateLive
			if c.Items, err = stillToDo(more); err != nil {
				return nil, err
			}
		}
		all = append(all, c)
	}
	return all, nil
}

// stillToDo are the items of a ticket's row that are not done: those of its legs from
// the present one on, whatever was asked for at first.
func stillToDo(more string) (items []string, err error) {
	var t project.Ticket
	if err := readMore(more, &t); err != nil {
		return nil, err
	}
	var legs []queue.Leg
	if err := json.Unmarshal([]byte(t.Legs), &legs); err != nil {
		return nil, fmt.Errorf("read the legs of a ticket: %w", err)
	}
	for _, l := range legs[min(max(t.Leg, 0), len(legs)):] {
		items = append(items, l.Items...)
	}
	return items, nil
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
// which the centre did not hear counts from then, but for no item before the hall's
// events tell them. One that is another citizen's is refused as by Claim, or stays.
func (s *Store) Claimed(ctx context.Context, hall string, r wire.ClaimedRequest, at time.Time) error {
	r.RID, r.Citizen = clean(r.RID), clean(r.Citizen)
	return s.transact(ctx, "claimed", func(tx *sql.Tx) error {
		if err := s.guard(ctx, tx, "claims of "+r.Citizen); err != nil {
			return err
		}
		if r.Number == "" {
			_, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM claims WHERE hall = $1 AND rid = $2 AND citizen = $3"), hall, r.RID, r.Citizen)
			return err
		}
		res, err := tx.ExecContext(ctx, s.d.bind(`INSERT INTO claims (hall, rid, citizen, items, day, number, at) VALUES ($1, $2, $3, '[]', $4, $5, $6)
			ON CONFLICT (hall, rid) DO UPDATE SET day = excluded.day, number = excluded.number, at = CASE WHEN claims.number = excluded.number THEN claims.at ELSE excluded.at END
			WHERE claims.citizen = excluded.citizen`),
			hall, r.RID, r.Citizen, clean(r.Day), clean(r.Number), at.UnixMilli())
		return ofOneCitizen(res, err)
	})
}

// ForgetClaims removes the claims that can count no more (network.Claim.Over), and with
// them what the centre knows of who took a number where. Whoever runs the centre calls
// it every few minutes.
func (s *Store) ForgetClaims(ctx context.Context, at time.Time) error {
	all, err := s.claims(ctx, s.reader, "")
	if err != nil {
		return fmt.Errorf("store: forget claims: %w", err)
	}
	over := all[:0]
	for _, c := range all {
		if c.Over(at) {
			over = append(over, c)
		}
	}
	if len(over) == 0 {
		return nil
	}
	return s.transact(ctx, "forget claims", func(tx *sql.Tx) error {
		for _, c := range over {
			// One that has become a number, or was made anew, meanwhile is another one.
			_, err := tx.ExecContext(ctx, s.d.bind("DELETE FROM claims WHERE hall = $1 AND rid = $2 AND number = $3 AND at = $4"), c.Hall, c.RID, c.Number, c.At.UnixMilli())
			if err != nil {
				return err
			}
		}
		return nil
	})
}
