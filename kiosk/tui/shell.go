package tui

import (
	"fmt"
	"image"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// Shell runs one Screen as a tea.Model, the only one of a program. It is used
// from the event loop only.
type Shell struct {
	screen Screen
	opt    Options
	theme  *Theme
	done   chan struct{} // closed when the program has ended

	w, h    int
	targets []Target

	colours Colours // of the terminal
	canvas  *Canvas
	content string // the drawn view, valid while not dirty
	dirty   bool

	armed     string // target under the finger since the press
	lit       string // target that acted just now
	litGen    uint64
	lastInput time.Time

	page      string
	pageSince time.Time // zero until the page changed for the first time
	lastKey   string    // the last key, "" after a tap
	pageKey   string    // the key that led to the page, if a key did

	keyAt         map[string]keyPress // of each guarded key
	tellsReleases bool                // the terminal has told that a key was let go

	burst burst // characters that may be a scan

	help     []string  // shown while not empty
	endAsked time.Time // when Ctrl+C was pressed and the screen went on
}

// Messages that the shell sends itself.
type (
	// timerFiredMsg is a firing of a screen's timer, perhaps a stale one.
	timerFiredMsg struct{ timer timer }
	// tickedMsg is the shell's clock.
	tickedMsg struct{}
	// litEndedMsg ends the light of the target that acted.
	litEndedMsg struct{ gen uint64 }
	// endMsg ends the program, also a locked one.
	endMsg struct{}
)

// NewShell makes the model for a screen. Most programs call Run instead.
func NewShell(screen Screen, opt Options) *Shell {
	opt = opt.withDefaults()
	return &Shell{screen: screen, opt: opt, theme: opt.Theme, done: make(chan struct{}),
		lastInput: opt.Clock.Now(), page: pageOf(screen), keyAt: map[string]keyPress{}, dirty: true}
}

// Close releases commands that wait for timers. It is called once, after the
// program has ended.
func (s *Shell) Close() { close(s.done) }

// ProgramOptions are what a program of this shell must be started with.
func (s *Shell) ProgramOptions() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithFilter(s.Filter), tea.WithoutSignalHandler()}
}

// Filter drops what must not reach the program: orders to end or suspend it,
// floods of motion, and pastes. Only Run's own endMsg and Kill still end it.
func (s *Shell) Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch m := msg.(type) {
	case endMsg:
		return tea.QuitMsg{}
	case tea.WindowSizeMsg:
		if m.Width == s.w && m.Height == s.h {
			return nil // the answer to a tick's question; taken, it would clear the screen
		}
	case tea.QuitMsg:
		if s.opt.Unlocked {
			return msg
		}
		return nil
	case tea.InterruptMsg, tea.SuspendMsg, tea.MouseMotionMsg, tea.MouseWheelMsg,
		tea.PasteMsg, tea.PasteStartMsg, tea.PasteEndMsg:
		return nil
	}
	return msg
}

// Init gives the screen its first messages.
func (s *Shell) Init() tea.Cmd {
	first := s.tell(TickMsg{Now: s.now()})
	start := s.tell(StartMsg{})
	return tea.Batch(first, start, s.nextTick())
}

// Update takes one message.
func (s *Shell) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.w, s.h, s.canvas = msg.Width, msg.Height, nil
		return s, s.tell(SizeMsg{s.w, s.h})
	case tea.MouseClickMsg:
		s.lastInput = s.now()
		if msg.Button == tea.MouseLeft {
			s.press(image.Pt(msg.X, msg.Y))
		}
	case tea.MouseReleaseMsg:
		return s, s.release(image.Pt(msg.X, msg.Y))
	case tea.KeyPressMsg:
		s.lastInput = s.now()
		return s, s.keyOrScan(msg)
	case holdEndedMsg:
		return s, s.holdEnded()
	case litEndedMsg:
		if msg.gen == s.litGen {
			s.lit, s.dirty = "", true
		}
	case tickedMsg:
		// Bubble Tea reads the size before it listens for changes: one in between,
		// as of a terminal that goes full screen at its start, is never told.
		return s, tea.Batch(s.tell(TickMsg{Now: s.now(), Idle: s.now().Sub(s.lastInput)}), s.nextTick(), sizeNow)
	case timerFiredMsg:
		return s, s.timerFired(msg.timer)
	case tea.ColorProfileMsg:
		s.colours, s.dirty = coloursOf(msg.Profile), true
	case themeChosenMsg:
		if t, ok := ThemeNamed(msg.name); ok {
			s.theme, s.dirty = t, true
		}
	case inspectMsg:
		msg.f(s.screen)
		s.relayout()
	case tea.KeyReleaseMsg:
		if !s.holdRelease(msg) {
			s.keyReleased(msg)
		}
	case uv.UnknownCsiEvent:
		// F3 of a terminal that tells when keys are let go, in a form that Ultraviolet
		// does not read, because it looks like a report of the cursor's place (seen
		// with foot 1.13).
		if msg == "\x1b[1;1:1R" {
			return s, s.keyOrScan(tea.KeyPressMsg{Code: tea.KeyF3})
		}
	case tea.MouseMotionMsg, tea.MouseWheelMsg, tea.FocusMsg, tea.BlurMsg, tea.EnvMsg,
		tea.ModeReportMsg, tea.KeyboardEnhancementsMsg:
		// Bubble Tea's own business.
	default:
		return s, s.tell(msg)
	}
	return s, nil
}

