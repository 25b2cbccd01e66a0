package daytable

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// columns are those of the table, as the keys of their headings end.
var columns = []string{
	"date", "number", "state", "class", "source", "themes", "items", "issued", "called", "started", "ended",
	"wait", "service", "window", "calls", "misses", "reason", "why",
}

// CSV is the day's numbers as a table that Excel and WPS open by a double click:
// UTF-8 with a byte order mark, lines ended as RFC 4180 has it, one heading row in
// the language, times in hall time, spans in seconds. The settings name the themes
// and windows.
func CSV(lang queue.Lang, s queue.Settings, day wire.DayReply) []byte {
	t := newWording(lang, s)
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	var head []string
	for _, c := range columns {
		head = append(head, t.say("manager.csv."+c))
	}
	_ = w.Write(head) // a buffer takes everything
	for _, d := range day.Tickets {
		_ = w.Write(t.row(day.Date, d))
	}
	w.Flush()
	return b.Bytes()
}

// wording is how a hall's numbers are worded in a language.
type wording struct {
	lang    words.Lang
	zone    *time.Location
	themes  map[string]string
	windows map[string]string
}

func newWording(lang queue.Lang, s queue.Settings) *wording {
	t := &wording{words.Lang(lang), time.FixedZone("hall", s.Hall.UTCOffset*60), map[string]string{}, map[string]string{}}
	for _, th := range s.Themes {
		t.themes[th.ID] = typed(th.Name.In(lang))
	}
	for _, w := range s.Windows {
		t.windows[w.ID] = typed(w.Label)
	}
	return t
}

// row are the cells of one number.
func (t *wording) row(date string, d wire.DayTicket) []string {
	return []string{
		date, d.Number, t.say("common.ticket." + string(d.State)), t.say("common.class." + string(d.Class)), t.coded("manager.source.", string(d.Source)),
		joined(d.Themes, t.themes), joined(d.Items, nil), t.at(d.Issued), t.at(d.Called), t.at(d.Started), t.at(d.Ended),
		strconv.Itoa(d.Wait), strconv.Itoa(d.Service), named(t.windows, d.Window), strconv.Itoa(d.Calls), strconv.Itoa(d.Misses),
		t.coded("manager.csv_reason.", string(d.Reason)), t.why(d.Why),
	}
}

func (t *wording) say(key string) string { return words.T(t.lang, key) }

// coded is a code in words; what is no code was typed.
func (t *wording) coded(area, code string) string {
	switch key := area + code; {
	case code == "":
		return ""
	case words.Has(key):
		return t.say(key)
	}
	return typed(code)
}

// why is why a number ended unserved, in words: it was cancelled, or it expired.
func (t *wording) why(code string) string {
	if words.Has("staff.expired." + code) {
		return t.say("staff.expired." + code)
	}
	return t.coded("common.cancel.", code)
}

// at is a moment in hall time; empty for none.
func (t *wording) at(m time.Time) string {
	if m.IsZero() {
		return ""
	}
	return m.In(t.zone).Format(time.DateTime)
}

// joined are ids by their names, in one cell.
func joined(ids []string, names map[string]string) string {
	var out []string
	for _, id := range ids {
		out = append(out, named(names, id))
	}
	return strings.Join(out, " / ")
}

func named(names map[string]string, id string) string {
	if n := names[id]; n != "" {
		return n
	}
	return typed(id)
}

// typed is a text that a person typed, as a cell: a spreadsheet would take one
// that begins like a formula for one, and an apostrophe says that it is none.
func typed(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
