package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"onewindow/central"
	"onewindow/central/api"
	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/cli/config"
	"onewindow/trust/door"
)

// central runs the centre of a network of halls, and holds what is asked of one that
// runs.
func (a *app) central() *cobra.Command {
	o := &centralAsk{}
	var noRecover bool
	c := &cobra.Command{
		Use:   "central",
		Short: "Run the centre of a network of halls, or ask the one that runs",
		Long: `Run the centre of a network of halls: it hears every hall within a second, keeps all
that happened, and shows the district. No hall needs it to work. docs/centre.md is
its page.

The sub-commands ask a centre that runs, by default the one of this machine:
  onewindow central network load longgang
  onewindow central hall invite LG-PH-09
  onewindow central status

In the data folder the centre keeps network.json: what halls could not give again. A
database without a network, because it is new or was lost, is given that one at the
start, and the halls send again what they have.

Exit codes: 0 done, 2 usage, 3 configuration, 4 the database cannot be used,
6 refused by the centre (the code is printed), 75 no answer, 1 anything else.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownVerb(c, args)
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			conf, err := a.load()
			if err != nil {
				return err
			}
			log, closeLog, err := openLog(conf.Log, a.err)
			if err != nil {
				return failWith(exitConfig, err)
			}
			defer closeLog()
			return runCentre(c.Context(), conf.Central, noRecover, log)
		},
	}
	c.Flags().BoolVar(&noRecover, "no-recover", false, "begin a new network: do not put the one in network.json back; the file is set aside")
	a.flag(c, "name", "central.name", "name of the centre for people")
	a.flag(c, "db", "central.db", "address of the database; empty is central.db in the data folder")
	a.flag(c, "host", "central.host", "address to listen on for halls")
	a.flag(c, "port", "central.port", "port to listen on for halls")
	a.flag(c, "web-port", "central.web_port", "port for halls that only the web's ports are open to")
	a.flag(c, "http-host", "central.http_host", "address of the HTTP interface and the district's page")
	a.flag(c, "http-port", "central.http_port", "port of the HTTP interface and the district's page")
	c.PersistentFlags().Func("data", "data folder of the centre on this machine", func(v string) error { a.flags["central.data"] = v; return nil })
	o.flags(c)
	c.AddCommand(
		a.centralNetwork(o), a.centralHall(o), a.centralPublish(o), a.centralWithdraw(o), a.centralPublications(o), a.centralSample(),
		a.centralToken(o), a.centralStatus(o), a.centralExport(o), a.centralDeeds(o), a.centralBackup(),
	)
	return c
}

// runCentre runs a centre until ctx ends; with noRecover a network that was lost is not
// put back.
func runCentre(ctx context.Context, set config.Central, noRecover bool, log *slog.Logger) error {
	web, err := httpSettings(set)
	if err != nil {
		return failWith(exitConfig, err)
	}
	if err := checkNames(set.Names); err != nil {
		return failWith(exitConfig, err)
	}
	if err := writable(set.Data); err != nil {
		return failWith(exitConfig, err)
	}
	// The port is taken before anything else is begun, so that a second centre on this
	// machine is told so, and does nothing.
	listener, err := web.listen()
	if err != nil {
		return failWith(exitConfig, err)
	}
	meter := api.NewMeter()
	settings := centreSettings(set, log)
	settings.Ingested, settings.NoRecover = meter.Ingested, noRecover
	c, err := central.Open(ctx, settings)
	if err != nil {
		if listener != nil {
			_ = listener.Close() // nothing was said over it
		}
		return failWith(centreCode(err), centreHint(err))
	}
	err = serveCentre(ctx, set, c, web, listener, meter, log)
	closing, done := context.WithTimeout(context.Background(), stopTime)
	defer done()
	return errors.Join(err, failWith(exitFailure, c.Close(closing)))
}

// serveCentre serves an open centre until ctx ends.
func serveCentre(ctx context.Context, set config.Central, c *central.Centre, web webSettings, listener *webListener, meter *api.Meter, log *slog.Logger) error {
	if err := ownToken(ctx, set.Data, c, log); err != nil {
		if listener != nil {
			_ = listener.Close()
		}
		return failWith(exitConfig, err)
	}
	s, err := openWeb(set.Data, c, web, listener, meter, log)
	if err != nil {
		return failWith(exitConfig, err)
	}
	db := config.WithoutPassword(set.DB)
	if db == "" {
		db = filepath.Join(set.Data, "central.db")
	}
	log.Info("the centre is open", "name", set.Name, "halls", c.URLs(), "http", s.url, "data", set.Data, "db", db, "places", c.Tree().Len())
	if c.Tree().Len() == 0 {
		log.Info("the network has no halls yet; load them with `onewindow central network load`")
	}
	select {
	case <-ctx.Done():
		log.Info("stopping")
	case err = <-s.broken:
		err = failWith(exitFailure, fmt.Errorf("the HTTP interface has ended: %w", err))
	}
	return errors.Join(err, s.close())
}

// centreSettings are what the configuration says of the centre.
func centreSettings(set config.Central, log *slog.Logger) central.Settings {
	s := central.Settings{
		Name: set.Name, Data: set.Data, DB: set.DB, Log: log,
		Halls: halls.Settings{Host: set.Host, Port: set.Port, WebPort: set.WebPort, Names: set.Names, NoTLS: set.NoTLS},
	}
	if len(set.NATS) > 0 {
		s.Cluster = &halls.Cluster{URLs: set.NATS, Credentials: set.NATSCredentials, CA: set.NATSCA, Issuer: set.NATSIssuer, HallURLs: set.NATSHalls, System: set.NATSSystem}
	}
	return s
}

// centreCode is the exit code of a centre that cannot start.
func centreCode(err error) int {
	if errors.Is(err, central.ErrStore) {
		return exitStore
	}
	return exitConfig
}

// hintedError is an error with its way out.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }
func (e *hintedError) Hint() string  { return e.hint }

// hinted adds the way out to an error.
func hinted(err error, hint string) error {
	if err == nil {
		return nil
	}
	return &hintedError{err, hint}
}

// centreHint says the way out of a centre that cannot start.
func centreHint(err error) error {
	switch {
	case errors.Is(err, central.ErrRunning):
		return hinted(err, "it serves already; stop that one first, or give this one a folder of its own with central.data")
	case errors.Is(err, network.ErrNewerKeepsake):
		return hinted(err, "install the newer release again; or begin a new network, and move the file away or start once with --no-recover")
	case errors.Is(err, central.ErrKeepsake):
		return hinted(err, "put a good copy of it there; or begin a new network, and move the file away or start once with --no-recover")
	case errors.Is(err, store.ErrNewer):
		return hinted(err, "install the newer release again, or put the backup back that was made before it first ran")
	case errors.Is(err, central.ErrStore):
		return hinted(err, "look at the setting central.db, and whether the database is there, takes this user and has room; a file that is damaged is replaced by a backup, or removed so that network.json and the halls fill a new one, see docs/centre.md")
	}
	return err
}

// writable makes the data folder and tries to write into it.
func writable(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(dir, ".try-*"); err == nil {
			err = errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	if err != nil {
		return hinted(fmt.Errorf("data folder: %w", err), "create it for the user that runs the centre, or set central.data")
	}
	return nil
}

// loopback reports whether only this machine reaches an address.
func loopback(host string) bool { return door.Loopback(host) }

// stopWeb bounds how long requests of the HTTP interface may take to end.
const stopWeb = 5 * time.Second