// View returns the screen; it is drawn anew only after a change, because Bubble
// Tea asks after every message.
func (s *Shell) View() tea.View {
	if s.dirty && s.w > 0 && s.h > 0 {
		s.content, s.dirty = s.draw(), false
	}
	v := tea.NewView(s.content)
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.KeyboardEnhancements.ReportEventTypes = true
	v.DisableBracketedPasteMode = true
	if s.colours == Many { // else the terminal's own ink might vanish on our paper
		v.BackgroundColor = s.theme.Pair(Ink).Paper
	}
	v.WindowTitle = s.opt.Title
	if t, ok := s.screen.(Titler); ok && t.WindowTitle() != "" {
		v.WindowTitle = Clean(t.WindowTitle())
	}
	return v
}

func (s *Shell) draw() string {
	if s.canvas == nil {
		s.canvas = NewCanvas(s.w, s.h, s.theme)
	}
	c := s.canvas
	c.setTheme(s.theme)
	c.UseColours(s.colours)
	c.Clear()
	switch {
	case s.tooSmall():
		text := s.opt.TooSmall
		if text == "" {
			text = fmt.Sprintf("Screen too small: %dx%d, needs %dx%d.", s.w, s.h, s.opt.MinWidth, s.opt.MinHeight)
		}
		c.Wrap(c.Area(), Center|Middle, Ink, text)
		return c.render()
	default:
		s.screen.Draw(c, s.shown())
	}
	if len(s.help) > 0 {
		c.TextPanel(s.help)
	}
	return c.render()
}

// shown are the targets with the one that is touched marked.
func (s *Shell) shown() []Target {
	for i := range s.targets {
		id := s.targets[i].ID
		s.targets[i].Pressed = id != "" && (id == s.armed || id == s.lit)
	}
	return s.targets
}

func (s *Shell) tooSmall() bool { return s.w < s.opt.MinWidth || s.h < s.opt.MinHeight }

func (s *Shell) now() time.Time { return s.opt.Clock.Now() }

// wait is a command that returns msg after d, or nil when the program ends.
func (s *Shell) wait(d time.Duration, msg tea.Msg) tea.Cmd {
	ch, done := s.opt.Clock.After(d), s.done
	return func() tea.Msg {
		select {
		case <-ch:
			return msg
		case <-done:
			return nil
		}
	}
}

// Timed reports whether a message comes from the shell's clock: a tick, a timer, or the
// end of a wait. Each alarm of Options.Clock becomes just one, so that tests can tell
// when a program has taken what rang.
func Timed(msg tea.Msg) bool {
	switch msg.(type) {
	case tickedMsg, timerFiredMsg, litEndedMsg, holdEndedMsg:
		return true
	}
	return false
}

// nextTick waits for the next full tick of the clock, so that a shown minute
// changes on time.
func (s *Shell) nextTick() tea.Cmd {
	now := s.now()
	return s.wait(now.Truncate(s.opt.Tick).Add(s.opt.Tick).Sub(now), tickedMsg{})
}

func (s *Shell) relayout() {
	s.dirty = true
	s.targets = nil
	if s.w > 0 && !s.tooSmall() {
		s.targets = s.screen.Layout(image.Rect(0, 0, s.w, s.h))
	}
	if t, ok := Find(Reachable(s.targets), s.armed); !ok || t.Disabled {
		s.armed = ""
	}
}

// tell gives the screen a message.
func (s *Shell) tell(msg tea.Msg) tea.Cmd {
	return s.call(func() tea.Cmd { return s.screen.Msg(msg) })
}

// call runs one call of the screen and then does what it may have caused: a new
// page, new timers, a new layout.
func (s *Shell) call(f func() tea.Cmd) tea.Cmd {
	var ts *Timers
	if t, ok := s.screen.(timed); ok {
		ts = t.timers()
	}
	var before uint64
	if ts != nil {
		before = ts.gen
	}
	cmds := []tea.Cmd{f()}
	if page := pageOf(s.screen); page != s.page {
		s.page, s.pageSince, s.pageKey = page, s.now(), s.lastKey
		s.armed, s.lit, s.help = "", "", nil
		if ts != nil {
			ts.leavePage(before)
		}
	}
	if ts != nil {
		for _, t := range ts.takeStarted() {
			cmds = append(cmds, s.wait(t.wait, timerFiredMsg{t}))
		}
	}
	s.relayout()
	return tea.Batch(cmds...)
}

func (s *Shell) timerFired(t timer) tea.Cmd {
	sc, ok := s.screen.(timed)
	if !ok || !sc.timers().fire(t) {
		return nil
	}
	var again tea.Cmd
	if t.every {
		again = s.wait(t.wait, timerFiredMsg{t})
	}
	return tea.Batch(s.tell(TimerMsg{t.name}), again)
}

func pageOf(screen Screen) string {
	if p, ok := screen.(Pager); ok {
		return p.Page()
	}
	return ""
}
