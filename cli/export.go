package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

// export writes the day's numbers as a table, as the manager's screen does.
func (a *app) export() *cobra.Command {
	var timeout time.Duration
	c := &cobra.Command{
		Use: "export", Short: "Write the day's numbers as a table for Excel and WPS", Args: exactly(0),
		Long: `Write the business day's numbers into a file named after the hall and the date, as
this machine's terminal or, on the hall's own machine, as its admin. The file is
whole or not there; one of the same day is replaced. Its path is printed.

The hall tells the day that is open, or that was closed last: run it after the
close, before the next day opens.`,
		RunE: func(c *cobra.Command, _ []string) error {
			conf, err := a.load()
			if err != nil {
				return err
			}
			id, err := a.whoAmI(conf)
			if err != nil {
				return failWith(exitConfig, err)
			}
			ctx, cancel := context.WithTimeout(c.Context(), timeout)
			defer cancel()
			client, err := lan.Dial(ctx, id, lan.Options{Version: Version(), Expiry: wire.MaxAhead / 2})
			if err != nil {
				return failWith(exitConfig, err)
			}
			defer client.Close()
			path, err := managerDesk{staffDesk{client}, conf.Manager.Export, queue.Lang(conf.Terminal.Language)}.Export(ctx)
			if err == nil {
				_, err = fmt.Fprintln(a.out, path)
			}
			return err
		},
	}
	c.Flags().DurationVar(&timeout, "timeout", 15*time.Second, "how long to wait for the hall")
	a.flag(c, "folder", "manager.export", "folder to write into")
	a.flag(c, "lang", "terminal.language", "language of the headings: zh-Hans, zh-Hant or en")
	a.flag(c, "identity", "terminal.identity", "identity file of the terminal to speak as")
	a.flag(c, "hall-data", "hall.data", "data folder of the hall on this machine, whose admin to speak as")
	return c
}
