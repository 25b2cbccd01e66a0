package pretend_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/cli/pretend"
	"onewindow/kiosk/tray"
	"onewindow/printer/profile"
	"onewindow/reader"
	"onewindow/serial"
)

// patience is how long a test waits for what must come.
const patience = time.Minute

// rig is devices that work until the test ends, and what was seen of them.
type rig struct {
	t *testing.T
	*pretend.Bench

	mu    sync.Mutex
	state tray.State
	heard []pretend.Event
}

// work starts devices; they are waited for at the end.
func work(t *testing.T, o pretend.Options) *rig {
	t.Helper()
	r := &rig{t: t}
	o.Heard = func(e pretend.Event) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.heard = append(r.heard, e)
	}
	b, err := pretend.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r.Bench = b
	ctx, cancel := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() {
		if err := b.Run(ctx); err != nil {
			t.Errorf("the devices stopped: %v", err)
		}
	})
	both.Go(func() {
		b.Watch(ctx, func(s tray.State) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.state = s
		})
	})
	t.Cleanup(func() {
		cancel()
		both.Wait()
	})
	return r
}

// until waits until the tray is told something.
func (r *rig) until(what string, ok func(s tray.State) bool) {
	r.t.Helper()
	for deadline := time.Now().Add(patience); ; {
		r.mu.Lock()
		s := r.state
		r.mu.Unlock()
		if ok(s) {
			return
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("the tray is never told: %s; last of all %+v", what, s)
		}
		<-time.After(2 * time.Millisecond)
	}
}

