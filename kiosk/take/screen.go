package take

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/search"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// page is what the screen shows.
type page string

const (
	pageHome     page = "home"
	pageVisit    page = "visit"    // what was chosen: take the number
	pageSearch   page = "search"   // find an item by its letters
	pageList     page = "list"     // the items found, to choose one
	pageBasket   page = "basket"   // the items chosen, to take one out
	pagePriority page = "priority" // on what ground
	pageID       page = "id"       // the citizen number
	pageAgent    page = "agent"    // for whom, with what paper
	pageForID    page = "forid"    // the number of whom the agent comes for
	pageOffer    page = "offer"    // priority by age
	pageUnknown  page = "unknown"  // asked for a number, and no answer
	pageResult   page = "result"   // the number
	pageFailed   page = "failed"   // no number, and why
	pageFind     page = "find"     // which number
	pageFound    page = "found"    // where it stands
	pageOther    page = "other"    // collection, enquiries, appointments
	pageWhere    page = "where"    // where to go with one of them
)

// Screen is the citizen's screen, a tui.Screen. It is used from the event loop
// only.
type Screen struct {
	tui.Timers

	set  Settings
	desk Desk

	menu   *wire.Menu         // the hall's last word; nil before the first
	paper  *wire.PrinterState // the printer's; nil without a printer
	cards  bool               // a reader of ID cards works
	codes  bool               // a scanner of codes works
	used   time.Time          // when a card or code was read last, in the machine's time
	cut    bool               // the link is known to be down
	now    time.Time          // hall time of the last message
	real   time.Time          // the machine's time of the last tick
	homeAt time.Time          // since when home is shown, in the machine's time
	calm   time.Duration      // how long nobody has touched home

	catalogue wire.CatalogueReply
	index     *search.Index // of the catalogue, in the citizen's script
	indexed   queue.Lang    // the language of index
	sample    string        // how one of them is searched for, in that language
	results   []queue.Item  // of resultsOf
	resultsOf query
	fetching  bool      // the catalogue is being asked for
	fetchAt   time.Time // not again before, in the machine's time

	lang  queue.Lang
	large bool // strong colours, fewer and larger buttons

	page  page
	trail []page // how the citizen came here
	step  int    // tells two pages of one kind apart
	more  bool   // the screen asks whether the citizen needs more time
	busy  bool   // a request is under way
	sheet int    // of what has several, from 0

	elsewhere elsewhere // for the items of visit

	visit  visit
	query  query
	typed  string        // on the keypad
	open   bool          // what is typed is shown, not masked
	fault  *wire.Error   // what is wrong with it
	what   string        // on pageWhere
	asked  *asked        // the number that was asked for and not yet given
	ticket wire.Ticket   // on pageResult and pageFound
	mine   []wire.Ticket // on pageFound, of whom several were found; ticket is one of them
	print  wire.Print    // of ticket, on pageResult
	given  time.Time     // when it was shown on pageResult, in the machine's time
	failed *wire.Error   // on pageFailed
	steady bool          // keys may leave pageResult
	ends   time.Time     // when the page leaves by itself, in the machine's time
	help   help
	note   *note // over the page; nil for none

	focus string      // the target that arrows have reached
	size  tui.SizeMsg // where the arrows walk
}

// New makes the screen of a kiosk.
func New(settings Settings, desk Desk) *Screen {
	set := settings.withDefaults()
	return &Screen{set: set, desk: desk, lang: set.Lang, now: set.Now(), page: pageHome}
}

// Page names the page shown, so that the shell guards against double taps.
func (s *Screen) Page() string {
	name := string(s.page) + strconv.Itoa(s.step)
	switch {
	case s.more:
		name += "/more"
	case s.note != nil:
		name += "/note"
	case s.help.open:
		name += "/staff"
	}
	return name
}

// keypad reports whether digits are typed on the page.
func (s *Screen) keypad() bool {
	switch s.page {
	case pageID, pageForID, pageFind, pageSearch:
		return !s.more && !s.help.open && s.note == nil
	}
	return false
}

