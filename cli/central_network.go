package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"onewindow/central"
	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// packagedNetwork is the name of the halls that come with the program.
const packagedNetwork = "longgang"

// centralNetwork is about the tree of halls.
func (a *app) centralNetwork(o *centralAsk) *cobra.Command {
	c := group("network", "The tree of halls")
	load := &cobra.Command{
		Use: "load [FILE|" + packagedNetwork + "]", Short: "Put halls into the network, out of a file or those that come with the program", Args: atMost(1),
		Long: `Put halls into the network. FILE is JSON:
  {"halls": [{"id": "LG-PH", "name": {"zh-Hans": "…"}, "level": "street", "parent": "LG-00"}]}
level is district, street, community or park; "street" may name the street for
people. Halls that are there already are brought up to the file; none is removed.

"` + packagedNetwork + `", or nothing, are the 127 halls of Longgang that come with the program.`,
		RunE: func(c *cobra.Command, args []string) error {
			places, err := readPlaces(args)
			if err != nil {
				return failWith(exitUsage, err)
			}
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				for i, p := range places {
					if err := putPatiently(ctx, q, p); err != nil {
						return fmt.Errorf("hall %s (%d of %d were put in): %w", p.Hall, i, len(places), err)
					}
				}
				return q.done(nil, fmt.Sprintf("%d halls are in the network.", len(places)))
			})
		},
	}
	list := &cobra.Command{
		Use: "list", Short: "All halls, each before those under it", Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				n, err := q.Network(ctx)
				if err != nil {
					return err
				}
				return q.show(n, func() {
					t := q.table("HALL", "LEVEL", "UNDER", "STANDING", "MACHINE", "NAME")
					for _, h := range n.Halls {
						t.row(h.Hall, string(h.Level), h.Parent, string(h.Standing), machine(h.Key), h.Name.In(queue.ZhHans))
					}
					t.end()
				})
			})
		},
	}
	c.AddCommand(load, list)
	return c
}

func machine(k *form.HallKey) string {
	if k == nil {
		return ""
	}
	if k.Machine == "" {
		return "(unnamed)"
	}
	return k.Machine
}

// readPlaces reads the halls that the argument names, each after the one above it.
func readPlaces(args []string) ([]network.Place, error) {
	var places []network.Place
	var err error
	if len(args) == 0 || args[0] == packagedNetwork {
		places, err = central.PackagedPlaces()
	} else {
		var b []byte
		if b, err = os.ReadFile(args[0]); err == nil {
			places, err = central.ReadPlaces(b)
		}
	}
	if err != nil {
		return nil, err
	}
	// A hall may lie under one that the centre has already, so that the file alone need
	// be no tree.
	has, done := map[string]bool{}, map[string]bool{}
	for _, p := range places {
		has[p.Hall] = true
	}
	var list []network.Place
	for len(places) > 0 {
		before := len(places)
		places = slices.DeleteFunc(places, func(p network.Place) bool {
			ready := !has[p.Parent] || done[p.Parent]
			if ready {
				list, done[p.Hall] = append(list, p), true
			}
			return ready
		})
		if len(places) == before {
			return nil, fmt.Errorf("hall %s: the halls above it lead back to it", places[0].Hall)
		}
	}
	return list, nil
}

