package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/wire"
)

// runCentre is the centre's program without its interface for people: the store, and
// the connections of halls.
func runCentre(args []string) (err error) {
	flags := flag.NewFlagSet("centre", flag.ContinueOnError)
	dir := flags.String("dir", "", "folder")
	db := flags.String("db", "", "address of the database")
	port := flags.Int("port", 0, "port for halls")
	ca := flags.String("ca", "", "authority of the cluster")
	var nats []string
	flags.Func("nats", "server of a cluster", func(s string) error { nats = append(nats, s); return nil })
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	st, err := store.Open(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	set := halls.Settings{Host: "127.0.0.1", Port: *port, Dir: *dir, Name: "bench", Log: log}
	known, err := readKeys(*dir)
	if err != nil {
		return err
	}
	var h *halls.Halls
	if len(nats) > 0 {
		h, err = halls.Connect(ctx, halls.Settings{Log: log}, halls.Cluster{URLs: nats, CA: *ca}, known, st, nil)
	} else {
		h, err = halls.Listen(ctx, set, known, st, nil)
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(*dir, readyFile), nil, 0o600); err != nil {
		return err
	}
	<-ctx.Done()
	end, done := context.WithTimeout(context.Background(), 20*time.Second)
	defer done()
	return h.Close(end)
}

// knownKeys are the halls of a measurement by their keys; they neither come nor go.
type knownKeys map[string]string

func readKeys(dir string) (k knownKeys, err error) {
	b, err := os.ReadFile(filepath.Join(dir, keysFile))
	if err != nil {
		return nil, err
	}
	return k, json.Unmarshal(b, &k)
}

var errFixed = errors.New("the halls of a measurement neither come nor go")

// Hall implements halls.Registry.
func (k knownKeys) Hall(_ context.Context, key string) (string, bool, error) {
	hall, ok := k[key]
	return hall, ok, nil
}

// Invite implements halls.Registry.
func (knownKeys) Invite(context.Context, network.Invitation, time.Time) error { return errFixed }

// Invitation implements halls.Registry.
func (knownKeys) Invitation(context.Context, string) (network.Invitation, bool, error) {
	return network.Invitation{}, false, nil
}

// Enrol implements halls.Registry.
func (knownKeys) Enrol(context.Context, string, network.Enrolled) (string, error) {
	return "", errFixed
}

// Revoke implements halls.Registry.
func (knownKeys) Revoke(context.Context, string) (bool, error) { return false, errFixed }

// List implements halls.Registry.
func (k knownKeys) List(context.Context) (all []network.Enrolled, err error) {
	for key, hall := range k {
		if !wire.ValidToken(hall) {
			return nil, fmt.Errorf("%q is no hall's code", hall)
		}
		all = append(all, network.Enrolled{Hall: hall, Key: key, Name: "bench"})
	}
	return all, nil
}