// GuardedKeys are the keys that a held finger must not repeat; on a keypad
// digits may come in quick succession.
func (s *Screen) GuardedKeys() []string {
	keys := []string{"enter", "#", "."}
	if s.keypad() {
		return keys
	}
	return append(keys, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "-", "*", "/")
}

// Help is what F1 shows.
func (s *Screen) Help() []string {
	return []string{s.t("take.other.keys"), s.t("take.help_touch"), "", s.t("take.help_keys"), s.t("take.help_choose"), s.t("take.help_call"),
		s.t("take.help_arrows"), s.t("take.help_typing"), "", s.t("take.help_close")}
}

// goTo shows a page. What was typed on the one before is forgotten.
func (s *Screen) goTo(p page) {
	if s.page != p {
		s.trail = append(s.trail, s.page)
	}
	s.show(p)
}

func (s *Screen) show(p page) {
	s.page, s.typed, s.open, s.fault, s.more, s.sheet, s.focus = p, "", false, nil, false, 0, ""
	s.help.open, s.note = false, nil
	s.step++
}

// goHome forgets the citizen.
func (s *Screen) goHome() {
	s.show(pageHome)
	s.trail, s.homeAt, s.calm = nil, time.Time{}, 0
	s.visit, s.query, s.ticket, s.print, s.failed, s.asked, s.what = visit{}, query{}, wire.Ticket{}, wire.Print{}, nil, nil, ""
	s.mine, s.elsewhere = nil, elsewhere{}
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

// Msg takes the hall's state, the link, the printer, cards and codes, answers and
// the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	s.now = s.set.Now()
	switch m := m.(type) {
	case tui.SizeMsg:
		s.size = m
	case wire.Menu:
		s.take(m)
		return s.fetch()
	case wire.Link:
		s.cut, s.fetchAt = !m.Up, time.Time{}
		return tea.Batch(s.fetch(), s.askAgain())
	case wire.PrinterState:
		s.told(func() { s.paper = &m })
	case wire.Print:
		s.printed(m)
	case wire.Reader:
		s.reader(m)
	case wire.Card:
		return s.card(m.Number)
	case wire.CardTrouble:
		s.cardTrouble(m.Code)
	case wire.Scan:
		return s.scan(m.Text)
	case tui.ScanMsg:
		return s.scan(m.Text)
	case tui.TickMsg:
		return s.tick(m)
	case tui.TimerMsg:
		return s.timer(m.Name)
	case issuedMsg:
		return s.issued(m)
	case foundMsg:
		s.found(m)
	case cardMsg:
		s.foundCard(m)
	case elsewhereMsg:
		s.heardElsewhere(m)
	case catalogueMsg:
		s.gotCatalogue(m)
	case helpMsg:
		s.helped(m)
	}
	return nil
}

// tick takes the time. Who puts a card on the reader is there, as who touches.
func (s *Screen) tick(m tui.TickMsg) tea.Cmd {
	s.told(func() { s.real = m.Now })
	if s.page != pageHome || s.homeAt.IsZero() {
		s.homeAt = m.Now
	}
	idle := m.Idle
	if !s.used.IsZero() {
		idle = min(idle, m.Now.Sub(s.used))
	}
	s.calm = min(idle, m.Now.Sub(s.homeAt))
	s.noteOver()
	return tea.Batch(s.idle(idle), s.fetch(), s.askElsewhere())
}

// take replaces the state, and leaves a page that is about a line which is no
// more.
func (s *Screen) take(m wire.Menu) {
	s.menu = &m
	s.help.told(s.calledFrom(m))
	s.onlyLine()
	if s.visit.theme == "" || s.busy {
		return
	}
	if _, ok := s.lineOf(s.visit.theme); !ok && s.choosing() {
		s.goHome()
	}
}

// choosing reports whether the page is on the way to a number.
func (s *Screen) choosing() bool {
	switch s.page {
	case pageVisit, pageSearch, pageList, pageBasket, pagePriority, pageID, pageAgent, pageForID, pageOffer:
		return true
	}
	return false
}
