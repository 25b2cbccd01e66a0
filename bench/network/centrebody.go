package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"onewindow/central"
	"onewindow/central/halls"
)

// readyFile is in the centre's folder once halls can reach it.
const readyFile = "ready"

// runCentre is the centre's program without its interface for people.
func runCentre(args []string) error {
	flags := flag.NewFlagSet("centre", flag.ContinueOnError)
	set := central.Settings{Name: "bench", Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	set.Halls.Host = "127.0.0.1"
	var c halls.Cluster
	flags.StringVar(&set.Data, "data", "", "folder")
	flags.StringVar(&set.DB, "db", "", "address of the database")
	flags.IntVar(&set.Halls.Port, "port", 0, "port for halls")
	flags.Func("nats", "server of a cluster", func(s string) error { c.URLs = append(c.URLs, s); return nil })
	flags.StringVar(&c.CA, "nats-ca", "", "authority of the cluster")
	flags.StringVar(&c.Credentials, "nats-credentials", "", "the centre's own at the cluster")
	flags.StringVar(&c.Issuer, "nats-issuer", "", "key by which halls are let in")
	flags.StringVar(&c.System, "nats-system", "", "credentials of the system's account")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if len(c.URLs) > 0 {
		set.Cluster = &c
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	running, err := central.Open(ctx, set)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(set.Data, readyFile), nil, 0o600); err != nil {
		return err
	}
	<-ctx.Done()
	end, done := context.WithTimeout(context.Background(), 20*time.Second)
	defer done()
	return errors.Join(running.Close(end))
}
