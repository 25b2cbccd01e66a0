package take

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// page is what the screen shows.
type page string

const (
	pageHome     page = "home"
	pageTheme    page = "theme"    // one line, perhaps an item of it: take the number
	pageItems    page = "items"    // the items of a line
	pagePriority page = "priority" // on what ground
	pageID       page = "id"       // the citizen number
	pageOffer    page = "offer"    // priority by age
	pageResult   page = "result"   // the number
	pageFailed   page = "failed"   // no number, and why
	pageFind     page = "find"     // which number
	pageFound    page = "found"    // where it stands
	pageStaff    page = "staff"    // where people help
)

// Screen is the citizen's screen, a tui.Screen. It is used from the event loop
// only.
type Screen struct {
	tui.Timers

	set  Settings
	desk Desk

	menu *wire.Menu // the hall's last word; nil before the first
	cut  bool       // the link is known to be down
	now  time.Time  // hall time of the last message
	real time.Time  // the machine's time of the last tick

	catalogue wire.CatalogueReply
	fetching  bool      // the catalogue is being asked for
	fetchAt   time.Time // not again before, in the machine's time

	lang     queue.Lang
	contrast bool // strong colours, and wider buttons where all fit

	page  page
	step  int  // tells two pages of one kind apart
	under page // what pageStaff came from
	more  bool // the screen asks whether the citizen needs more time
	busy  bool // a request is under way
	sheet int  // of a list that has several, from 0

	visit  visit
	typed  string      // on the keypad
	fault  *wire.Error // what is wrong with it
	ticket wire.Ticket // on pageResult and pageFound
	failed *wire.Error // on pageFailed
	steady bool        // keys may leave pageResult
	ends   time.Time   // when the page leaves by itself, in the machine's time
}

// visit is what the citizen has chosen so far.
type visit struct {
	theme  string
	item   string
	ground queue.Ground // of priority; "" is an ordinary number
	id     queue.IDNumber
}

// New makes the screen of a kiosk.
func New(settings Settings, desk Desk) *Screen {
	set := settings.withDefaults()
	return &Screen{set: set, desk: desk, lang: set.Lang, now: set.Now(), page: pageHome}
}

// Page names the page shown, so that the shell guards against double taps.
func (s *Screen) Page() string {
	name := string(s.page) + strconv.Itoa(s.step)
	if s.more {
		name += "/more"
	}
	return name
}

// GuardedKeys are the keys that a held finger must not repeat; on a keypad
// digits may come in quick succession.
func (s *Screen) GuardedKeys() []string {
	keys := []string{"enter", "."}
	if s.page == pageID || s.page == pageFind {
		return keys
	}
	return append(keys, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "-", "*", "/")
}

// Help is what F1 shows.
func (s *Screen) Help() []string {
	return []string{s.t("kiosk.title"), s.t("take.keys_help")}
}

// goTo shows a page. What was typed on the one before is forgotten.
func (s *Screen) goTo(p page) {
	s.page, s.typed, s.fault, s.more, s.sheet = p, "", nil, false, 0
	s.step++
}

// goHome forgets the citizen.
func (s *Screen) goHome() {
	s.goTo(pageHome)
	s.visit, s.ticket, s.failed = visit{}, wire.Ticket{}, nil
	s.onlyLine()
}

// onlyLine chooses the line of a hall that has just one.
func (s *Screen) onlyLine() {
	if s.page == pageHome {
		s.visit.theme = ""
		if s.menu != nil && len(s.menu.Lines) == 1 {
			s.visit.theme = s.menu.Lines[0].Theme
		}
	}
}

