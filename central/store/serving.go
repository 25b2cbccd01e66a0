package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"onewindow/central/network"
	"onewindow/queue"
)

// Serving are the halls whose catalogue in force serves all of the items, in the order
// of their codes; none without items. What is in force is as of the event up to which
// a hall's rows go.
func (s *Store) Serving(ctx context.Context, items []string) (all []network.Serving, err error) {
	var want []string
	for _, code := range items {
		if code = clean(code); !slices.Contains(want, code) {
			want = append(want, code)
		}
	}
	if len(want) == 0 {
		return nil, nil
	}
	list, args := strings.Builder{}, make([]any, len(want))
	for i, code := range want {
		fmt.Fprintf(&list, ",$%d", i+1)
		args[i] = code
	}
	// The items come first: a planner that knows nothing of the tables yet would go
	// through whole catalogues.
	rows, err := s.reader.QueryContext(ctx, s.d.bind("WITH x AS MATERIALIZED (SELECT item, content, theme, any_hall FROM serving WHERE item IN ("+list.String()[1:]+`))
		SELECT h.hall, x.item, x.theme, x.any_hall FROM halls h JOIN catalogues c ON c.hall = h.id AND c.hash = h.catalogue JOIN x ON x.content = c.content`), args...)
	if err != nil {
		return nil, fmt.Errorf("store: serving: %w", err)
	}
	defer func() { err = closed(rows, "serving", err) }()
	type line struct {
		theme string
		any   bool
	}
	halls := map[string]map[string]line{}
	for rows.Next() {
		var hall, item string
		var l line
		if err := rows.Scan(&hall, &item, &l.theme, &l.any); err != nil {
			return nil, err
		}
		if halls[hall] == nil {
			halls[hall] = map[string]line{}
		}
		halls[hall][item] = l
	}
	for hall, lines := range halls {
		if len(lines) < len(want) {
			continue
		}
		v := network.Serving{Hall: hall, AnyHall: true}
		for _, code := range want {
			l := lines[code]
			v.AnyHall = v.AnyHall && l.any
			if !slices.Contains(v.Themes, l.theme) {
				v.Themes = append(v.Themes, l.theme)
			}
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b network.Serving) int { return strings.Compare(a.Hall, b.Hall) })
	return all, nil
}

// Themes are the lines of a hall by its settings in force, in its order; none if they
// are not known.
func (s *Store) Themes(ctx context.Context, hall string) (themes []queue.Theme, err error) {
	var body string
	err = s.reader.QueryRowContext(ctx, s.d.bind(`SELECT t.body FROM halls h JOIN furnishings f ON f.hall = h.id AND f.hash = h.settings
		JOIN themes t ON t.content = f.content WHERE h.hall = $1`), hall).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &themes)
	}
	if err != nil {
		return nil, fmt.Errorf("store: the themes of %s: %w", hall, err)
	}
	return themes, nil
}

// Types of events that tell what a hall serves.
var (
	settingsType  = queue.SettingsChanged{}.Type()
	catalogueType = queue.CatalogueChanged{}.Type()
)

// furnishes reports whether events of that type tell what a hall serves.
func furnishes(kind string) bool { return kind == settingsType || kind == catalogueType }

// furnish keeps what an event tells of what its hall serves, by the hash that the hall
// gives it. So whatever becomes of the history, that which counts is found by the hash
// in force. An event that this build cannot read tells nothing.
func (s *Store) furnish(ctx context.Context, tx *sql.Tx, hall int64, kind string, record []byte) error {
	switch kind {
	case settingsType:
		var r struct {
			Data queue.SettingsChanged `json:"data"`
		}
		if json.Unmarshal(record, &r) != nil {
			return nil
		}
		body, err := json.Marshal(r.Data.Settings.Themes)
		if err != nil {
			return nil
		}
		content := contentOf(body)
		if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO themes (content, body) VALUES ($1, $2) ON CONFLICT (content) DO NOTHING"), content, string(body)); err != nil {
			return fmt.Errorf("note the themes: %w", err)
		}
		return s.means(ctx, tx, "furnishings (hall, hash, content) VALUES ($1, $2, $3)", "content = excluded.content", hall, r.Data.Hash, content)
	case catalogueType:
		var r struct {
			Data queue.CatalogueChanged `json:"data"`
		}
		if json.Unmarshal(record, &r) != nil {
			return nil
		}
		content, err := s.keepCatalogue(ctx, tx, r.Data.Catalogue)
		if err != nil {
			return err
		}
		names, err := s.keepNames(ctx, tx, r.Data.Catalogue)
		if err != nil {
			return err
		}
		return s.means(ctx, tx, "catalogues (hall, hash, content, names) VALUES ($1, $2, $3, $4)", "content = excluded.content, names = excluded.names", hall, r.Data.Hash, content, names)
	}
	return nil
}