// putPatiently puts a hall in, and waits where the centre says that it is too much at
// once.
func putPatiently(ctx context.Context, q *asked, p network.Place) error {
	for {
		err := q.PutPlace(ctx, p)
		var w *wire.Error
		if !errors.As(err, &w) || w.Code != wire.CodeOverloaded {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// centralHall is about one hall of the network.
func (a *app) centralHall(o *centralAsk) *cobra.Command {
	c := group("hall", "Halls: add, remove, invite, revoke, adopt")
	var p network.Place
	var level string
	add := &cobra.Command{
		Use: "add HALL", Short: "Put a hall into the network, or move it", Args: exactly(1),
		Long: `Put a hall into the network, or change where it lies and what it is called:
  onewindow central hall add LG-XX-01 --name "新社区便民服务站" --level community --under LG-PH`,
		RunE: func(c *cobra.Command, args []string) error {
			p.Hall, p.Level = args[0], queue.Level(level)
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				return q.done(q.PutPlace(ctx, p), p.Hall+" is in the network.")
			})
		},
	}
	add.Flags().StringVar(&p.Name.ZhHans, "name", "", "name in simplified Chinese")
	add.Flags().StringVar(&p.Name.ZhHant, "name-hant", "", "name in traditional Chinese")
	add.Flags().StringVar(&p.Name.En, "name-en", "", "name in English")
	add.Flags().StringVar(&level, "level", "", "district, street, community or park")
	add.Flags().StringVar(&p.Parent, "under", "", "code of the hall above; empty for a root")
	add.Flags().StringVar(&p.Street.ZhHans, "street", "", "street in which it lies, for people")
	remove := &cobra.Command{
		Use: "remove HALL", Short: "Take a hall out of the network; what it has told is kept", Args: exactly(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				return q.done(q.RemovePlace(ctx, args[0]), args[0]+" is in the network no more.")
			})
		},
	}
	var hours int
	invite := &cobra.Command{
		Use: "invite HALL", Short: "Make the token with which a machine becomes the hall's", Args: exactly(1),
		Long: `Make the token, a secret of one line, with which one machine becomes that hall's:
on it, run
  onewindow join owh1.…
A machine that speaks for the hall until then is cut when the token is used.`,
		RunE: func(c *cobra.Command, args []string) error {
			if hours < 1 || hours > 720 {
				return failWith(exitUsage, fmt.Errorf("--hours %d: a token is good for 1 to 720 hours", hours))
			}
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				t, err := q.Invite(ctx, args[0], time.Duration(hours)*time.Hour)
				if err != nil {
					return err
				}
				return q.show(t, func() {
					fmt.Fprintln(a.out, t.Token)
					fmt.Fprintf(a.err, "Good until %s. On the hall's machine: onewindow join TOKEN\n", when(t.Expires))
				})
			})
		},
	}
	invite.Flags().IntVar(&hours, "hours", 24, "how long the token is good, 1 to 720")
	revoke := &cobra.Command{
		Use: "revoke HALL", Short: "Withdraw the hall's key and cut it; it goes on working by itself", Args: exactly(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				return q.done(q.Revoke(ctx, args[0]), args[0]+" has no key any more.")
			})
		},
	}
	c.AddCommand(add, remove, invite, revoke, a.centralAdopt(o))
	return c
}

// centralAdopt lets a hall in that is refused for its history.
func (a *app) centralAdopt(o *centralAsk) *cobra.Command {
	var epoch string
	c := &cobra.Command{
		Use: "adopt HALL", Short: "Let a hall in that the centre refuses for its history", Args: exactly(1),
		Long: `Let a hall in that the centre refuses for its history (epoch_forked, epoch_old), at
its next try within half a minute. What the centre has beyond it counts no more.
The adoption is of that history: leave any other machine of the hall off until then.
First make sure which machine is the hall's: docs/centre.md.`,
		RunE: func(c *cobra.Command, args []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				if epoch == "" {
					h, err := q.Hall(ctx, args[0])
					if err != nil {
						return err
					}
					if h.Row.Why == nil || h.Row.Why.Params["epoch"] == "" {
						return failWith(exitRefused, hinted(fmt.Errorf("hall %s is not refused for its history", args[0]), "there is nothing to adopt; see onewindow central status"))
					}
					epoch = h.Row.Why.Params["epoch"]
				}
				return q.done(q.Adopt(ctx, args[0], epoch), args[0]+" will be let in with the history "+epoch+" at its next try, within half a minute. Leave any other machine of that hall off until then.")
			})
		},
	}
	c.Flags().StringVar(&epoch, "epoch", "", "the history, as the refusal names it; empty is the one that is refused now")
	return c
}
