package web

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// networkPage is the page of all halls.
type networkPage struct {
	Tiles   []tile
	Alerts  []alert
	Heads   []head
	Rows    []hallLine
	Levels  []choice
	Streets []choice
	// Text is what is looked for, Shown how many halls are in the table, All how many
	// there are.
	Text       string
	Shown, All int
	// By and Back keep the order when the halls are narrowed down.
	By   string
	Back bool
}

// tile is one figure of the network.
type tile struct {
	Label, Value, Note string
	Light              string
	Mark               string
}

// alert is one alert of the network.
type alert struct {
	Hall, Name, Text, Level, Since, Age, Mark, Light string
}

// head is the head of a column.
type head struct {
	Label, Link string
	// Sort is what a screen reader says of it: "ascending", "descending" or nothing.
	Sort   string
	Number bool
}

// hallLine is one row.
type hallLine struct {
	Hall, Name, Where              string
	State, Light                   string
	Waiting, Longest, LongestLight string
	LongestMark                    string
	Within, WithinLight            string
	WithinMark                     string
	Today, Change                  string
	Windows, Alerts, Heard         string
}

// choice is one value of a filter.
type choice struct {
	Value, Label string
	Chosen       bool
}

// lightNames are the classes of the style sheet.
var lightNames = [...]string{"plain", "green", "amber", "red"}

func lightName(l overview.Light) string { return lightNames[l] }

// networkOf says the network.
func networkOf(d wire.District, say overview.Words, q query) networkPage {
	today := d.At.In(say.Zone).Format(time.DateOnly)
	p := networkPage{All: len(d.Halls), Text: q.text, By: string(q.order.By), Back: q.order.Back}
	var all overview.Sum
	var rows []overview.Entry
	key := overview.SortNames(say.Lang)
	names := make(map[string]string, len(d.Halls))
	for i := range d.Halls {
		h := &d.Halls[i]
		sum := overview.Of(h, today)
		all.Add(sum)
		names[h.Hall] = h.Name.In(queueLang(say.Lang))
		if q.wants(h) {
			rows = append(rows, overview.Entry{Hall: h, Sum: sum, Name: key(names[h.Hall])})
		}
	}
	slices.SortFunc(rows, q.order.Compare)
	p.Tiles, p.Shown = tilesOf(all, names, say), len(rows)
	for _, r := range rows {
		p.Rows = append(p.Rows, lineOf(r, say, today))
	}
	p.Alerts = alertsOf(d.Alerts, names, say)
	p.Heads = headsOf(q, say)
	p.Levels, p.Streets = levelsOf(q, say), streetsOf(d.Halls, q, say)
	return p
}

func tilesOf(all overview.Sum, names map[string]string, say overview.Words) []tile {
	t := func(key string, params ...any) string { return words.T(say.Lang, key, params...) }
	there := tile{Label: t("district.tile.halls"), Value: strconv.Itoa(all.There) + "/" + strconv.Itoa(all.Halls), Light: lightName(overview.Green)}
	switch {
	case all.Refused > 0:
		there.Light, there.Mark = lightName(overview.Red), overview.Red.Mark()
	case all.Away > 0:
		there.Light, there.Mark = lightName(overview.Amber), overview.Amber.Mark()
	}
	there.Note = say.Missing(all)
	longest := tile{Label: t("district.tile.longest"), Value: "-", Note: t("district.nobody_waits")}
	if all.Longest > 0 {
		l := overview.WaitLight(all.Longest)
		longest = tile{Label: longest.Label, Value: t("district.minutes", "n", all.Longest/60), Note: names[all.LongestAt], Light: lightName(l), Mark: l.Mark()}
	}
	within := tile{Label: t("district.tile.within"), Value: "-", Note: t("district.nobody_called")}
	if n, ok := all.Within(); ok {
		l := overview.WithinLight(n)
		within = tile{Label: within.Label, Value: strconv.Itoa(n) + "%", Note: t("district.of_called", "n", all.Called), Light: lightName(l), Mark: l.Mark()}
	}
	today := tile{Label: t("district.tile.today"), Value: strconv.Itoa(all.Issued), Note: t("district.no_before")}
	if all.Known > 0 {
		today.Note = say.Change(all, true) + t("district.comma") + say.WeekBefore()
	}
	return []tile{
		there,
		{Label: t("district.tile.waiting"), Value: strconv.Itoa(all.Waiting), Note: t("district.in_halls", "n", all.There)},
		longest, within, today,
		{Label: t("district.tile.windows"), Value: strconv.Itoa(all.Open), Note: t("district.paused", "n", all.Paused)},
	}
}

