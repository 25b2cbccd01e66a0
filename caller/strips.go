package caller

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/caller/led"
)

// How long pages stand.
const (
	blinkStay = 500 * time.Millisecond
	pageStay  = 3 * time.Second
)

// WindowFace is what the strip over a window shows. It depends on nothing else, so
// that a strip is written only when its face changes.
//
// A called number is red and alternates with yellow; on a strip of one colour it
// alternates with the words that invite. A number that is being served is green.
// What does not fit is said in fewer words; a number that does not fit alone runs
// where the strip can, and is dark on one of digits, never a part of itself.
func WindowFace(s StripSetting, sign Sign) led.Face {
	if s.Kind == StripLED8 {
		return digitsFace(sign)
	}
	f := led.Face{Centre: true, Stay: pageStay}
	for _, l := range s.Languages {
		pages, stay := windowPages(s, sign, l)
		for _, p := range pages {
			if !slices.ContainsFunc(f.Pages, func(q led.Page) bool { return slices.Equal(p, q) }) {
				f.Pages = append(f.Pages, p)
			}
		}
		f.Stay = min(f.Stay, stay)
	}
	// What is too wide can run only alone.
	if fitting := slices.DeleteFunc(slices.Clone(f.Pages), func(p led.Page) bool { return !s.holds(p) }); len(fitting) > 0 {
		f.Pages = fitting
	}
	return f
}

// windowPages are the pages in one language.
func windowPages(s StripSetting, sign Sign, l Language) (pages []led.Page, stay time.Duration) {
	w := stripTexts[l]
	values := []string{"{n}", sign.Number, "{w}", sign.Label, "{t}", strconv.Itoa(sign.Times)}
	one := func(c led.Colour, texts []string) []led.Page {
		texts = filled(texts, values...)
		text := s.fit(texts, 1)
		if text == "" {
			text = texts[len(texts)-1] // runs, or is cut at the end of a short strip
		}
		return []led.Page{{{Text: text, Colour: c}}}
	}
	switch sign.State {
	case SignCalling:
		return callingPages(s, sign, l)
	case SignServing:
		return one(led.Green, append(largest(s, filled(w.serving, values...)), sign.Number)), pageStay
	case SignIdle:
		return one(led.Green, w.idle), pageStay
	case SignPaused:
		return pausedPages(s, sign, l), pageStay
	case SignClosed:
		return one(led.Red, w.closed), pageStay
	}
	return nil, pageStay
}

// callingPages let a called number be seen.
func callingPages(s StripSetting, sign Sign, l Language) ([]led.Page, time.Duration) {
	w := stripTexts[l]
	values := []string{"{n}", sign.Number, "{w}", sign.Label, "{t}", strconv.Itoa(sign.Times)}
	invite := w.invite
	if sign.Times > 1 {
		invite = w.again
	}
	rows := s.windowRows()
	number := s.fit(largest(s, filled(w.calling, values...)), rows)
	if number == "" {
		// It runs: alone on its page.
		return []led.Page{{{Text: sign.Number, Colour: led.Red}}}, pageStay
	}
	words := s.fit(filled(invite, values...), rows)
	page := func(c led.Colour) led.Page {
		p := led.Page{{Text: number, Colour: c}}
		if rows > 1 && words != "" {
			p = append(p, led.Row{Text: words, Colour: led.Green})
		}
		return p
	}
	switch {
	case !s.pages() && s.Kind != StripAlpha:
		return []led.Page{page(led.Red)}, pageStay
	case s.Colours > 1, s.Kind == StripAlpha: // an Alpha sign flashes
		return []led.Page{page(led.Red), page(led.Yellow)}, blinkStay
	case words == "" || rows > 1:
		return []led.Page{page(led.Red)}, pageStay
	}
	return []led.Page{page(led.Red), {{Text: words, Colour: led.Red}}}, 2 * blinkStay
}

// pausedPages say that a window pauses, and why if there is room.
func pausedPages(s StripSetting, sign Sign, l Language) []led.Page {
	w, reason := stripTexts[l], sign.Reason.In(l)
	row := func(text string) led.Row { return led.Row{Text: text, Colour: led.Yellow} }
	if reason != "" {
		var joined []string
		for _, p := range w.paused[:max(1, len(w.paused)-1)] { // the shortest is no word to join
			joined = append(joined, p+w.joinWith+reason)
		}
		if text := s.fit(joined, 1); text != "" {
			return []led.Page{{row(text)}}
		}
	}
	state := s.fit(w.paused, 1)
	why := s.fit([]string{reason}, 1)
	switch {
	case state == "":
		return []led.Page{{row(w.paused[len(w.paused)-1])}} // runs
	case why == "":
		return []led.Page{{row(state)}}
	case s.windowRows() > 1:
		return []led.Page{{row(state), row(why)}}
	case !s.pages():
		return []led.Page{{row(state)}}
	}
	return []led.Page{{row(state)}, {row(why)}}
}

