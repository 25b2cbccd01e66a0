package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"onewindow/central"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/queue"
)

// admit puts halls with their keys into the database of a centre: their places, those
// of the catalogue as they are there, and their enrolment, as if every one of them had
// joined with a token.
func admit(ctx context.Context, db string, keys map[string]key) (err error) {
	st, err := store.Open(ctx, db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	places, err := central.PackagedPlaces()
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, p := range places {
		known[p.Hall] = true
	}
	for hall := range keys {
		if !known[hall] {
			places = append(places, network.Place{Hall: hall, Name: queue.Text{ZhHans: hall}, Level: queue.LevelCommunity})
		}
	}
	if err := st.PutPlaces(ctx, places...); err != nil {
		return err
	}
	now := time.Now()
	for hall, k := range keys {
		inv := network.Invitation{ID: "bench-" + hall, Hall: hall, Expires: now.Add(time.Hour)}
		if err := st.Keys().Invite(ctx, inv, now); err != nil {
			return err
		}
		if _, err := st.Keys().Enrol(ctx, inv.ID, network.Enrolled{Hall: hall, Key: k.public, Name: "bench", At: now}); err != nil {
			return fmt.Errorf("enrol %s: %w", hall, err)
		}
	}
	return nil
}
