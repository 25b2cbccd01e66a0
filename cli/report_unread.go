package cli

import (
	"strings"

	"onewindow/queue/report"
)

// unreadReport is a day of a hall whose report cannot be read; hall is empty where only
// one is asked.
type unreadReport struct {
	hall string
	report.Unread
}

// unreadReports are reports that could not be read, as an error.
type unreadReports []unreadReport

// Error names each with why.
func (u unreadReports) Error() string {
	why := map[report.Why]string{report.WhyNewer: "a later release has written it", report.WhyDamaged: "it is damaged", report.WhyHall: "the hall cannot read it, its log says why"}
	var all []string
	for _, x := range u {
		all = append(all, strings.TrimSpace(x.hall+" "+x.Day)+": "+why[x.Why])
	}
	return "reports that cannot be read: " + strings.Join(all, "; ")
}

// Hint is what to do about them.
func (u unreadReports) Hint() string {
	for _, x := range u {
		if x.Why == report.WhyNewer {
			return "update this program, and the hall or the centre that it asks"
		}
	}
	return "have the hall's disk looked at; onewindow report --recount counts such a day anew"
}

// toldOfOne is what the one hall of these days has reported, with what cannot be read;
// nil if all can.
func toldOfOne(days []*report.Day, unread []unreadReport) []report.Told {
	if len(unread) == 0 {
		return nil
	}
	t := report.Told{Hall: days[0].Hall}
	for _, d := range days {
		t.Days = append(t.Days, d.Date)
	}
	for _, u := range unread {
		t.Unread = append(t.Unread, u.Unread)
	}
	return []report.Told{t}
}
