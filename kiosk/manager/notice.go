package manager

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// noticeMost is how many characters a notice may have in each language.
const noticeMost = 120

// notice is one that is being written.
type notice struct {
	text  queue.Text
	until time.Time // zero stays until it is removed
}

// openNotices lists the notices, to take one away or add one.
func (s *Screen) openNotices() {
	rows := []tui.Choice{{ID: "new", Label: s.T("manager.notice_new")}}
	for _, n := range s.view.Day.Notices {
		note := s.In(n.Text)
		if !n.Until.IsZero() {
			note += "  " + s.T("manager.until", "time", s.Clock(n.Until))
		}
		rows = append(rows, tui.Choice{ID: "id " + n.ID, Label: s.T("manager.notice_clear"), Note: note})
	}
	s.Choose(s.T("manager.notice"), rows, func(id string) tea.Cmd {
		if old, ok := strings.CutPrefix(id, "id "); ok {
			return s.send("hall.notice", queue.SetNotice{ID: old}, "manager.notice_cleared")
		}
		s.writeNotice()
		return nil
	})
}

// writeNotice is the form of a new notice: its text in each language and when it
// ends. A language that is left empty reads another one's text.
func (s *Screen) writeNotice() {
	n := &notice{}
	var list *tui.Chooser
	again := func() { list.Rows = s.noticeRows(n) }
	list = s.Choose(s.T("manager.notice_write"), s.noticeRows(n), func(id string) tea.Cmd {
		switch id {
		case "show":
			if n.text.Empty() {
				s.Say(tui.Warn, "manager.notice_text_first")
				return nil
			}
			name := "m" + strconv.FormatInt(s.Now().UnixMilli(), 36)
			return s.send("hall.notice", queue.SetNotice{ID: name, Text: n.text, Until: n.until}, "manager.notice_shown")
		case "until":
			s.chooseEnd(n, again)
		default:
			s.typeNotice(n, queue.Lang(id), again)
		}
		return nil
	})
	list.More = []tui.Target{{ID: "show", Label: s.T("manager.enter_key") + "  " + s.T("manager.notice_show"), Key: "enter", Look: tui.Primary}}
}

// noticeRows are a notice's texts and its end.
func (s *Screen) noticeRows(n *notice) []tui.Choice {
	part := func(lang queue.Lang, text string) tui.Choice {
		if text == "" {
			text = s.T("manager.notice_empty")
		}
		return tui.Choice{ID: string(lang), Label: s.T("common.language." + string(lang)), Note: text}
	}
	end := s.T("manager.notice_no_end")
	if !n.until.IsZero() {
		end = words.When(words.Lang(s.Lang()), s.Local(n.until), s.Local(s.Now()))
	}
	return []tui.Choice{
		part(queue.ZhHans, n.text.ZhHans), part(queue.ZhHant, n.text.ZhHant), part(queue.En, n.text.En),
		{ID: "until", Label: s.T("manager.notice_until"), Note: end},
	}
}

// typeNotice lets the text of one language be typed.
func (s *Screen) typeNotice(n *notice, lang queue.Lang, again func()) {
	at := &n.text.ZhHans
	switch lang {
	case queue.ZhHant:
		at = &n.text.ZhHant
	case queue.En:
		at = &n.text.En
	}
	title := s.T("manager.notice_text") + "  " + s.T("common.language."+string(lang))
	s.Enter(tui.Entry{Title: title, Text: *at, Max: noticeMost}, func(text string) tea.Cmd {
		*at = strings.TrimSpace(text)
		s.Back()
		again()
		return nil
	})
}

// chooseEnd lets the end of a notice be chosen.
func (s *Screen) chooseEnd(n *notice, again func()) {
	ends := map[string]time.Time{"never": {}}
	rows := []tui.Choice{{ID: "never", Label: s.T("manager.notice_no_end")}}
	add := func(id, label string, at time.Time) {
		ends[id] = at
		rows = append(rows, tui.Choice{ID: id, Label: label, Note: s.Clock(at)})
	}
	for _, m := range []int{30, 60, 120} {
		add(strconv.Itoa(m), s.T("manager.in_minutes", "n", m), s.Now().Add(time.Duration(m)*time.Minute))
	}
	if at, ok := s.closing(); ok {
		add("close", s.T("manager.at_closing"), at)
	}
	rows = append(rows, tui.Choice{ID: "type", Label: s.T("manager.type_time")})
	s.Choose(s.T("manager.notice_until"), rows, func(id string) tea.Cmd {
		if id == "type" {
			s.typeEnd(n, again)
			return nil
		}
		n.until = ends[id]
		s.Back()
		again()
		return nil
	})
}

// typeEnd lets the end of a notice be typed.
func (s *Screen) typeEnd(n *notice, again func()) {
	s.Enter(tui.Entry{Title: s.T("manager.type_time"), Max: 5, Letters: []string{":"}}, func(text string) tea.Cmd {
		at, ok := s.clockToday(text)
		if !ok || !at.After(s.Now()) {
			s.Say(tui.Warn, "manager.bad_time")
			return nil
		}
		n.until = at
		s.Back()
		s.Back()
		again()
		return nil
	})
}

// closing is when the hall closes today, if that is still to come.
func (s *Screen) closing() (time.Time, bool) {
	hours := s.view.Day.Hours
	if len(hours) == 0 {
		return time.Time{}, false
	}
	at := s.onDay(hours[len(hours)-1].Close)
	return at, at.After(s.Now())
}

// clockToday reads a typed time of today, "18:00" or "1800".
func (s *Screen) clockToday(text string) (time.Time, bool) {
	v, ok := ruleField{unit: inClock}.parse(text)
	return s.onDay(queue.Clock(v)), ok
}

// onDay is a time of day on today's date.
func (s *Screen) onDay(c queue.Clock) time.Time {
	now := s.Local(s.Now())
	y, m, d := now.Date()
	return time.Date(y, m, d, int(c)/60, int(c)%60, 0, 0, now.Location())
}
