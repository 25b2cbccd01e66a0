package devices

import (
	"strings"
	"time"

	"onewindow/caller"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// alarm is the reason of a stop at which everybody leaves.
const alarm = "fire"

// in is a text in all languages.
func in(say func(words.Lang) string) caller.Text {
	return caller.Text{ZhHans: say(words.ZhHans), ZhHant: say(words.ZhHant), En: say(words.En)}
}

// line is a text that people typed, in one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// pauseReason is why a window pauses, in the words of its strip: those of the hall, or
// the clerk's own.
func pauseReason(code string) caller.Text {
	if code == "" {
		return caller.Text{}
	}
	key := "common.pause." + code
	if !words.Has(key) {
		return caller.Text{ZhHans: line(code)}
	}
	return in(func(l words.Lang) string { return words.T(l, key) })
}

// stopReason is why the hall is stopped.
func stopReason(reason string) caller.Text {
	return in(func(l words.Lang) string { return line(words.Stop(l, reason)) })
}

// sentence joins words of the board to a text that is read from a strip or said.
func sentence(l words.Lang, parts ...string) string {
	comma, stop := "，", "。"
	if l == words.En {
		comma, stop = ", ", ". "
	}
	var all []string
	for _, p := range parts {
		if l != words.En {
			p = strings.ReplaceAll(p, " ", comma)
		}
		all = append(all, strings.TrimSuffix(p, "."))
	}
	return strings.TrimSpace(strings.Join(all, stop) + stop)
}

// stopShown is what strips of the hall say during a stop: at an alarm first of all to
// leave, else why nobody is called.
func stopShown(reason string) caller.Text {
	return in(func(l words.Lang) string {
		if reason == alarm {
			return sentence(l, words.T(l, "board.leave"), words.T(l, "board.stopped_follow"))
		}
		return sentence(l, words.T(l, "board.stopped"), words.T(l, "board.reason", "reason", line(words.Stop(l, reason))), words.T(l, "board.stopped_follow"))
	})
}

// stopSpoken is what voices say when a stop begins.
func stopSpoken(reason string) caller.Text {
	t := stopShown(reason)
	if reason == alarm {
		return t
	}
	more := in(func(l words.Lang) string { return sentence(l, words.T(l, "board.stopped_valid")) })
	return caller.Text{ZhHans: t.ZhHans + more.ZhHans, ZhHant: t.ZhHant + more.ZhHant, En: t.En + " " + more.En}
}

// awayNotice is what strips of the hall say while the hall cannot be heard.
func awayNotice() caller.Text {
	return in(func(l words.Lang) string {
		return sentence(l, words.T(l, "board.stale_what"), words.T(l, "board.stale_listen"))
	})
}

// noticeOf is what strips of the hall say besides calls: an emergency stop alone, else
// the notices that hold, and that the hall is closed or has its lunch break.
func noticeOf(d wire.Day, now time.Time) caller.Text {
	if d.Stopped != "" {
		return stopShown(d.Stopped)
	}
	all := []caller.Text{}
	for _, n := range d.Notices {
		if n.Until.IsZero() || n.Until.After(now) {
			all = append(all, caller.Text{ZhHans: line(n.Text.ZhHans), ZhHant: line(n.Text.ZhHant), En: line(n.Text.En)})
		}
	}
	hours := ""
	switch {
	case !d.Open:
		hours = "board.closed"
	case d.Phase == queue.PhaseLunch:
		hours = "board.lunch"
	}
	if hours != "" {
		all = append(all, in(func(l words.Lang) string { return words.T(l, hours) }))
	}
	return in(func(l words.Lang) string {
		parts := make([]string, len(all))
		for i, t := range all {
			parts[i] = t.In(caller.Language(l))
		}
		return strings.Join(parts, "  ")
	})
}
