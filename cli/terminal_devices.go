package cli

import (
	"log/slog"

	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/hall/lan"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// fitted is what a terminal has of hardware: the feeds that run it, and where the
// numbers go that the terminal was given.
type fitted struct {
	feeds []tui.Feed
	print func(wire.Ticket, devices.Extra)
}

// prints and reads are the roles whose terminals may have printers, and readers.
func prints(r wire.Role) bool {
	return r == wire.RoleKiosk || r == wire.RoleGuide || r == wire.RoleWindow
}

func reads(r wire.Role) bool { return r == wire.RoleKiosk }

// fit makes the hardware that the configuration names for a terminal of that role.
// Without any, nothing is told to the hall but that there is none.
func fit(conf config.Config, role wire.Role, c *lan.Client, log *slog.Logger) (f fitted, err error) {
	if !prints(role) && !reads(role) {
		return f, nil
	}
	register := devices.NewRegister(c, log)
	if conf.Printer.Port != "" && prints(role) {
		set, err := devices.ReadPrinter(conf.Printer, conf.Terminal)
		if err != nil {
			return f, err
		}
		if conf.Terminal.Identity != "" { // a demonstration keeps nothing
			set.Note = conf.Terminal.Identity + ".printing"
		}
		p := devices.NewPrinter(set, c.Identity().Terminal, c, register, log)
		f.print = p.Issued
		f.feeds = append(f.feeds, p.Feed(c))
	}
	if (conf.Reader.Port != "" || conf.Reader.ScannerPort != "") && reads(role) {
		f.feeds = append(f.feeds, devices.NewReaders(conf.Reader, c.Now, register, log).Feed)
	}
	return fitted{append(f.feeds, register.Feed), f.print}, nil
}
