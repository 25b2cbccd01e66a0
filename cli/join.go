package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"onewindow/hall/lan"
)

// join enrols this machine as a terminal.
func (a *app) join() *cobra.Command {
	var name string
	c := &cobra.Command{
		Use:   "join TOKEN",
		Short: "Enrol this machine as a terminal of a hall",
		Long: `Enrol this machine as a terminal, with a token that the hall's manager made:
  onewindow ctl terminal token role=kiosk`,
		Args: exactly(1),
		RunE: func(c *cobra.Command, args []string) error {
			conf, err := a.load()
			if err != nil {
				return err
			}
			if err := os.MkdirAll(filepath.Dir(conf.Terminal.Identity), 0o700); err != nil {
				return failWith(exitConfig, fmt.Errorf("identity folder: %w; set terminal.identity", err))
			}
			id, err := lan.Join(c.Context(), args[0], name)
			if err != nil {
				return err
			}
			if err := id.Save(conf.Terminal.Identity); err != nil {
				return failWith(exitConfig, err)
			}
			fmt.Fprintf(a.out, "This machine is now %s, a %s of hall %s.\nStart it with: onewindow %s\n", id.Terminal, id.Role, id.Hall, id.Role)
			return nil
		},
	}
	host, _ := os.Hostname()
	c.Flags().StringVar(&name, "name", host, "name of this machine for people")
	a.flag(c, "identity", "terminal.identity", "file that keeps who this terminal is")
	return c
}
