package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"onewindow/cli/pretend"
	"onewindow/kiosk/tray"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	printed "onewindow/printer/virtual"
	cards "onewindow/reader/virtual"
	"onewindow/serial/pty"
)

// events are what happened and was not told yet. A device never waits for whoever
// reads them.
type events struct {
	mu   sync.Mutex
	all  []pretend.Event
	more chan struct{}
}

func newEvents() *events { return &events{more: make(chan struct{}, 1)} }

func (e *events) add(v pretend.Event) {
	e.mu.Lock()
	e.all = append(e.all, v)
	e.mu.Unlock()
	select {
	case e.more <- struct{}{}:
	default:
	}
}

// each takes the events one after the other until ctx ends, and those that are left
// then.
func (e *events) each(ctx context.Context, take func(pretend.Event) error) error {
	for {
		e.mu.Lock()
		due := e.all
		e.all = nil
		e.mu.Unlock()
		for _, v := range due {
			if err := take(v); err != nil {
				return err
			}
		}
		if len(due) > 0 {
			continue
		}
		select {
		case <-e.more:
		case <-ctx.Done():
			return nil
		}
	}
}

// deviceText lets a device work and prints a line for each event.
func (a *app) deviceText(ctx context.Context, o pretend.Options, png string) error {
	heard := newEvents()
	o.Heard = heard.add
	b, err := newBench(o)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(a.out, "port %s\n", portOf(o, b)); err != nil {
		b.Close()
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		ended <- b.Run(ctx)
		stop()
	}()
	err = heard.each(ctx, func(e pretend.Event) error {
		at := time.Now().Format("15:04:05")
		if err := keepPicture(png, e); err != nil { // whoever reads the line finds it
			return err
		}
		_, err := fmt.Fprintf(a.out, "%s %s\n", at, lineOf(e))
		return err
	})
	stop()
	return errors.Join(err, <-ended)
}

// portOf is what a host opens.
func portOf(o pretend.Options, b *pretend.Bench) string {
	if o.Printer != nil && o.Printer.Listener != nil {
		return "tcp://" + o.Printer.Listener.Addr().String()
	}
	printer, strips, voice, reader := b.Ports()
	return printer + strips + voice + reader // there is one
}

// lineOf is an event in one line.
func lineOf(e pretend.Event) string {
	switch e.Kind {
	case pretend.PaperOut:
		how := "cut"
		if !e.Paper.Cut {
			how = "torn off"
		}
		parts := append([]string{}, e.Texts...)
		for _, q := range append(append([]string{}, e.Paper.QR...), e.Paper.Codes...) {
			parts = append(parts, "code "+q)
		}
		return fmt.Sprintf("paper %d, %s: %s", e.Paper.Number, how, strings.Join(parts, " | "))
	case pretend.Shown:
		if len(e.Texts) == 0 {
			return fmt.Sprintf("strip %s is dark", e.Name)
		}
		rows := slices.DeleteFunc(slices.Clone(e.Texts), func(row string) bool { return strings.TrimSpace(row) == "" })
		if len(rows) == 0 {
			return fmt.Sprintf("strip %s shows nothing", e.Name)
		}
		return fmt.Sprintf("strip %s shows: %s", e.Name, strings.Join(rows, " | "))
	case pretend.Said:
		text := strings.Join(e.Texts, " ")
		if e.Chime {
			text = words.T(words.ZhHans, "tray.chime", "text", text)
		}
		switch {
		case e.Broken:
			return "broken off: " + text
		case e.Ended:
			return "said: " + text
		}
		return "says: " + text
	}
	return "put the card of " + e.Name + " on"
}

// keepPicture writes a paper into the folder; "" is none.
func keepPicture(dir string, e pretend.Event) error {
	if dir == "" || e.Kind != pretend.PaperOut {
		return nil
	}
	f, err := os.CreateTemp(dir, ".paper-*")
	if err != nil {
		return fmt.Errorf("--png: %w", err)
	}
	// Whoever looks into the folder finds whole pictures only.
	if err := errors.Join(printed.WritePNG(f, e.Paper, 1), f.Chmod(0o644), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("--png: %w", err), os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), filepath.Join(dir, fmt.Sprintf("paper-%04d.png", e.Paper.Number)))
}

// deviceScreen lets a device work and shows it.
func (a *app) deviceScreen(ctx context.Context, o pretend.Options, f deviceFlags, png string) error {
	heard := newEvents()
	if png != "" {
		o.Heard = heard.add
	}
	b, err := newBench(o)
	if err != nil {
		return err
	}
	defer b.Close()
	theme, _ := tui.ThemeNamed(f.theme)
	var kept error
	pictures := func(ctx context.Context, _ func(tea.Msg)) {
		kept = heard.each(ctx, func(e pretend.Event) error { return keepPicture(png, e) })
	}
	lang := words.Lang(f.lang)
	err = tui.Run(ctx, tray.New(tray.Settings{Lang: lang, Port: portOf(o, b)}, b), tui.Options{
		Title: "Onewindow device", Theme: theme, Unlocked: true, Feeds: []tui.Feed{b.Feed, pictures},
		TooSmall: words.T(lang, "common.too_small"), MinWidth: tray.MinWidth, MinHeight: tray.MinHeight,
	})
	return errors.Join(err, kept)
}

// deviceScanner sends what is typed as a scanner sends codes.
func (a *app) deviceScanner() *cobra.Command {
	var link, end string
	ends := map[string]string{"cr": "\r", "lf": "\n", "crlf": "\r\n", "none": ""}
	c := &cobra.Command{
		Use:   "scanner",
		Short: "A scanner of codes",
		Long: `A virtual scanner of codes: each line that is typed, or comes from another program,
is sent as a code that was put before it.`,
		Args: exactly(0),
	}
	c.Flags().StringVar(&link, "link", "", "symbolic link to the port, which stays the same")
	c.Flags().StringVar(&end, "end", "cr", "what ends a code: cr, lf, crlf or none")
	c.RunE = func(c *cobra.Command, _ []string) error {
		ending, ok := ends[end]
		if !ok {
			return failWith(exitUsage, fmt.Errorf("--end %q: cr, lf, crlf or none", end))
		}
		if err := a.checkLink(link); err != nil {
			return err
		}
		port, end, err := pretend.OpenLine(link, 9600)
		if err != nil {
			return err
		}
		defer end()
		return a.runScanner(c.Context(), port, ending)
	}
	return c
}

func (a *app) runScanner(ctx context.Context, port *pty.Port, end string) error {
	fmt.Fprintf(a.out, "port %s\n", port.Name())
	lines := make(chan string)
	go func() { // ends with the input, or with the program
		defer close(lines)
		for in := bufio.NewScanner(a.in); in.Scan(); {
			select {
			case lines <- in.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	scanner := cards.Scanner{Line: port, End: end}
	for {
		select {
		case <-ctx.Done():
			return nil
		case text, ok := <-lines:
			if !ok {
				<-ctx.Done() // whoever listens may not have read all of it yet
				return nil
			}
			if text == "" {
				continue
			}
			if err := scanner.Scan(text); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s sent: %s\n", time.Now().Format("15:04:05"), text)
		}
	}
}
