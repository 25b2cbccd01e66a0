package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"onewindow/hall/lan"
	"onewindow/trust"
)

// join enrols this machine: as a terminal of a hall, or as a hall of a centre.
func (a *app) join() *cobra.Command {
	var name string
	c := &cobra.Command{
		Use:   "join TOKEN",
		Short: "Enrol this machine: as a terminal of a hall, or as a hall of a centre",
		Long: `Enrol this machine with a token, a line that is good once.

A token that begins with ow1. makes it a terminal of a hall, whose manager made it:
  onewindow ctl terminal token role=kiosk

One that begins with owh1. has this machine's hall join the centre of a network of
halls, whose administrator made it. hall.id must be the hall of the token. The hall
connects when it is started anew. A hall that has joined before, here or on another
machine, joins anew: the key of before is good no more.`,
		Args: exactly(1),
		RunE: func(c *cobra.Command, args []string) error {
			conf, err := a.load()
			if err != nil {
				return err
			}
			if t, err := trust.ParseToken(args[0]); err == nil && t.Hall != "" {
				return a.joinCentre(c.Context(), conf, t, name)
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
	a.flag(c, "identity", "terminal.identity", "of a terminal: file that keeps who it is")
	a.flag(c, "hall", "hall.id", "of a hall: its id, such as LG-00")
	a.flag(c, "data", "hall.data", "of a hall: its data folder, in which centre.json is written")
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
