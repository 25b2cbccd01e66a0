package devices

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/caller"
	"onewindow/caller/led"
	"onewindow/caller/virtual"
	"onewindow/caller/voice"
	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/hall/setup"
	"onewindow/queue"
	"onewindow/serial/pty"
	"onewindow/wire"
)

// stage is a real hall with its network, on a working morning, with a clerk at every
// window.
type stage struct {
	*node.Node
	t     testing.TB
	net   *lan.Server
	clock *leaping
}

// leaping is a clock that a test sets forward. One that only ran faster would let calls
// grow too old to be said on a machine that is busy.
type leaping struct {
	node.Clock
	leapt atomic.Int64
}

func (c *leaping) Now() time.Time { return c.Clock.Now().Add(time.Duration(c.leapt.Load())) }

func (c *leaping) After(t time.Time) time.Duration {
	return c.Clock.After(t.Add(-time.Duration(c.leapt.Load())))
}

// leap sets hall time forward.
func (s *stage) leap(d time.Duration) { s.clock.leapt.Add(int64(d)) }

// openStage opens it.
func openStage(t testing.TB) *stage {
	t.Helper()
	set, err := setup.Settings("LG-00")
	if err != nil {
		t.Fatal(err)
	}
	for i := range set.Themes {
		set.Themes[i].Quota = queue.Quota{}
	}
	for _, w := range set.Windows {
		set.Staff = append(set.Staff, queue.Clerk{ID: "c" + w.ID, Name: "Clerk " + w.ID})
	}
	set.Rules.ForecastStop, set.Rules.AutoDay, set.Rules.CallGap = false, false, 0
	cat, err := setup.Catalogue("LG-00")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	j, err := journal.Open(dir, set.Hall.ID, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	date := set.Hall.Date(time.Now())
	if !set.Calendar.Works(date) {
		date = set.Calendar.NextWorking(date)
	}
	clock := &leaping{Clock: node.NewPacedClock(set.Hall.At(date, 9*60+5), 1)}
	n, err := node.Open(node.Settings{
		Journal: j, Keys: keys, Clock: clock, Log: quiet(),
		First: func() (queue.Settings, queue.Catalogue, error) { return set, cat, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	net, err := lan.Listen(lan.Settings{Host: "127.0.0.1", Port: 0, Hall: set.Hall.ID, Dir: dir, Clock: n.Now, Log: quiet()}, n)
	if err != nil {
		t.Fatal(err)
	}
	n.Attach(net)
	s := &stage{n, t, net, clock}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := errors.Join(net.StopRequests(ctx), n.Close(), net.Close(ctx), j.Close()); err != nil {
			t.Error(err)
		}
	})
	s.do(queue.OpenDay{Date: date})
	for _, w := range set.Windows {
		s.do(queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	return s
}

// do does something in the hall.
func (s *stage) do(c queue.Command) {
	s.t.Helper()
	if r := s.Do(queue.Actor{Terminal: "test"}, "", c); !r.OK {
		s.t.Fatalf("%T: %v", c, r.Err)
	}
}

// call has a window call somebody, and is the number.
func (s *stage) call(window string) (number string) {
	s.t.Helper()
	var theme string
	s.Read(func(q *queue.State, _ time.Time) { theme = q.Window(window).Own[0] })
	s.do(queue.Issue{Theme: theme})
	s.do(queue.Next{Window: window})
	s.Read(func(q *queue.State, _ time.Time) { number = q.Window(window).Ticket })
	return number
}

// ticket is how a number is.
func (s *stage) ticket(number string) (t queue.Ticket) {
	s.Read(func(q *queue.State, _ time.Time) { t = *q.Ticket(number) })
	return t
}

// devices are those that the hall knows of callers, by terminal and id.
func (s *stage) devices() (all []queue.Device) {
	s.Read(func(q *queue.State, _ time.Time) { all = append(all, q.Devices...) })
	return all
}

// strips are a line with virtual cards.
type strips struct {
	t    testing.TB
	port *pty.Port
	line caller.StripLine
	// cards are by the id of their window; "" is the hall's.
	cards map[string]*virtual.BXCard
}

// hang hangs strips over windows, and one in the hall, on a line of a speed; 0 is as
// fast as the machine. shown, which may be nil, hears of each change.
func hang(t testing.TB, baud int, shown func(virtual.Screen), windows ...string) *strips {
	t.Helper()
	port, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "strips"), Baud: baud})
	if err != nil {
		t.Fatal(err)
	}
	s := &strips{t: t, port: port, line: caller.StripLine{Port: port.Name(), Baud: baud}, cards: map[string]*virtual.BXCard{}}
	var cards []*virtual.BXCard
	hung := func(set caller.StripSetting) {
		set.Kind, set.Address, set.Colours, set.Charset = caller.StripBX6K, len(cards)+1, 2, led.GBK
		s.line.Strips = append(s.line.Strips, set)
		card := virtual.NewBXCard(virtual.BXCardSettings{Name: set.Name, Address: uint16(set.Address), Generation: 6, Width: set.Width, Height: set.Height, Shown: shown})
		cards, s.cards[set.Window] = append(cards, card), card
	}
	for _, w := range windows {
		hung(caller.StripSetting{Name: w + "号窗口", Window: w, Width: 256, Height: 16})
	}
	if baud == 0 {
		hung(caller.StripSetting{Name: "hall", Zones: []string{"*"}, Width: 512, Height: 64, Rows: 2})
	}
	line := virtual.NewBXLine(cards...)
	attach(t, port, line.Serve)
	return s
}

// attach lets a device live at the end of a line until the test ends.
func attach(t testing.TB, port *pty.Port, serve func(io.ReadWriter) error) {
	ctx, cancel := context.WithCancel(context.Background())
	var one sync.WaitGroup
	one.Go(func() {
		for port.Await(ctx) == nil {
			if err := serve(port); err != nil && !errors.Is(err, pty.ErrUnplugged) && !errors.Is(err, pty.ErrClosed) {
				t.Errorf("the virtual device ends: %v", err)
				return
			}
		}
	})
	t.Cleanup(func() {
		cancel()
		_ = port.Close()
		one.Wait()
	})
}

// text is what a strip shows, all its pages one after the other.
func (s *strips) text(window string) string {
	var all []string
	now := time.Now()
	first := s.cards[window].Screen(now)
	for i := range max(first.Pages, 1) {
		for at := time.Duration(0); ; at += 250 * time.Millisecond {
			if screen := s.cards[window].Screen(now.Add(at)); screen.Page == i || at > time.Minute {
				all = append(all, screen.Text())
				break
			}
		}
	}
	return strings.ReplaceAll(strings.Join(all, ""), "/", "") // a sentence goes on over rows and pages
}

// shows waits until a strip shows something.
func (s *strips) shows(window, want string) {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		got := s.text(window)
		if want == "" && got == "" || want != "" && strings.Contains(got, want) {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("in a minute strip %q does not show %q: it shows %q", window, want, got)
		}
		pause := time.NewTimer(2 * time.Millisecond)
		<-pause.C
	}
}

