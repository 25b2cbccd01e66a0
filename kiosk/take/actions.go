package take

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/queue"
)

// Tap acts on a target.
func (s *Screen) Tap(id string) tea.Cmd {
	s.now = s.set.Now()
	if s.busy {
		return nil
	}
	s.calm = 0
	s.stillHere()
	kind, arg, _ := strings.Cut(id, "/")
	switch kind {
	case "lang":
		s.lang = queue.Lang(arg)
		s.sheet = 0
		return nil
	case "large":
		return s.setLarge(!s.large)
	case "more":
		return nil
	case "staff":
		return s.callStaff()
	case "on", "recall", "withdraw":
		return s.tapHelp(kind)
	case "back":
		return s.back()
	case "home": // the visit has ended: the next one may be anybody's
		s.goHome()
		return s.resetLook()
	case "sheet":
		s.turn(arg)
		return nil
	}
	cmd := s.tapPage(kind, arg)
	return tea.Batch(cmd, s.askElsewhere())
}

// tapPage acts on the targets of the page itself.
func (s *Screen) tapPage(kind, arg string) tea.Cmd {
	switch s.page {
	case pageHome:
		return s.tapHome(kind, arg)
	case pageVisit:
		return s.tapVisit(kind)
	case pageSearch, pageList:
		s.tapSearch(kind, arg)
	case pageBasket:
		s.tapBasket(kind, arg)
	case pagePriority:
		s.visit.ground = queue.Ground(arg)
		s.backTo(pageVisit)
	case pageID, pageForID:
		s.tapID(kind, arg)
	case pageAgent:
		s.tapAgent(kind, arg)
	case pageOffer:
		return s.tapOffer(kind)
	case pageUnknown:
		return s.tapUnknown(kind)
	case pageFailed:
		return s.tapFailed(kind)
	case pageFind:
		return s.tapFind(kind, arg)
	case pageOther, pageWhere:
		s.tapOther(kind, arg)
	}
	return nil
}

// back leaves the page for the one that it came from.
func (s *Screen) back() tea.Cmd {
	switch s.page {
	case pageVisit:
		if n := len(s.visit.items); n > 0 && s.cameFrom(pageList, pageSearch) {
			s.visit.items = s.visit.items[:n-1] // the choice is undone with its page
		}
	case pageOffer:
		if s.cameFrom(pageID) { // typed, or put on there; it can be corrected
			s.visit.id = ""
		}
	case pageFailed:
		s.failed = nil
	case pageUnknown:
		s.asked = nil
	}
	n := len(s.trail)
	if n == 0 || s.trail[n-1] == pageHome {
		s.goHome()
		return nil
	}
	p := s.trail[n-1]
	s.trail = s.trail[:n-1]
	s.show(p)
	return nil
}

// cameFrom reports whether the page before was one of those.
func (s *Screen) cameFrom(pages ...page) bool {
	for _, p := range pages {
		if n := len(s.trail); n > 0 && s.trail[n-1] == p {
			return true
		}
	}
	return false
}

// backTo shows a page as it is reached from home, whatever led here. In a hall
// with one line and nothing chosen beside it, the visit's page is home.
func (s *Screen) backTo(p page) {
	only := s.menu != nil && len(s.menu.Lines) == 1
	v := s.visit
	if p == pageVisit && only && len(v.items) == 0 && v.ground == "" && v.id == "" && v.agent == "" {
		s.goHome()
		return
	}
	s.show(p)
	s.trail = []page{pageHome}
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	s.now = s.set.Now()
	if s.busy {
		return nil
	}
	s.calm = 0
	if s.more {
		s.stillHere()
		return nil
	}
	if s.move(k.String()) || s.help.open {
		return nil
	}
	if s.note != nil {
		s.closeNote()
		return nil
	}
	switch s.page {
	case pageFind:
		s.typePrefix(k.Text)
	case pageSearch:
		s.typeQuery(k.Text)
	case pageList:
		if s.query.letters(k.Text) { // who types wants to search
			s.goTo(pageSearch)
			s.typeQuery(k.Text)
		}
	}
	return nil
}

// turn shows another sheet of a list.
func (s *Screen) turn(to string) {
	if n, err := strconv.Atoi(to); err == nil {
		s.sheet, s.focus = n, ""
		s.step++
		if s.page == pageFound && n >= 0 && n < len(s.mine) {
			s.ticket = s.mine[n]
		}
	}
}
