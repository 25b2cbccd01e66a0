package cli

import (
	"errors"
	"fmt"
	"io/fs"
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

// enrolHint is the way out of having no identity.
const enrolHint = "enrol it with 'onewindow join TOKEN'; the hall's manager makes the token: onewindow ctl terminal token role=kiosk"

// identity reads an identity file; the error says what to do.
func identity(file, hint string) (lan.Identity, error) {
	id, err := lan.LoadIdentity(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return id, fmt.Errorf("this machine has no identity (no %s); %s", file, hint)
	case errors.Is(err, fs.ErrPermission):
		return id, fmt.Errorf("%w; run it as the user that owns the file", err)
	}
	return id, err
}