// Msg takes the hall's state, the link, answers and the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	s.now = s.set.Now()
	switch m := m.(type) {
	case wire.Menu:
		s.take(m)
		return s.fetch()
	case wire.Link:
		s.cut, s.fetchAt = !m.Up, time.Time{}
		return s.fetch()
	case tui.TickMsg:
		s.real = m.Now
		return tea.Batch(s.idle(m.Idle), s.fetch())
	case tui.TimerMsg:
		return s.timer(m.Name)
	case issuedMsg:
		s.issued(m)
	case foundMsg:
		s.found(m)
	case catalogueMsg:
		s.gotCatalogue(m)
	}
	return nil
}

// take replaces the state, and leaves a page that is about a line which is no
// more.
func (s *Screen) take(m wire.Menu) {
	s.menu = &m
	s.onlyLine()
	if s.visit.theme == "" || s.busy {
		return
	}
	if _, ok := s.line(); !ok && s.choosing() {
		s.goHome()
	}
}

// choosing reports whether the page is on the way to a number.
func (s *Screen) choosing() bool {
	switch s.page {
	case pageTheme, pageItems, pagePriority, pageID, pageOffer:
		return true
	}
	return false
}

// Tap acts on a target.
func (s *Screen) Tap(id string) tea.Cmd {
	s.now = s.set.Now()
	if s.busy {
		return nil
	}
	kind, arg, _ := strings.Cut(id, "/")
	switch kind {
	case "lang":
		s.lang = queue.Lang(arg)
		return nil
	case "contrast":
		return s.toggleContrast()
	case "more":
		s.more = false
		s.step++
		s.Stop("idle")
		return nil
	case "staff":
		if s.page != pageStaff {
			from := s.page
			s.goTo(pageStaff)
			s.under = from
		}
		return nil
	case "back":
		return s.back()
	case "home": // the visit has ended: the next one may be anybody's
		s.goHome()
		return s.resetLook()
	case "sheet":
		s.turn(arg)
		return nil
	}
	return s.tapPage(kind, arg)
}

// tapPage acts on the targets of the page itself.
func (s *Screen) tapPage(kind, arg string) tea.Cmd {
	switch s.page {
	case pageHome:
		if kind == "line" {
			s.tapHome(arg)
			return nil
		}
		return s.tapTheme(kind)
	case pageTheme:
		return s.tapTheme(kind)
	case pageItems:
		s.goTo(pageTheme)
		s.visit.item = arg
	case pagePriority:
		s.goTo(pageTheme)
		s.visit.ground = queue.Ground(arg)
	case pageID:
		return s.tapID(kind, arg)
	case pageOffer:
		return s.tapOffer(kind)
	case pageFailed:
		return s.tapFailed()
	case pageFind:
		return s.tapFind(kind, arg)
	}
	return nil
}

// back leaves the page for the one that it came from.
func (s *Screen) back() tea.Cmd {
	switch s.page {
	case pageTheme:
		if s.visit.item != "" {
			s.visit.item = ""
			s.goTo(pageItems)
			return nil
		}
		s.goHome()
	case pageItems, pagePriority, pageID, pageOffer:
		s.backToLine()
	case pageFailed:
		s.failed = nil
		s.backToLine()
	case pageStaff:
		s.goTo(s.under)
		if s.page == pageResult {
			s.showResult()
		}
	case pageFound:
		s.ticket = wire.Ticket{}
		s.goTo(pageFind)
	default:
		s.goHome()
	}
	return nil
}

// backToLine shows the line that the citizen chose; in a hall with one line and
// nothing chosen beside it, that is home.
func (s *Screen) backToLine() {
	only := s.menu != nil && len(s.menu.Lines) == 1
	if only && s.visit.item == "" && s.visit.ground == "" && s.visit.id == "" {
		s.goHome()
		return
	}
	s.goTo(pageTheme)
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	s.now = s.set.Now()
	if s.busy || s.more {
		return nil
	}
	if s.page == pageFind {
		s.typePrefix(k.Text)
	}
	return nil
}

// turn shows another sheet of a list.
func (s *Screen) turn(to string) {
	if n, err := strconv.Atoi(to); err == nil {
		s.sheet = n
		s.step++
	}
}
