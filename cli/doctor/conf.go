package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"onewindow/hall/lan"
)

// identityFacts are what is known of the file that says who a terminal is.
type identityFacts struct {
	File string
	// Err is why it cannot be read; fs.ErrNotExist: there is none.
	Err error
	// Mode are its permission bits, 0 where the system has none.
	Mode fs.FileMode
	// Terminal, Hall and Role are what it says.
	Terminal, Hall, Role string
	// IsHall: this machine runs a hall.
	IsHall bool
}

func lookConfig(_ context.Context, p *patient) []Finding {
	if p.ConfigErr != nil {
		return judgeConfig(p.ConfigFile, p.ConfigErr)
	}
	// The file of strips and voices is judged below, mistake by mistake.
	all := judgeSettings(slices.Concat(centreMistakes(p.Config), printerMistakes(p.Config), readerMistakes(p.Config)))
	if len(all) == 0 {
		all = judgeConfig(p.ConfigFile, nil)
	}
	f := identityFacts{File: p.Config.Terminal.Identity, IsHall: p.isHall}
	id, err := lan.LoadIdentity(f.File)
	f.Err, f.Terminal, f.Hall, f.Role = err, id.Terminal, id.Hall, string(id.Role)
	if st, err := os.Stat(f.File); err == nil && runtime.GOOS != "windows" {
		f.Mode = st.Mode().Perm()
	}
	all = append(all, judgeIdentity(f)...)
	if file := p.Config.Caller.Devices; file != "" {
		_, err := p.callerSettings()
		all = append(all, judgeDeviceFile(file, err)...)
	}
	return all
}

func judgeConfig(file string, err error) []Finding {
	if err != nil {
		var all []Finding
		for line := range strings.Lines(err.Error()) {
			if line = strings.TrimSpace(line); line != "" {
				all = append(all, finding(Failure, "mistake", "%s", line).
					remedy("correct it, then: onewindow config check; onewindow config sample explains every key"))
			}
		}
		return all
	}
	if file == "" {
		return []Finding{finding(Note, "defaults", "there is no configuration file; every value is the default").
			remedy("onewindow config sample shows what can be set")}
	}
	return []Finding{finding(OK, "read", "every key of %s is known and has a good value", file)}
}

func judgeIdentity(f identityFacts) []Finding {
	const join = "make a token at the hall (onewindow ctl terminal token role=kiosk), then here: onewindow join TOKEN"
	switch {
	case errors.Is(f.Err, fs.ErrNotExist) && f.IsHall:
		return nil
	case errors.Is(f.Err, fs.ErrNotExist):
		return []Finding{finding(Warning, "nobody", "this machine is neither a hall nor a terminal: there is no %s and no hall.id", f.File).
			remedy("a terminal: %s; a hall: set hall.id and start onewindow hall", join)}
	case errors.Is(f.Err, fs.ErrPermission):
		return []Finding{finding(Warning, "unreadable", "this user may not read who this terminal is").about(f.File).
			remedy("run doctor as the user of onewindow (sudo -u onewindow onewindow doctor), or as root")}
	case f.Err != nil:
		return []Finding{finding(Failure, "identity", "the file that says who this terminal is cannot be used").about(f.File).
			remedy("%s", join).detail("%v", f.Err)}
	}
	all := []Finding{finding(OK, "identity", "this is the terminal %s (%s) of hall %s", f.Terminal, f.Role, f.Hall)}
	if f.Mode&0o077 != 0 {
		all = append(all, finding(Warning, "open_identity", "others may read this terminal's secret key (%04o)", f.Mode).about(f.File).
			remedy("chmod 600 %s", f.File))
	}
	return all
}

func judgeDeviceFile(file string, err error) []Finding {
	if err == nil {
		return []Finding{finding(OK, "devices", "the strips and voices are described well").about(file)}
	}
	var all []Finding
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, finding(Failure, "devices", "%s", line).about(file).remedy("correct the file that caller.devices names"))
		}
	}
	return all
}
