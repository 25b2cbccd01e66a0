package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"onewindow/central"
	"onewindow/central/api"
	"onewindow/central/form"
	"onewindow/central/network"
)

// tokenFile is the token of the sub-commands on the centre's own machine.
func tokenFile(data string) string { return filepath.Join(data, "admin.token") }

// ownRate is how many requests a second the sub-commands on the centre's own machine
// may make: a whole network is put in hall by hall.
const ownRate = 500

// ownToken makes the token of this machine's administrator, unless there is one that
// is good: its file may be read only by the user that runs the centre.
func ownToken(ctx context.Context, data string, c *central.Centre, log *slog.Logger) error {
	path := tokenFile(data)
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		id, hash, ok := network.ReadBearer(strings.TrimSpace(string(text)))
		if ok {
			t, known, err := c.Token(ctx, id)
			if err != nil {
				return err
			}
			if known && t.Good(hash, time.Now()) && t.May(network.ScopeAdmin) {
				return nil
			}
		}
		log.Warn("the administrator's token of this machine is good no more; another one is made", "file", path)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the administrator's token: %w", err)
	}
	host, _ := os.Hostname()
	now := time.Now().UTC()
	secret, t := api.MakeToken(network.Token{
		Name: strings.TrimSpace("administrator of the machine " + host), Scopes: []network.Scope{network.ScopeAdmin}, Rate: ownRate,
	}, now)
	// The file first: a token that nobody has is of no harm, one that nobody knows is
	// made anew.
	part := path + ".new"
	if err := os.WriteFile(part, []byte(secret+"\n"), 0o600); err != nil {
		return fmt.Errorf("the administrator's token: %w", err)
	}
	if err := errors.Join(os.Chmod(part, 0o600), c.AddToken(ctx, t), os.Rename(part, path)); err != nil {
		return fmt.Errorf("the administrator's token: %w", err)
	}
	log.Info("the administrator's token of this machine was made", "file", path, "id", t.ID)
	return c.Note(ctx, network.Deed{At: now, By: "centre", What: "token.make", Detail: t.ID + ": " + t.Name})
}

// centralToken makes, lists and ends tokens of the HTTP interface.
func (a *app) centralToken(o *centralAsk) *cobra.Command {
	c := group("token", "Tokens of the HTTP interface and the district's page")
	var r form.TokenRequest
	var scopes []string
	var expires time.Duration
	add := &cobra.Command{
		Use: "add", Short: "Make a token; it is printed this once", Args: exactly(0),
		Long: `Make a token for another system, a person's browser or a district's screen. Its text
is printed this once and kept nowhere; only its hash is.

  onewindow central token add --name "大屏" --scope read
  onewindow central token add --name "微信" --scope read,tickets --below LG-PH --expires 8760h`,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, s := range scopes {
				r.Scopes = append(r.Scopes, network.Scope(s))
			}
			if expires != 0 {
				r.Expires = time.Now().Add(expires).UTC().Truncate(time.Second)
			}
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				t, err := q.MakeToken(ctx, r)
				if err != nil {
					return err
				}
				return q.show(t, func() { fmt.Fprintln(a.out, t.Text) })
			})
		},
	}
	add.Flags().StringVar(&r.Name, "name", "", "what the token is for (needed)")
	add.Flags().StringSliceVar(&scopes, "scope", []string{"read"}, "what it may do: read, tickets, export, admin")
	add.Flags().StringVar(&r.Below, "below", "", "hall to which it is restricted, with all under it; empty is the whole network")
	add.Flags().Float64Var(&r.Rate, "rate", 0, "requests a second; 0 is the usual rate")
	add.Flags().DurationVar(&expires, "expires", 0, "how long it is good, such as 720h; 0 is for ever")
	needs(add, "name")
	list := &cobra.Command{
		Use: "list", Short: "All tokens, without their secrets", Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				all, err := q.Tokens(ctx)
				if err != nil {
					return err
				}
				return q.show(all, func() {
					t := q.table("ID", "SCOPES", "BELOW", "EXPIRES", "USED", "NAME")
					for _, k := range all.Tokens {
						names := make([]string, len(k.Scopes))
						for i, s := range k.Scopes {
							names[i] = string(s)
						}
						t.row(k.ID, strings.Join(names, ","), k.Below, when(k.Expires), when(k.Used), k.Name)
					}
					t.end()
				})
			})
		},
	}
	revoke := &cobra.Command{
		Use: "revoke ID", Short: "End a token; within five seconds it opens nothing any more", Args: exactly(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				return q.done(q.RemoveToken(ctx, args[0]), "The token "+args[0]+" is good no more.")
			})
		},
	}
	c.AddCommand(add, list, revoke)
	return c
}