func alertsOf(as []wire.HallAlert, names map[string]string, say overview.Words) (out []alert) {
	for _, a := range as {
		l := overview.AlertLight(a.Level)
		out = append(out, alert{
			Hall: a.Hall, Name: cmp.Or(names[a.Hall], a.Hall), Text: say.Alert(a), Level: words.T(say.Lang, "district.alert_level."+string(a.Level)),
			Since: say.Moment(a.Since), Age: say.Age(a.Since), Mark: l.Mark(), Light: lightName(l),
		})
	}
	return out
}

func headsOf(q query, say overview.Words) (out []head) {
	for _, c := range columns {
		h := head{Label: words.T(say.Lang, "web.col."+string(c)), Link: q.sorted(c), Number: c != overview.ColState && c != overview.ColHall}
		if c == q.order.By {
			if h.Sort = "ascending"; q.order.Down() {
				h.Sort = "descending"
			}
		}
		out = append(out, h)
	}
	return out
}

// lineOf says one hall. What one that is not there said last is not its state now, and
// is left out.
func lineOf(r overview.Entry, say overview.Words, today string) hallLine {
	h, sum := r.Hall, r.Sum
	l := hallLine{
		Hall: h.Hall, Name: h.Name.In(queueLang(say.Lang)), Where: say.Level(h.Level), State: say.Standing(h, true),
		Light: lightName(overview.GraveLight(sum.Grave)), Waiting: "-", Longest: "-", Within: "-", Today: "-", Windows: "-",
		Change: say.Change(sum, false), Alerts: strconv.Itoa(sum.Alerts), Heard: say.Moment(h.Heard),
	}
	if street := h.Street.In(queueLang(say.Lang)); street != "" {
		l.Where += words.T(say.Lang, "district.comma") + street
	}
	if sum.Urgent > 0 {
		l.Alerts += overview.Red.Mark()
	}
	if sum.There == 0 {
		return l
	}
	l.Waiting, l.Windows = strconv.Itoa(sum.Waiting), strconv.Itoa(sum.Open)
	if sum.Waiting > 0 {
		light := overview.WaitLight(sum.Longest)
		l.Longest, l.LongestLight, l.LongestMark = words.T(say.Lang, "district.minutes", "n", sum.Longest/60), lightName(light), light.Mark()
	}
	if n, ok := sum.Within(); ok {
		light := overview.WithinLight(n)
		l.Within, l.WithinLight, l.WithinMark = strconv.Itoa(n)+"%", lightName(light), light.Mark()
	}
	if h.Day == today {
		l.Today = strconv.Itoa(sum.Issued)
	}
	return l
}

// levels are those of halls in their order, beginning with any.
var levels = []queue.Level{"", queue.LevelDistrict, queue.LevelStreet, queue.LevelCommunity, queue.LevelPark}

func levelsOf(q query, say overview.Words) (out []choice) {
	for _, l := range levels {
		out = append(out, choice{Value: string(l), Label: say.Level(l), Chosen: l == q.level})
	}
	return out
}

func streetsOf(halls []wire.HallRow, q query, say overview.Words) []choice {
	out := []choice{{Label: words.T(say.Lang, "district.all_streets"), Chosen: q.street == ""}}
	seen := map[string]bool{}
	for i := range halls {
		s := halls[i].Street
		if s.ZhHans == "" || seen[s.ZhHans] {
			continue
		}
		seen[s.ZhHans] = true
		out = append(out, choice{Value: s.ZhHans, Label: s.In(queueLang(say.Lang)), Chosen: s.ZhHans == q.street})
	}
	slices.SortFunc(out[1:], func(a, b choice) int { return cmp.Compare(a.Value, b.Value) })
	return out
}