// speaker is a line with a virtual speech module.
type speaker struct {
	*virtual.Voice
	t    testing.TB
	port *pty.Port
	set  caller.VoiceSetting
}

// speakerSpeed is how much faster than a real one it speaks.
const speakerSpeed = 40

func newSpeaker(t testing.TB, name string, zones ...string) *speaker {
	t.Helper()
	port, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "voice")})
	if err != nil {
		t.Fatal(err)
	}
	v := virtual.NewVoice(virtual.VoiceOptions{Chip: virtual.XFS5152CE, Speed: speakerSpeed})
	t.Cleanup(v.Close)
	attach(t, port, v.Serve)
	return &speaker{v, t, port, caller.VoiceSetting{
		Name: name, Kind: caller.VoiceXFS5152CE, Port: port.Name(), Zones: zones, Repeat: 1, NoChime: true, Languages: []voice.Language{voice.Mandarin},
	}}
}

// said is all that was said, one text in a line.
func (s *speaker) said() string {
	var b strings.Builder
	for _, one := range s.Spoken() {
		fmt.Fprintln(&b, one.Text)
	}
	return b.String()
}

// says waits until a text was said so often.
func (s *speaker) says(text string, times int) {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); strings.Count(s.said(), text) != times; {
		if time.Now().After(end) {
			s.t.Fatalf("in a minute %q is not said %d times: %q", text, times, s.said())
		}
		pause := time.NewTimer(2 * time.Millisecond)
		<-pause.C
	}
}

// spoken is how a number is said in Mandarin.
func spoken(number string) string {
	return strings.NewReplacer("0", "零", "1", "幺", "2", "二", "3", "三", "4", "四", "5", "五", "6", "六", "7", "七", "8", "八", "9", "九").Replace(number) + "号"
}

// settingsOf are the settings of devices that are there.
func settingsOf(t testing.TB, s *strips, speakers ...*speaker) (set CallerSettings) {
	t.Helper()
	if s != nil {
		set.Strips.Lines = []caller.StripLine{s.line}
	}
	for _, v := range speakers {
		set.Voices.Voices = append(set.Voices.Voices, v.set)
	}
	if err := errors.Join(set.Strips.Check(), set.Voices.Check()); err != nil {
		t.Fatal(err)
	}
	return set
}

// onDuty is a caller that runs.
type onDuty struct {
	*Caller
	id   string
	stop func()
}

// start runs a machine with strips and voices until stop, or the end of the test.
func (s *stage) start(set CallerSettings) onDuty {
	s.t.Helper()
	client, err := s.net.Local(context.Background(), wire.Terminal{Role: wire.RoleCaller, Name: "caller"}, lan.Options{Clock: s.Now})
	if err != nil {
		s.t.Fatal(err)
	}
	register := NewRegister(client, quiet())
	c, err := NewCaller(set, client.Now, client, register, slog.New(slog.NewTextHandler(s.t.Output(), nil)))
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { register.Run(ctx) })
	all.Go(func() { c.Run(ctx, client) })
	var once sync.Once
	stop := func() {
		once.Do(func() {
			cancel()
			all.Wait()
			client.Close()
		})
	}
	s.t.Cleanup(stop)
	return onDuty{c, client.Identity().Terminal, stop}
}

// works waits until the hall knows that devices of a caller work, all of them.
func (s *stage) works(c onDuty, n int) {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		well := 0
		for _, d := range s.devices() {
			if d.Terminal == c.id && d.Fault == "" {
				well++
			}
		}
		if well == n {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("in a minute not %d devices work: %+v", n, s.devices())
		}
		pause := time.NewTimer(2 * time.Millisecond)
		<-pause.C
	}
}
