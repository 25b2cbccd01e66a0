package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// centralStatus shows all halls.
func (a *app) centralStatus(o *centralAsk) *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "How all halls are now, and what is wrong", Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				d, err := q.District(ctx)
				if err != nil {
					return err
				}
				return q.show(d, func() { districtTable(q, d) })
			})
		},
	}
}

// districtTable prints the district.
func districtTable(q *asked, d wire.District) {
	t := q.table("HALL", "STANDING", "WAITING", "LONGEST", "WINDOWS", "SERVED", "BEHIND", "HEARD", "NAME")
	for i := range d.Halls {
		h := &d.Halls[i]
		standing := string(h.Standing)
		if h.Why != nil {
			standing += " (" + h.Why.Code + ")"
		}
		if h.Standing == wire.HallNever {
			t.row(h.Hall, standing, "", "", "", "", "", "", h.Name.In(queue.ZhHans))
			continue
		}
		f := &h.Figures
		t.row(h.Hall, standing, strconv.Itoa(f.Waiting), strconv.Itoa(f.Longest/60)+" min", fmt.Sprintf("%d/%d", f.Serving, f.Open), strconv.Itoa(f.Served),
			strconv.FormatUint(h.Behind, 10), when(h.Heard), h.Name.In(queue.ZhHans))
	}
	t.end()
	if len(d.Alerts) > 0 {
		fmt.Fprintln(q.a.out)
		t := q.table("ALERT", "LEVEL", "HALL", "SINCE", "VALUE", "CODE")
		for _, x := range d.Alerts {
			value := ""
			if x.Value != 0 {
				value = strconv.Itoa(x.Value)
			}
			t.row(string(x.Kind), string(x.Level), x.Hall, when(x.Since), value, x.Code)
		}
		t.end()
	}
	partTable(q, d)
}

// partTable prints which halls do not run what is published for them, and why, once that
// rings.
func partTable(q *asked, d wire.District) {
	var t *table
	for _, h := range d.Halls {
		if !slices.ContainsFunc(d.Alerts, func(a wire.HallAlert) bool { return a.Hall == h.Hall && a.Kind == wire.AlertHallPart }) {
			continue
		}
		for _, p := range h.Parts {
			refused := p.Refused == p.Wanted && p.Why != nil
			if p.Wanted == 0 || p.Version == p.Wanted && !refused {
				continue
			}
			if t == nil {
				fmt.Fprintln(q.a.out)
				t = q.table("HALL", "PART", "RUNS", "WANTED", "WHY")
			}
			runs, why := "its own", "it has not taken it yet"
			if p.Version > 0 {
				runs = strconv.FormatUint(p.Version, 10)
			}
			if refused {
				why = p.Why.Error()
			}
			t.row(h.Hall, string(p.Part), runs, strconv.FormatUint(p.Wanted, 10), why)
		}
	}
	if t != nil {
		t.end()
	}
}

// centralDeeds shows the audit.
func (a *app) centralDeeds(o *centralAsk) *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use: "deeds", Short: "Who has changed what in the network, newest first", Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				all, err := q.Deeds(ctx, limit)
				if err != nil {
					return err
				}
				return q.show(all, func() {
					t := q.table("AT", "WHAT", "HALL", "BY", "DETAIL")
					for _, d := range all.Deeds {
						t.row(when(d.At), d.What, d.Hall, d.By, d.Detail)
					}
					t.end()
				})
			})
		},
	}
	c.Flags().IntVar(&limit, "limit", 50, "how many")
	return c
}

// centralExport writes a month's events.
func (a *app) centralExport(o *centralAsk) *cobra.Command {
	var hall, out string
	c := &cobra.Command{
		Use: "export MONTH", Short: "Write the events of a month as a table (CSV)", Args: exactly(1),
		Long: `Write the events of a month, such as 2026-11 (UTC), of all halls or of one, as
comma-separated values. Without -o they go to standard output. The file is whole or
not there; one that is there is replaced.`,
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := time.Parse("2006-01", args[0]); err != nil {
				return failWith(exitUsage, fmt.Errorf("%q is no month like 2026-11", args[0]))
			}
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				if out == "" || out == "-" {
					return q.Export(ctx, a.out, args[0], hall)
				}
				f, err := os.CreateTemp(filepath.Dir(out), ".export-*")
				if err != nil {
					return err
				}
				defer os.Remove(f.Name()) // gone already when all went well
				if err := errors.Join(q.Export(ctx, f, args[0], hall), f.Sync(), f.Close()); err != nil {
					return err
				}
				if err := os.Rename(f.Name(), out); err != nil {
					return err
				}
				return q.done(nil, out)
			})
		},
	}
	c.Flags().StringVar(&hall, "hall", "", "one hall; empty is all")
	c.Flags().StringVarP(&out, "out", "o", "", "file to write")
	return c
}

// centralBackup copies the centre's database.
func (a *app) centralBackup() *cobra.Command {
	c := &cobra.Command{
		Use: "backup FILE", Short: "Copy the centre's SQLite database to a file, whether the centre runs or not", Args: exactly(1),
		Long: `Copy the centre's SQLite database to a file, whether the centre runs or not. The copy
is whole, and a file that is there is not overwritten. It holds the network's key:
keep it as safe as the data folder. Keep the folder halls of the data folder as well,
in which the centre's own certificate is, and network.json, with which a centre goes on
without any copy of the database.

A PostgreSQL is copied with its own tools (pg_dump).`,
		RunE: func(c *cobra.Command, args []string) error {
			conf, err := a.load()
			if err != nil {
				return err
			}
			db := conf.Central.DB
			switch {
			case db == "":
				db = filepath.Join(conf.Central.Data, "central.db")
			case strings.HasPrefix(db, "sqlite://"):
				db = strings.TrimPrefix(db, "sqlite://")
			default:
				return failWith(exitConfig, hinted(errors.New("the centre's database is a PostgreSQL"), "copy it with pg_dump"))
			}
			if _, err := os.Stat(args[0]); err == nil {
				return failWith(exitUsage, fmt.Errorf("%s exists, and a backup overwrites nothing; name another file", args[0]))
			}
			n, err := store.Backup(c.Context(), db, args[0])
			if err != nil {
				return failWith(exitStore, err)
			}
			fmt.Fprintf(a.out, "%s: %d bytes\n", args[0], n)
			return nil
		},
	}
	a.flag(c, "db", "central.db", "address of the database; empty is central.db in the data folder")
	return c
}
