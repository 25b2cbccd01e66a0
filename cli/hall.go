package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/hall/setup"
	"onewindow/hall/uplink"
	"onewindow/queue"
)

// hall runs the hall's node.
func (a *app) hall() *cobra.Command {
	c := &cobra.Command{
		Use:   "hall",
		Short: "Run the hall: its queue, journal and network",
		Args:  exactly(0),
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
			var hanging *devices.CallerSettings
			if conf.Caller.Devices != "" {
				set, err := devices.ReadCaller(conf.Caller.Devices)
				if err != nil {
					return failWith(exitConfig, err)
				}
				hanging = &set
			}
			if os.Getenv("GOGC") == "" {
				debug.SetGCPercent(node.GCPercent)
			}
			h, err := openHall(conf.Hall, log, nil, furnish(conf.Hall.ID), nil)
			if err != nil {
				return err
			}
			log.Info("the hall is open", "hall", conf.Hall.ID, "listen", h.server.URLs(), "data", conf.Hall.Data)
			if err := h.linkCentre(conf); err != nil {
				return errors.Join(err, h.close())
			}
			unhang, err := h.hangs(c.Context(), hanging)
			if err != nil {
				return errors.Join(err, h.close())
			}
			var broken error
			select {
			case <-c.Context().Done():
				log.Info("stopping")
			case broken = <-h.node.Broken():
			}
			unhang()
			return errors.Join(failWith(exitStore, broken), h.close())
		},
	}
	a.flag(c, "hall", "hall.id", "the hall's id, such as LG-00")
	a.flag(c, "data", "hall.data", "folder of the journal, keys and terminals")
	a.flag(c, "host", "hall.host", "address to listen on")
	a.flag(c, "port", "hall.port", "port to listen on")
	return c
}

// openedHall is a running hall with its parts.
type openedHall struct {
	journal *journal.Journal
	node    *node.Node
	server  *lan.Server
	link    *uplink.Uplink // to the centre; nil without one
	log     *slog.Logger
}

// furnish is what a hall without history starts with.
func furnish(id string) func() (queue.Settings, queue.Catalogue, error) {
	return func() (queue.Settings, queue.Catalogue, error) {
		s, err := setup.Settings(id)
		if err != nil {
			return queue.Settings{}, queue.Catalogue{}, err
		}
		c, err := setup.Catalogue(id)
		return s, c, err
	}
}

// openHall starts a hall; a nil clock is the machine's, and change, which may be nil, says how
// its node runs otherwise.
func openHall(set config.Hall, log *slog.Logger, clock node.Clock, first func() (queue.Settings, queue.Catalogue, error), change func(*node.Settings)) (*openedHall, error) {
	if set.ID == "" {
		return nil, failWith(exitConfig, errors.New("hall.id is not set; give --hall, or hall.id in the configuration, such as LG-00"))
	}
	if _, err := os.Stat(filepath.Join(set.Data, "hall.db")); errors.Is(err, fs.ErrNotExist) {
		// A slip in the id must leave nothing behind, least of all another hall's
		// journal.
		if _, _, err := first(); err != nil {
			return nil, failWith(exitConfig, fmt.Errorf("hall.id: %w", err))
		}
	}
	if err := os.MkdirAll(set.Data, 0o700); err != nil {
		return nil, failWith(exitConfig, fmt.Errorf("data folder: %w; create it, or set hall.data", err))
	}
	j, err := journal.Open(set.Data, set.ID, journal.Options{})
	if err != nil {
		return nil, failWith(exitStore, err)
	}
	h := &openedHall{journal: j, log: log}
	keys, err := journal.OpenKeys(set.Data)
	if err != nil {
		return nil, errors.Join(failWith(exitStore, err), j.Close())
	}
	how := node.Settings{Journal: j, Keys: keys, Backups: filepath.Join(set.Data, "backups"), Clock: clock, Version: Version(), Log: log, First: first}
	if change != nil {
		change(&how)
	}
	h.node, err = node.Open(how)
	if err != nil {
		return nil, errors.Join(failWith(exitStore, err), j.Close())
	}
	h.server, err = lan.Listen(lan.Settings{
		Host: set.Host, Port: set.Port, Hall: set.ID, Dir: set.Data, NoTLS: set.NoTLS, Names: set.Names,
		Clock: h.node.Now, Log: log,
	}, h.node)
	if err != nil {
		return nil, errors.Join(failWith(exitConfig, err), h.node.Close(), j.Close())
	}
	h.node.Attach(h.server)
	return h, nil
}

// stopTime bounds how long a stopping hall waits for its network.
const stopTime = 10 * time.Second

// close stops the hall in the order that loses nothing: no new requests of terminals
// and of the centre, then the answers to all that came in, then the last words to the
// centre, then the network, then the journal.
func (h *openedHall) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	err := h.server.StopRequests(ctx)
	if h.link != nil {
		h.link.StopCommands()
	}
	err = errors.Join(err, h.node.Close()) // takes as long as its last commit and snapshot
	if h.link != nil {
		h.link.Close()
	}
	last, done := context.WithTimeout(context.Background(), stopTime)
	defer done()
	err = errors.Join(err, h.server.Close(last), h.journal.Close())
	return failWith(exitStore, err)
}
