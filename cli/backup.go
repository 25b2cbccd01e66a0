package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/wire"
)

// backup copies the hall's journal to a file, while the hall runs or not.
func (a *app) backup() *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the hall's journal to a file, whether the hall runs or not",
		Long: `Copy the hall's journal to a file, whether the hall runs or not. A file that is
there is not overwritten. The copy holds no keys and no list of terminals: keep
the folders keys and lan of the data folder elsewhere.

With --check, read a backup whole and say what is in it; nothing is written.`,
		Args: exactly(1),
		RunE: func(c *cobra.Command, args []string) error {
			if check {
				return a.checkBackup(args[0])
			}
			conf, err := a.load()
			if err != nil {
				return err
			}
			if _, err := os.Stat(args[0]); err == nil {
				return failWith(exitUsage, fmt.Errorf("%s exists, and a backup overwrites nothing; name another file", args[0]))
			}
			// Without an id, so that an empty folder stays one.
			j, err := journal.Open(conf.Hall.Data, "", journal.Options{})
			switch {
			case errors.Is(err, journal.ErrLocked):
				return a.backupRunning(c.Context(), lan.AdminFile(conf.Hall.Data), args[0])
			case err != nil:
				return failWith(exitStore, err)
			}
			defer j.Close()
			info, err := writeWhole(args[0], j.Backup)
			if err != nil {
				return failWith(exitStore, err)
			}
			fmt.Fprintf(a.out, "%s: hall %s, epoch %s, %d events, %d bytes, sha256 %s\n", args[0], info.Hall, info.Epoch, info.Last, info.Bytes, info.SHA256)
			return nil
		},
	}
	c.Flags().BoolVar(&check, "check", false, "check the backup FILE instead of making it")
	a.flag(c, "data", "hall.data", "data folder of the hall")
	return c
}

// checkBackup reads a backup and all that is in it.
func (a *app) checkBackup(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return failWith(exitStore, err)
	}
	defer f.Close()
	info, r, err := journal.CheckBackup(f, "")
	if err != nil {
		for _, p := range r.Problems {
			fmt.Fprintln(a.err, p)
		}
		return failWith(exitStore, err)
	}
	_, err = fmt.Fprintf(a.out, "%s is whole: hall %s, epoch %s, %d events, %d answers, %d snapshots, made %s, %d bytes, sha256 %s\n",
		file, info.Hall, info.Epoch, r.Events, r.Answers, r.Snapshots, info.Made.Format(time.RFC3339), info.Bytes, info.SHA256)
	return err
}

// backupRunning asks the running hall for the copy, as its admin.
func (a *app) backupRunning(ctx context.Context, admin, file string) error {
	id, err := identity(admin, "the program that holds the journal is no running hall; end it first")
	if err != nil {
		return failWith(exitConfig, err)
	}
	client, err := lan.Dial(ctx, id, lan.Options{Version: Version(), Expiry: wire.MaxAhead / 2})
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer client.Close()
	var r wire.BackupReply
	if err := client.Do(ctx, "hall", "backup", nil, &r); err != nil {
		return err
	}
	src, err := os.Open(r.Path)
	if err != nil {
		return failWith(exitStore, err)
	}
	defer src.Close()
	if _, err := writeWhole(file, func(w io.Writer) (journal.Info, error) {
		_, err := io.Copy(w, src)
		return journal.Info{}, err
	}); err != nil {
		return failWith(exitStore, err)
	}
	fmt.Fprintf(a.out, "%s: epoch %s, %d events, %d bytes, sha256 %s\n", file, r.Epoch, r.Seq, r.Bytes, r.SHA256)
	return os.Remove(r.Path)
}

// writeWhole writes a file that is either whole or not there.
func writeWhole(file string, write func(io.Writer) (journal.Info, error)) (journal.Info, error) {
	f, err := os.CreateTemp(filepath.Dir(file), ".backup-*")
	if err != nil {
		return journal.Info{}, err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	info, err := write(f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return info, err
	}
	return info, os.Rename(f.Name(), file)
}

// restore makes a hall's journal from a backup, as a new line of history.
func (a *app) restore() *cobra.Command {
	var replace bool
	var after string
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make the hall's journal from a backup; a new epoch begins",
		Long: `Make the hall's journal from a backup. The hall must not be running.

A new epoch begins and 100 numbers of each theme are left out, so that paper
handed out after the backup is never matched; terminals refuse the old epoch.
A journal that is there is kept aside with --replace, and else left alone.`,
		Args: exactly(1),
		RunE: func(c *cobra.Command, args []string) error {
			conf, err := a.load()
			if err != nil {
				return err
			}
			if _, ok := wire.EpochCounter(after); after != "" && !ok {
				return failWith(exitUsage, fmt.Errorf("--after %q: an epoch is written like 3-5d043ad4", after))
			}
			f, err := os.Open(args[0])
			if err != nil {
				return failWith(exitStore, err)
			}
			defer f.Close()
			r, err := journal.Restore(f, conf.Hall.Data, journal.RestoreOptions{Hall: conf.Hall.ID, Replace: replace, After: after})
			if err != nil {
				return failWith(exitStore, err)
			}
			fmt.Fprintf(a.out, "hall %s is back as of event %d, in new epoch %s (the backup's was %s)\n", r.Hall, r.Last, r.Epoch, r.From)
			return nil
		},
	}
	c.Flags().BoolVar(&replace, "replace", false, "keep the present journal aside and take its place")
	c.Flags().StringVar(&after, "after", "", "on a spare machine: the epoch that the terminals have seen; the new one comes after it")
	a.flag(c, "data", "hall.data", "data folder of the hall")
	return c
}
