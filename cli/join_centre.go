package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"onewindow/central/halls"
	"onewindow/cli/config"
	"onewindow/trust"
	"onewindow/wire"
)

// joinCentre has this machine's hall join the centre of the token. Everything that
// this machine can get wrong is found before the token, which is good once, is shown
// to anybody.
func (a *app) joinCentre(ctx context.Context, conf config.Config, t trust.Token, name string) error {
	if err := mayJoin(conf.Hall.ID, t.Hall); err != nil {
		return failWith(exitConfig, err)
	}
	file := conf.IdentityFile()
	if err := tryFolder(filepath.Dir(file)); err != nil {
		return failWith(exitConfig, err)
	}
	before, _ := halls.LoadJoined(file) // whatever was there is replaced
	j, err := halls.Join(ctx, t.String(), name)
	if err != nil {
		return err
	}
	if err := j.Save(file); err != nil {
		return failWith(exitConfig, fmt.Errorf("the centre has let this hall in, and that could not be kept: %w; ask for another token", err))
	}
	fmt.Fprintf(a.out, "This machine now speaks for hall %s at the centre%s.\n", j.Hall, quoted(j.Centre))
	if before.Hall != "" {
		fmt.Fprintf(a.out, "It did so before at the centre%s; %s is replaced.\n", quoted(before.Centre), file)
	}
	if conf.Centre.Off {
		fmt.Fprintln(a.out, "The hall does not connect while centre.off is set: take it out of the configuration.")
	}
	_, err = fmt.Fprintf(a.out, "Start the hall anew, and it connects: systemctl restart onewindow-hall\nThen see how the link is: onewindow doctor --only centre\n")
	return err
}

// quoted is a name that may be missing.
func quoted(centre string) string {
	if centre == "" {
		return ""
	}
	return " \"" + centre + "\""
}

// mayJoin reports why this machine's hall cannot join with a token of the hall of.
func mayJoin(id, of string) error {
	msg := fmt.Sprintf("this token is for hall %s, and hall.id of this machine is %s", of, id)
	if id == "" {
		msg = fmt.Sprintf("this token is for hall %s, and hall.id of this machine is not set", of)
	}
	if id == of {
		return nil
	}
	return &wire.Error{Code: wire.CodeForbidden, Msg: msg,
		Hint: "nothing was sent, and the token is good as before: use it on the machine of hall " + of + ", set hall.id if this is that one, or ask the centre's administrator for a token of this hall"}
}

// tryFolder reports why what joining gives could not be kept in a folder where the
// hall reads it.
func tryFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the hall's data folder: %w; set hall.data, or run it as the hall's user", err)
	}
	if err := ownerWrites(dir); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".join-*")
	if err != nil {
		return fmt.Errorf("the hall's data folder: %w; run it as the hall's user, such as: sudo -u onewindow onewindow join TOKEN", err)
	}
	_ = f.Close() // nothing was written
	return os.Remove(f.Name())
}
