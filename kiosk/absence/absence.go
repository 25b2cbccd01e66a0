// Package absence says in words what lacks in figures of several halls and days: which
// days no hall has reported, and of each hall which of the others' days it lacks or which
// of its reports cannot be read.
//
// The district's screen and the papers to take away (and by them the district's page and
// the centre's answers) show the same report.Absence; what they say of it stands here,
// once, below both. It is pure: it draws nothing and asks nobody.
package absence

import (
	"strings"

	"onewindow/kiosk/words"
	"onewindow/queue/report"
)

// Days are dates in words, those that follow each other by the first and the last.
func Days(lang words.Lang, days []string) string {
	var all []string
	for _, r := range report.Runs(days) {
		if r.From == r.To {
			all = append(all, r.From)
			continue
		}
		all = append(all, words.T(lang, "sheet.run", "from", r.From, "to", r.To))
	}
	return strings.Join(all, words.T(lang, "sheet.comma"))
}

// Unread are the days of which a hall's report cannot be read, by why not.
type Unread struct {
	Why  report.Why
	Days []string
}

// UnreadOf are those of a hall.
func UnreadOf(t *report.Told) (all []Unread) {
	for _, why := range []report.Why{report.WhyNewer, report.WhyDamaged, report.WhyHall} {
		var days []string
		for _, u := range t.Unread {
			if u.Why == why {
				days = append(days, u.Day)
			}
		}
		if len(days) > 0 {
			all = append(all, Unread{why, days})
		}
	}
	return all
}

// Lacking says in words which days of a hall are not in figures of several halls, those
// with a report that cannot be read with why not; empty if none.
func Lacking(lang words.Lang, a *report.Absence, t *report.Told) string {
	if len(t.Days)+len(t.Unread) == 0 {
		return words.T(lang, "sheet.all_days")
	}
	var all []string
	if days := Days(lang, a.Lacks(t)); days != "" {
		all = append(all, days)
	}
	for _, u := range UnreadOf(t) {
		all = append(all, words.T(lang, "sheet.day."+string(u.Why), "days", Days(lang, u.Days)))
	}
	return strings.Join(all, words.T(lang, "sheet.comma"))
}
