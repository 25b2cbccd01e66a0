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

// Hint is what to do about them, of each kind once. Of the centre's reports (each with its
// hall) it is the centre where one is damaged: the hall's own may be whole.
func (u unreadReports) Hint() string {
	kinds := map[report.Why]bool{}
	centre := false
	for _, x := range u {
		kinds[x.Why] = true
		centre = centre || x.hall != ""
	}
	var all []string
	if kinds[report.WhyNewer] {
		all = append(all, "of a later release: update this program, and the hall or the centre that it asks")
	}
	switch {
	case kinds[report.WhyDamaged] && centre:
		all = append(all, "damaged: ask that hall itself (onewindow report there); if its own report is whole, have the centre's database looked at, else the hall's disk")
	case kinds[report.WhyDamaged] || kinds[report.WhyHall]:
		all = append(all, "damaged: have the hall's disk looked at; onewindow report --recount counts such a day anew")
	}
	return strings.Join(all, "; ")
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