// means notes what a hall means by a hash.
func (s *Store) means(ctx context.Context, tx *sql.Tx, into, set string, hall int64, hash string, content ...any) error {
	args := append([]any{hall, clean(hash)}, content...)
	if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO "+into+" ON CONFLICT (hall, hash) DO UPDATE SET "+set), args...); err != nil {
		return fmt.Errorf("note what a hall serves: %w", err)
	}
	return nil
}

// keepCatalogue writes the items of a catalogue, unless some hall has had the same.
func (s *Store) keepCatalogue(ctx context.Context, tx *sql.Tx, c queue.Catalogue) (content string, err error) {
	type row struct {
		Item, Theme string
		Any         int64
	}
	seen := make(map[string]bool, len(c.Items))
	var list []row
	for i := range c.Items {
		it := &c.Items[i]
		r := row{Item: clean(it.Code), Theme: clean(it.Theme)}
		if it.AnyHall {
			r.Any = 1
		}
		if !seen[r.Item] {
			seen[r.Item] = true
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b row) int { return strings.Compare(a.Item, b.Item) })
	body, err := json.Marshal(list)
	if err != nil {
		return "", err
	}
	content = contentOf(body)
	there := 0
	if err := tx.QueryRowContext(ctx, s.d.bind("SELECT count(*) FROM serving WHERE content = $1"), content).Scan(&there); err != nil {
		return "", fmt.Errorf("look for the catalogue: %w", err)
	}
	if there == len(list) {
		return content, nil
	}
	b := &batch{table: servingTable, args: make([]any, 0, len(list)*len(servingTable.columns))}
	for _, r := range list {
		b.add(r.Item, content, r.Theme, r.Any)
	}
	return content, s.d.fill(ctx, s, tx, b)
}

func contentOf(body []byte) string {
	h := sha256.Sum256(body)
	return hex.EncodeToString(h[:])
}

// refurnish does so for all that is kept of a hall, also of histories that it has
// left.
func (s *Store) refurnish(ctx context.Context, tx *sql.Tx, hall int64) error {
	records, err := s.allFurnishing(ctx, tx, hall)
	if err != nil {
		return err
	}
	for _, r := range records {
		if err := s.furnish(ctx, tx, hall, r.kind, r.body); err != nil {
			return err
		}
	}
	return nil
}

// allFurnishing are the events of all that is kept of a hall that tell what it serves.
func (s *Store) allFurnishing(ctx context.Context, q queryer, hall int64) (all []furnishingRecord, err error) {
	runs, err := ids(ctx, q, s.d.bind("SELECT id FROM runs WHERE hall = $1 ORDER BY id"), hall)
	if err != nil {
		return nil, fmt.Errorf("read the hall's runs: %w", err)
	}
	for _, run := range runs {
		records, err := s.furnishing(ctx, q, run)
		if err != nil {
			return nil, err
		}
		all = append(all, records...)
	}
	return all, nil
}

// ids are the first column of a query.
func ids(ctx context.Context, q queryer, query string, args ...any) (all []int64, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}

type furnishingRecord struct {
	kind string
	body []byte
}

// furnishing are the events of a run that tell what the hall serves.
func (s *Store) furnishing(ctx context.Context, q queryer, run int64) (all []furnishingRecord, err error) {
	rows, err := q.QueryContext(ctx, s.d.bind("SELECT type, body FROM events WHERE place BETWEEN $1 AND $2 AND type IN ($3, $4) ORDER BY place"),
		place(run, 0), place(run, maxSeq), settingsType, catalogueType)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r furnishingRecord
		if err := rows.Scan(&r.kind, &r.body); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}
