package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"onewindow/queue"
)

// ItemNames are the names of the items of a hall's catalogue in force, by their codes;
// none if it is not known. What is in force is as of the event up to which the hall's
// rows go.
func (s *Store) ItemNames(ctx context.Context, hall string) (names map[string]queue.Text, err error) {
	var body string
	err = s.reader.QueryRowContext(ctx, s.d.bind(`SELECT n.body FROM halls h JOIN catalogues c ON c.hall = h.id AND c.hash = h.catalogue
		JOIN item_names n ON n.content = c.names WHERE h.hall = $1`), hall).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &names)
	}
	if err != nil {
		return nil, fmt.Errorf("store: the items of %s: %w", hall, err)
	}
	return names, nil
}

// keepNames writes the names of a catalogue's items, unless some hall has had the same.
func (s *Store) keepNames(ctx context.Context, tx *sql.Tx, c queue.Catalogue) (content string, err error) {
	names := make(map[string]queue.Text, len(c.Items))
	for i := range c.Items {
		it := &c.Items[i]
		names[it.Code] = it.Name
	}
	body, err := json.Marshal(names) // in the order of their codes, so that the same is the same
	if err != nil {
		return "", err
	}
	content = contentOf(body)
	if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO item_names (content, body) VALUES ($1, $2) ON CONFLICT (content) DO NOTHING"), content, clean(string(body))); err != nil {
		return "", fmt.Errorf("note the names of items: %w", err)
	}
	return content, nil
}