// digitsFace is for displays that have digits only: the digits of the number while
// somebody is called or there, and nothing else.
func digitsFace(sign Sign) led.Face {
	if sign.State != SignCalling && sign.State != SignServing {
		return led.Face{}
	}
	return led.Face{Pages: []led.Page{{{Text: digits(sign.Number)}}}}
}

// digits are the digits of a number.
func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}

// HallFace is what a hall's strip shows: the last calls, the newest first and red,
// on two pages at most; after them a notice, or that instead of them when nobody was
// called. calls are in any order.
func HallFace(s StripSetting, calls []Call, notice Text) led.Face {
	calls = slices.Clone(calls)
	slices.SortStableFunc(calls, func(a, b Call) int { return b.At.Compare(a.At) })
	if s.Kind == StripLED8 {
		return hallDigits(calls)
	}
	f := led.Face{Stay: pageStay}
	rows := s.hallRows()
	for _, l := range s.Languages {
		lines := callLines(s, calls[:min(len(calls), s.most(rows))], l)
		if said := notice.In(l); len(lines) == 0 && (said == "" || !s.shows(said)) {
			if text := s.fit(stripTexts[l].noCalls, rows); text != "" {
				lines = []led.Row{{Text: text, Colour: led.Green}}
			}
		}
		for p := range slices.Chunk(lines, rows) {
			f.Pages = append(f.Pages, led.Page(p))
		}
	}
	for _, l := range s.Languages {
		f.Pages = append(f.Pages, noticePages(s, notice.In(l), rows, len(f.Pages) > 0)...)
	}
	if !s.pages() {
		f.Pages = f.Pages[:min(len(f.Pages), 1)]
	}
	return f
}

// most is how many calls a strip of some rows lists.
func (s StripSetting) most(rows int) int {
	if !s.pages() {
		return rows
	}
	return 2 * rows
}

// callLines are the rows of a list of calls, all in the same words: the longest in
// which each of them fits. A call whose number alone is too wide is left out: a part
// of a number is another one.
func callLines(s StripSetting, calls []Call, l Language) []led.Row {
	forms := stripTexts[l].call
	for i, form := range forms {
		var lines []led.Row
		for j, c := range calls {
			colour := led.Green
			if j == 0 {
				colour = led.Red
			}
			text := filled([]string{form}, "{n}", c.Number, "{w}", c.Label)[0]
			if s.fit([]string{text}, s.hallRows()) != "" {
				lines = append(lines, led.Row{Text: text, Colour: colour})
			}
		}
		if len(lines) == len(calls) || i == len(forms)-1 {
			return lines
		}
	}
	return nil
}

// noticePages break a notice into rows and pages. Alone on a strip of one row it
// stays whole, and runs.
func noticePages(s StripSetting, notice string, rows int, among bool) []led.Page {
	if notice == "" || !s.shows(notice) {
		return nil
	}
	if !among && rows == 1 && len(s.Languages) == 1 && s.Kind != StripCD5220 {
		return []led.Page{{{Text: notice, Colour: led.Yellow}}}
	}
	var lines []led.Row
	cells := s.cells(rows)
	for len(notice) > 0 {
		n := 0
		for i, r := range notice {
			if n > 0 && led.Cells(notice[:i])+led.Cells(string(r)) > cells {
				break
			}
			n = i + len(string(r))
		}
		lines = append(lines, led.Row{Text: strings.TrimSpace(notice[:n]), Colour: led.Yellow})
		notice = notice[n:]
	}
	var pages []led.Page
	for p := range slices.Chunk(lines, rows) {
		pages = append(pages, led.Page(p))
	}
	return pages
}

// hallDigits show the newest call as number and window, or only the number where the
// window is not named by digits.
func hallDigits(calls []Call) led.Face {
	if len(calls) == 0 {
		return led.Face{}
	}
	text := digits(calls[0].Number)
	if w := calls[0].Label; w != "" && digits(w) == w && len(text)+1+len(w) <= 8 {
		text += "-" + w
	}
	return led.Face{Pages: []led.Page{{{Text: text}}}}
}
