package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"onewindow/central/client"
	"onewindow/cli/config"
	"onewindow/kiosk/district"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// managerCommand is the hall manager's terminal, and, with --central, the district's
// screen, which asks the centre and is no terminal of a hall.
func (a *app) managerCommand() *cobra.Command {
	c := a.terminal(managerTerminal)
	hall := c.RunE
	// Put together, because the screens' words have keys that begin so.
	setting := func(name string) string { return "manager" + "." + name }
	central := c.Flags().Bool("central", false, "show the whole district, as the centre knows it")
	a.flag(c, "url", setting("central_url"), "with --central: address of the centre's HTTP interface")
	a.flag(c, "token-file", setting("central_token_file"), "with --central: file with the token to ask with")
	a.flag(c, "ca", setting("central_ca"), "with --central: file with the certificates that the centre's is signed by (PEM)")
	c.RunE = func(c *cobra.Command, args []string) error {
		if !*central {
			return hall(c, args)
		}
		conf, err := a.load()
		if err != nil {
			return err
		}
		return a.runDistrict(c.Context(), conf)
	}
	return c
}

// runDistrict shows the district until somebody ends it.
func (a *app) runDistrict(ctx context.Context, conf config.Config) error {
	centre, err := districtClient(conf.Manager)
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer centre.Close()
	if !isTerminal(a.out) {
		return failWith(exitUsage, &noTerminal{errors.New("the output goes elsewhere")})
	}
	theme, _ := tui.ThemeNamed(conf.Terminal.Theme) // checked by the configuration
	screen := district.New(district.Settings{Lang: queue.Lang(conf.Terminal.Language)}, newDistrictDesk(centre))
	err = tui.Run(ctx, screen, tui.Options{
		Title: "Onewindow district", Theme: theme, Unlocked: true,
		TooSmall: words.T(words.Lang(conf.Terminal.Language), "common.too_small"),
		Feeds:    []tui.Feed{districtFeed(centre)},
	})
	if err != nil && !isTerminal(a.in) {
		return failWith(exitUsage, &noTerminal{err})
	}
	return err
}

// districtClient is the client of the centre that the settings name.
func districtClient(set config.Manager) (*client.Client, error) {
	if set.CentralURL == "" {
		return nil, hinted(errors.New("it is not said where the centre is"), "give --url https://centre.example:8443, or manager.central_url in the configuration")
	}
	if set.CentralTokenFile == "" {
		return nil, hinted(errors.New("there is no token to ask the centre with"), "have one made with onewindow central token, and name its file with --token-file")
	}
	token, err := os.ReadFile(set.CentralTokenFile)
	if err != nil {
		return nil, hinted(fmt.Errorf("the token: %w", err), "look at --token-file, or manager.central_token_file in the configuration")
	}
	return client.New(set.CentralURL, string(token), client.Options{CA: set.CentralCA, Agent: "onewindow manager " + Version()})
}

// follower tells how the network is until its context ends: a *client.Client.
type follower interface {
	Follow(ctx context.Context, f client.Follower) error
}

// districtFeed brings the newest state of the network to the screen, and whether the
// centre is heard. The link is up with the first state after a loss, and down with the
// first failure; why it failed is told each time, because that may change.
func districtFeed(centre follower) tui.Feed {
	return func(ctx context.Context, send func(tea.Msg)) {
		link := wire.Link{}
		told := false
		_ = centre.Follow(ctx, client.Follower{ // it ends with ctx only
			District: func(d wire.District) {
				if !link.Up {
					link, told = wire.Link{Up: true, Since: time.Now()}, true
					send(link)
				}
				send(d)
			},
			Lost: func(err error) {
				if link.Up || !told {
					link, told = wire.Link{Since: time.Now()}, true
					send(link)
				}
				var why *wire.Error
				errors.As(err, &why)
				send(district.Lost{Why: why})
			},
		})
	}
}
