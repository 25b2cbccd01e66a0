package staff

import (
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Standing says where a number stands and what its holder may expect, the most
// needed first: what a guide reads out.
func (k *Talk) Standing(t wire.Ticket) []tui.TextLine {
	line := func(style tui.Style, key string, params ...any) tui.TextLine {
		return tui.TextLine{Style: style, Text: k.T(key, params...)}
	}
	switch t.State {
	case queue.Waiting:
		return k.waiting(t)
	case queue.Called:
		return []tui.TextLine{line(tui.Accent|tui.Bold, "staff.stands.called", "window", t.At.Label), {Style: tui.Ink, Text: k.In(t.At.Zone)}}
	case queue.Serving:
		return []tui.TextLine{line(tui.Ink|tui.Bold, "staff.stands.serving", "window", t.At.Label)}
	case queue.Held:
		if t.Hold == "" {
			return []tui.TextLine{line(tui.Ink|tui.Bold, "staff.stands.held")}
		}
		return []tui.TextLine{line(tui.Ink|tui.Bold, "staff.stands.held_as", "how", k.T("common.hold."+string(t.Hold)), "until", k.Clock(t.HoldUntil))}
	case queue.Missed:
		if t.MayReturn {
			return []tui.TextLine{line(tui.Warn|tui.Bold, "staff.stands.missed")}
		}
		return []tui.TextLine{line(tui.Warn|tui.Bold, "staff.stands.missed_final")}
	}
	return []tui.TextLine{line(tui.Ink|tui.Bold, "staff.stands.over")}
}

// waiting says how many are ahead, how long that takes, and where to wait.
func (k *Talk) waiting(t wire.Ticket) []tui.TextLine {
	e := t.Estimate
	first := k.T("staff.stands.next")
	if e.Ahead > 0 {
		first = k.T("staff.stands.ahead", "n", e.Ahead)
	}
	lines := []tui.TextLine{{Style: tui.Accent | tui.Bold, Text: first}}
	add := func(style tui.Style, text string) {
		if text != "" {
			lines = append(lines, tui.TextLine{Style: style, Text: text})
		}
	}
	switch {
	case len(t.Windows) == 0:
		add(tui.Warn, k.T("common.no_window"))
	case e.High > 0 && t.Later != "": // the time that was told holds no more
		add(tui.Ink|tui.Bold, k.T("staff.stands.wait", "wait", k.Wait(e), "time", ""))
		add(tui.Warn, k.T("staff.later."+string(t.Later)))
	case e.High > 0:
		add(tui.Ink|tui.Bold, k.T("staff.stands.wait", "wait", k.Wait(e), "time", k.Clock(t.Before)))
	}
	if t.CallsBefore > 0 {
		add(tui.Ink, k.T("staff.stands.returned", "n", t.CallsBefore))
	}
	var zones []string
	for _, z := range t.Zones {
		zones = append(zones, k.In(z))
	}
	where := strings.Join(zones, k.T("staff.and"))
	if len(t.Windows) > 0 {
		where = strings.TrimSpace(where + "  " + k.T("staff.windows", "windows", words.Ranges(t.Windows)))
	}
	add(tui.Ink, where)
	return lines
}
