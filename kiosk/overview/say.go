package overview

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Words says the network in a language. Now is the time of the state, Zone the halls'.
type Words struct {
	Lang words.Lang
	Now  time.Time
	Zone *time.Location
}

// t is a sentence of the catalogue.
func (w Words) t(key string, params ...any) string { return words.T(w.Lang, key, params...) }

// Moment writes when something was: the time, or, if that was not today, the date with
// it; "" for no time.
func (w Words) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if at := t.In(w.Zone); at.Format(time.DateOnly) != w.Now.In(w.Zone).Format(time.DateOnly) {
		return at.Format("01-02 15:04")
	}
	return words.Clock(t.In(w.Zone))
}

// Age is how long ago something was, roughly: "just now", "12 min", "3 h", "2 days".
func (w Words) Age(t time.Time) string { return w.Lasts(w.Now.Sub(t)) }

// Lasts writes a span, roughly.
func (w Words) Lasts(d time.Duration) string {
	switch {
	case d < time.Minute:
		return w.t("district.age_now")
	case d < 2*time.Hour:
		return w.t("district.age_minutes", "n", int(d/time.Minute))
	case d < 48*time.Hour:
		return w.t("district.age_hours", "n", int(d/time.Hour))
	}
	return w.t("district.age_days", "n", int(d/(24*time.Hour)))
}

// signSame stands beside the words where an arrow would say more or fewer.
const signSame = "="

// Change says how many more or fewer numbers were given than a week before, in words
// too if wordy; "-" if it is not known.
func (w Words) Change(sum Sum, wordy bool) string {
	by, ok := sum.Change()
	if !ok {
		return "-"
	}
	sign, key, n := signSame, "district.same", 0
	switch {
	case by > 0:
		sign, key, n = SignUp, "district.more", by
	case by < 0:
		sign, key, n = SignDown, "district.fewer", -by
	}
	if key == "district.same" {
		return sign + " " + w.t(key)
	}
	text := sign + strconv.Itoa(n) + "%"
	if wordy {
		text += " " + w.t(key)
	}
	return text
}

// WeekBefore names the day with which today is compared: "last Wednesday".
func (w Words) WeekBefore() string {
	day := int(w.Now.In(w.Zone).Weekday())
	return w.t("district.last_week", "weekday", w.t("common.weekday."+strconv.Itoa(day)))
}

// Standing says how a hall stands, with its mark; in full with how long it has been
// away.
func (w Words) Standing(h *wire.HallRow, full bool) string {
	mark, word := "=", w.t("district.standing."+string(h.Standing))
	switch h.Standing {
	case wire.HallClosed:
		mark = "-"
	case wire.HallNever:
		mark = "?"
	}
	if h.Panics > 0 {
		word = w.t("district.standing_panic")
	}
	if m := GraveLight(Gravity(h)).Mark(); m != "" {
		mark = m
	}
	text := mark + strings.Repeat(" ", 3-len(mark)) + word // words stand under each other
	if full && h.Standing == wire.HallAway && !h.Since.IsZero() {
		text += " " + w.Age(h.Since)
	}
	return text
}

// Level names a level of halls; "" for all.
func (w Words) Level(l queue.Level) string {
	if l == "" {
		return w.t("district.level_all")
	}
	return w.t("district.level." + string(l))
}

// Code says a code of a refusal or an alarm in words; what has none is said as it is.
func (w Words) Code(code string) string {
	for _, key := range []string{"district.code." + code, "refusal." + code} {
		if words.Has(key) {
			return words.T(w.Lang, key)
		}
	}
	return code
}

// Why says why a hall is away or refused; "" if nothing is known.
func (w Words) Why(e *wire.Error) string {
	if e == nil {
		return ""
	}
	if text := w.Code(e.Code); text != e.Code || e.Msg == "" {
		return text
	}
	return e.Code + ": " + e.Msg
}

// Alert is an alert in a sentence, without the hall.
func (w Words) Alert(a wire.HallAlert) string {
	n, age := a.Value, ""
	switch a.Kind {
	case wire.AlertHallWait:
		n /= 60
	case wire.AlertHallAway: // it goes on while nothing is said
		since := a.Since
		if since.IsZero() {
			since = w.Now
		}
		age = w.Lasts(max(time.Duration(n)*time.Second, w.Now.Sub(since)))
	}
	key := "district.alert." + string(a.Kind)
	if !words.Has(key) {
		return strings.TrimSpace(string(a.Kind) + " " + a.Code)
	}
	text := words.T(w.Lang, key, "n", n, "age", age)
	if a.Code != "" {
		text += w.t("district.colon") + w.Code(a.Code)
	}
	return text
}

// Missing says which halls are not there.
func (w Words) Missing(all Sum) string {
	text := ""
	for _, m := range []struct {
		key string
		n   int
	}{{"district.n_away", all.Away}, {"district.n_refused", all.Refused}, {"district.n_never", all.Never}} {
		if m.n == 0 {
			continue
		}
		if text != "" {
			text += w.t("district.comma")
		}
		text += w.t(m.key, "n", m.n)
	}
	if text == "" {
		return w.t("district.all_there")
	}
	return text
}

// Part says how a hall stands with a part that the centre may publish.
func (w Words) Part(s wire.PartState) string {
	name := w.t("district.part." + string(s.Part))
	text := w.t("district.part_own", "part", name)
	if s.Version > 0 {
		text = w.t("district.part_runs", "part", name, "version", s.Version, "hash", s.Hash[:min(8, len(s.Hash))])
	}
	if trouble := w.PartTrouble(s); trouble != "" {
		text += w.t("district.stop") + trouble
		if detail := Detail(s.Why); detail != "" {
			text += w.t("district.stop") + detail
		}
	}
	return text
}

// PartTrouble says why a hall does not run what is published for it; empty where it does,
// or nothing is.
func (w Words) PartTrouble(s wire.PartState) string {
	switch {
	case s.Refused > 0:
		return strings.TrimRight(w.t("district.part_refused", "version", s.Refused, "why", w.Why(s.Why)), " ")
	case s.Wanted > 0 && s.Wanted != s.Version:
		return w.t("district.part_wanted", "version", s.Wanted)
	}
	return ""
}

// Detail is what exactly is wrong, in the words of the program that refused it: they
// name the item or the field, in English.
func Detail(e *wire.Error) string {
	if e == nil {
		return ""
	}
	return cmp.Or(e.Hint, e.Msg)
}
