package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/caller"
	"onewindow/caller/led"
	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/cli/pretend"
	"onewindow/hall/lan"
	"onewindow/kiosk/tray"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/printer/profile"
	"onewindow/wire"
)

// printerStates are the values of --printer, and what is done to the virtual printer
// at the start.
var printerStates = map[string]tray.Act{
	"none": "", "ready": "", "out": tray.Pull, "cover": tray.Open, "cutter": tray.Jam, "silent": tray.Silence,
}

// demoProfile is the kiosk's printer, the one of a configuration that says nothing.
const demoProfile = "generic-80"

// demoDevices are the virtual devices of a hall under demonstration.
type demoDevices struct {
	bench *pretend.Bench // nil where there cannot be any
	dir   string         // of the links to the lines
	lang  string
	set   devices.CallerSettings
	// caller is the connection of the strips and the voice.
	caller *lan.Client
}

// devices makes them, with their lines in the hall's folder. Where the system has
// none there are no devices, and the tray says so.
func (h *demoHall) devices(o demoOptions, dir string) (*demoDevices, error) {
	d := &demoDevices{dir: filepath.Join(dir, "devices"), lang: o.lang}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return nil, err
	}
	opt := pretend.Options{
		Now:    h.local,
		Strips: &pretend.StripsOptions{Link: d.link("strips"), Kind: pretend.BX6K},
		// By the hall's clock a sentence takes as long as in a hall, or less: drivers wait
		// by the clock on the wall.
		Voice: &pretend.VoiceOptions{Link: d.link("voice"), Speed: max(1, h.speed)},
		Cards: &pretend.CardsOptions{Link: d.link("cards")},
	}
	if o.printer != "none" {
		p, err := profile.Named(demoProfile)
		if err != nil {
			return nil, err
		}
		opt.Printer = &pretend.PrinterOptions{Profile: p, Link: d.link("printer"), Speed: 1}
	}
	hung := h.strips(caller.Language(o.lang))
	for _, s := range hung {
		one := pretend.Strip{Window: s.Window, Address: s.Address, Width: s.Width, Height: s.Height}
		for _, w := range h.set.Windows {
			if w.ID == s.Window {
				one.Window = w.Label
			}
		}
		opt.Strips.Strips = append(opt.Strips.Strips, one)
	}
	var err error
	d.bench, err = pretend.New(opt)
	if errors.Is(err, errors.ErrUnsupported) {
		return d, nil
	}
	if err != nil {
		d.close()
		return nil, fmt.Errorf("the demonstration's devices: %w", err)
	}
	if act := printerStates[o.printer]; act != "" {
		d.bench.Do(act)
	}
	d.set.Strips.Lines = []caller.StripLine{{Port: d.link("strips"), Strips: hung}}
	d.set.Voices.Voices = []caller.VoiceSetting{{Name: "hall", Kind: caller.VoiceSYN6288, Port: d.link("voice")}}
	if err := errors.Join(d.set.Strips.Check(), d.set.Voices.Check()); err != nil {
		d.close()
		return nil, fmt.Errorf("the demonstration's devices: %w", err)
	}
	return d, nil
}

func (d *demoDevices) link(name string) string { return filepath.Join(d.dir, name) }

// close gives back what was never run, too.
func (d *demoDevices) close() {
	if d.caller != nil {
		d.caller.Close()
	}
	if d.bench != nil {
		d.bench.Close()
	}
	_ = os.Remove(d.dir) // it is empty, or somebody put something of his own into it
}

// strips hang over the window that somebody attends and beside it, and one shows the
// hall's last calls.
func (h *demoHall) strips(lang caller.Language) (all []caller.StripSetting) {
	at := 0
	for i, w := range h.set.Windows {
		if w.ID == h.window {
			at = i
		}
	}
	from := max(min(at-1, len(h.set.Windows)-3), 0)
	for i, w := range h.set.Windows[from:min(from+3, len(h.set.Windows))] {
		all = append(all, caller.StripSetting{Name: "w" + w.ID, Window: w.ID, Address: i + 1, Width: 128, Height: 32})
	}
	all = append(all, caller.StripSetting{Name: "hall", Zones: []string{"*"}, Address: len(all) + 1, Width: 256, Height: 64})
	for i := range all {
		s := &all[i]
		s.Kind, s.Colours, s.Charset, s.Languages = caller.StripBX6K, 2, led.GBK, []caller.Language{lang}
	}
	return all
}

// calls lets the strips and the voice call what the hall calls, and lets the devices
// work.
func (d *demoDevices) calls(ctx context.Context, h *demoHall) ([]tui.Feed, error) {
	if d.bench == nil {
		return nil, nil
	}
	var err error
	if d.caller, err = h.client(ctx, wire.RoleCaller); err != nil {
		return nil, err
	}
	run, err := callers(d.set, d.caller, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return []tui.Feed{d.bench.Feed, func(ctx context.Context, _ func(tea.Msg)) { run(ctx) }}, nil
}

// screen is the tray.
func (d *demoDevices) screen(lang words.Lang) tui.Screen {
	if d.bench == nil {
		return tray.New(tray.Settings{Lang: lang, NoLines: true}, nil)
	}
	return tray.New(tray.Settings{Lang: lang}, d.bench)
}

// at gives the kiosk its printer and its reader of cards, as its configuration would.
func (d *demoDevices) at(t terminal, c *lan.Client, l look) (look, []tui.Feed, error) {
	if d.bench == nil || t.role != wire.RoleKiosk {
		return l, nil, nil
	}
	conf := config.Config{Terminal: config.Terminal{Language: d.lang}}
	printer, _, _, cards := d.bench.Ports()
	conf.Printer.Port, conf.Printer.Profile = printer, demoProfile
	conf.Reader.Port, conf.Reader.Baud = cards, 115200
	f, err := fit(conf, t.role, c, slog.New(slog.DiscardHandler))
	l.print = f.print
	return l, f.feeds, err
}

// local is the hall's time in its own zone.
func (h *demoHall) local() time.Time { return h.clock.Now().In(h.set.Hall.Location()) }