// open opens a line as a driver does.
func open(t *testing.T, name string, baud int) serial.Conn {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		c, err := serial.Open(serial.Settings{Name: name, Baud: baud})
		if err == nil {
			t.Cleanup(func() { c.Close() })
			return c
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func printer(t *testing.T, link string) pretend.Options {
	t.Helper()
	p, err := profile.Named("generic-80")
	if err != nil {
		t.Fatal(err)
	}
	return pretend.Options{Printer: &pretend.PrinterOptions{Profile: p, Link: link}}
}

const ticket = "\x1b@A001\n\x1dVB\x00"

func send(t *testing.T, c serial.Conn, text string) {
	t.Helper()
	if _, err := c.Write([]byte(text), time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
}

func TestThePapersOfAPrinterLieInTheTray(t *testing.T) {
	link := filepath.Join(t.TempDir(), "printer")
	r := work(t, printer(t, link))
	send(t, open(t, link, 9600), ticket)
	r.until("a paper", func(s tray.State) bool { return len(s.Papers) == 1 })
	p := r.State().Papers[0]
	if !p.Cut || len(p.Lines) != 1 || p.Lines[0].Text != "A001" || p.Lines[0].Rect.Empty() {
		t.Errorf("the paper in the tray is %+v", p)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.heard) != 1 || r.heard[0].Kind != pretend.PaperOut || !slices.Equal(r.heard[0].Texts, []string{"A001"}) {
		t.Errorf("heard was %+v", r.heard)
	}
}

func TestWhatIsDoneToAPrinterIsSeenAndUndone(t *testing.T) {
	r := work(t, printer(t, filepath.Join(t.TempDir(), "printer")))
	for _, c := range []struct {
		do, undo tray.Act
		holds    func(s tray.State) bool
	}{
		{tray.Pull, tray.Refill, func(s tray.State) bool { return s.Printer.PaperEnd && s.Printer.Left == 0 }},
		{tray.Open, tray.Shut, func(s tray.State) bool { return s.Printer.Cover }},
		{tray.Jam, tray.Free, func(s tray.State) bool { return s.Printer.Stuck }},
		{tray.Silence, tray.Answer, func(s tray.State) bool { return s.Silent }},
		{tray.Unplug, tray.Plug, func(s tray.State) bool { return s.Unplugged }},
	} {
		r.Do(c.do)
		r.until(string(c.do), func(s tray.State) bool { return s.Printer != nil && c.holds(s) })
		r.Do(c.undo)
		r.until(string(c.undo), func(s tray.State) bool { return !c.holds(s) })
	}
}

func TestWhileNobodyLooksNothingIsToldAndThenWhatIsSo(t *testing.T) {
	r := work(t, printer(t, filepath.Join(t.TempDir(), "printer")))
	r.until("the start", func(s tray.State) bool { return s.Printer != nil })
	r.Look(false)
	r.Do(tray.Open)
	for deadline := time.Now().Add(patience); !r.State().Printer.Cover; {
		if time.Now().After(deadline) {
			t.Fatal("the cover never opens")
		}
		<-time.After(2 * time.Millisecond)
	}
	r.mu.Lock()
	told := r.state.Printer.Cover
	r.mu.Unlock()
	if told {
		t.Error("the tray was told of the cover while nobody looked")
	}
	r.Look(true)
	r.until("the cover", func(s tray.State) bool { return s.Printer.Cover })
}

func TestALineThatWasUnpluggedIsThereAgainBehindItsLink(t *testing.T) {
	dir := t.TempDir()
	for name, o := range map[string]pretend.Options{
		"printer": printer(t, dir+"/printer"),
		"strips":  {Strips: &pretend.StripsOptions{Link: dir + "/strips", Kind: pretend.CD5220, Strips: []pretend.Strip{{Name: "1", Address: 1}}}},
		"voice":   {Voice: &pretend.VoiceOptions{Link: dir + "/voice", Speed: 100}},
		"cards":   {Cards: &pretend.CardsOptions{Link: dir + "/cards"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := work(t, o)
			open(t, dir+"/"+name, 9600)
			r.Do(tray.Unplug)
			r.until("unplugged", func(s tray.State) bool { return s.Unplugged })
			r.Do(tray.Plug)
			r.until("plugged in", func(s tray.State) bool { return !s.Unplugged })
			c := open(t, dir+"/"+name, 9600)
			switch name {
			case "printer":
				send(t, c, ticket)
				r.until("a paper", func(s tray.State) bool { return len(s.Papers) == 1 })
			case "strips":
				send(t, c, "\x1bQAA001\r")
				r.until("a number", func(s tray.State) bool {
					return len(s.Strips) == 1 && len(s.Strips[0].Rows) > 0 && strings.Contains(s.Strips[0].Rows[0][0].Text, "A001")
				})
			}
		})
	}
}

func TestACardLiesOnTheReaderUntilItWasLookedFor(t *testing.T) {
	link := filepath.Join(t.TempDir(), "cards")
	r := work(t, pretend.Options{Cards: &pretend.CardsOptions{Link: link, First: 3}})
	r.until("a card", func(s tray.State) bool { return s.On == "测试王芳" && s.Card == "测试张伟" })
	read := make(chan string, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cards := reader.New(reader.Settings{Line: serial.Settings{Name: link, Baud: 115200}}, reader.Told{
		Card: func(c reader.Card) { read <- c.Number() }, Unreadable: func(error) {}, Health: func(reader.Health) {},
	})
	var host sync.WaitGroup
	began := time.Now()
	host.Go(func() { cards.Run(ctx) })
	defer host.Wait()
	defer cancel()
	select {
	case n := <-read:
		if n != "440399198503120044" {
			t.Errorf("the reader read %s", n)
		}
	case <-time.After(patience):
		t.Fatal("the card was never read")
	}
	r.until("taken away", func(s tray.State) bool { return s.On == "" })
	if lay := time.Since(began); lay < 2*time.Second {
		t.Errorf("it was taken away %v after it was looked for first, before a busy machine has read it", lay)
	}
}

func TestNothingIsLeftOfDevicesThatEnded(t *testing.T) {
	dir := t.TempDir()
	o := printer(t, dir+"/printer")
	o.Strips = &pretend.StripsOptions{Link: dir + "/strips", Kind: pretend.BX6K, Strips: []pretend.Strip{{Address: 1, Width: 128, Height: 32}}}
	o.Voice = &pretend.VoiceOptions{Link: dir + "/voice", Speed: 1}
	o.Cards = &pretend.CardsOptions{Link: dir + "/cards", Every: time.Hour}
	for range 20 {
		b, err := pretend.New(o)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		open(t, dir+"/printer", 9600)
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(patience):
			t.Fatal("the devices do not end")
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestWhatCannotBeMadeSaysWhyAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/taken", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o := printer(t, dir+"/printer")
	o.Voice = &pretend.VoiceOptions{Link: dir + "/taken"}
	if _, err := pretend.New(o); err == nil || !strings.Contains(err.Error(), "taken") {
		t.Errorf("a link over a file: %v", err)
	}
	if _, err := os.Lstat(dir + "/printer"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the printer's line was left: %v", err)
	}
	o = pretend.Options{Strips: &pretend.StripsOptions{Kind: pretend.LED8, Strips: make([]pretend.Strip, 2)}}
	if _, err := pretend.New(o); err == nil || !strings.Contains(err.Error(), "alone") {
		t.Errorf("two displays without an address: %v", err)
	}
}

// withoutKnife is a printer whose papers are torn off.
func withoutKnife(t *testing.T, link string) pretend.Options {
	t.Helper()
	p, err := profile.Named("generic-58")
	if err != nil {
		t.Fatal(err)
	}
	return pretend.Options{Printer: &pretend.PrinterOptions{Profile: p, Link: link}}
}

// fed is a ticket that is fed to the edge.
const fed = "\x1b@B007\n\x1bd\x05"

func TestAPaperThatHangsOutOfAPrinterWithoutAKnifeIsTornOff(t *testing.T) {
	link := filepath.Join(t.TempDir(), "printer")
	r := work(t, withoutKnife(t, link))
	c := open(t, link, 9600)
	send(t, c, fed)
	r.until("a paper hangs out", func(s tray.State) bool { return s.Printer != nil && s.Printer.Hangs })
	if !slices.Contains(r.State().Acts, tray.Tear) {
		t.Errorf("nobody can tear it off: %v", r.State().Acts)
	}
	r.until("it is torn off", func(s tray.State) bool { return len(s.Papers) == 1 && !s.Printer.Hangs })
	send(t, c, fed)
	r.until("the next hangs out", func(s tray.State) bool { return s.Printer.Hangs || len(s.Papers) == 2 })
	r.Do(tray.Tear)
	r.until("it is torn off, too", func(s tray.State) bool { return len(s.Papers) == 2 })
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.heard {
		if e.Kind != pretend.PaperOut || e.Paper.Cut || !slices.Equal(e.Texts, []string{"B007"}) {
			t.Errorf("heard was %+v", e)
		}
	}
	if len(r.heard) != 2 {
		t.Errorf("%d papers were heard of", len(r.heard))
	}
}
