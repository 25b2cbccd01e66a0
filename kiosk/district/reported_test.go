package district_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"onewindow/kiosk/district"
	"onewindow/kiosk/figures"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

// Reports are days that halls have lived: nobody real, and the same each time. Sundays
// no hall is open, and of some halls not all is there.
func (c *centre) Reports(ctx context.Context, q district.Question) (district.Reported, error) {
	if err := c.answers(ctx, func() { c.questions = append(c.questions, q) }); err != nil {
		return district.Reported{}, err
	}
	lived.Lock()
	defer lived.Unlock()
	if r, ok := lived.told[q]; ok {
		return r, nil
	}
	r := reportedOf(c.d, q)
	lived.told[q] = r
	return r, nil
}

// lived are answers that were given before: the halls have lived the same each time.
var lived = struct {
	sync.Mutex
	told map[district.Question]district.Reported
}{told: map[district.Question]district.Reported{}}

// under reports whether a hall is another or lies under it.
func under(d wire.District, hall, top string) bool {
	for range d.Halls {
		if hall == top {
			return true
		}
		i := slices.IndexFunc(d.Halls, func(h wire.HallRow) bool { return h.Hall == hall })
		if i < 0 || d.Halls[i].Parent == "" {
			return false
		}
		hall = d.Halls[i].Parent
	}
	return false
}

// reportedOf is what the network's halls have reported.
func reportedOf(d wire.District, q district.Question) district.Reported {
	out := district.Reported{Lines: themeNames, Items: map[string]queue.Text{"RL-001": {ZhHans: "社会保障卡申领", ZhHant: "社會保障卡申領", En: "Social security card"}}, Windows: map[string]string{"1": "1"}}
	span := &report.Span{}
	for i := range d.Halls {
		h := &d.Halls[i]
		if q.Hall != "" && h.Hall != q.Hall || q.Below != "" && !under(d, h.Hall, q.Below) {
			continue
		}
		t := report.Told{Hall: h.Hall}
		from, _ := time.Parse(time.DateOnly, q.From)
		for at := from; at.Format(time.DateOnly) <= q.To; at = at.AddDate(0, 0, 1) {
			date := at.Format(time.DateOnly)
			switch {
			case date > "2026-11-24" || at.Weekday() == time.Sunday || h.Standing == wire.HallNever:
				continue
			case h.Hall == "LG-PH-03" && date >= "2026-11-23", h.Hall == "LG-BT" && at.Day()%9 == 3:
				continue
			case h.Hall == "LG-LC-02" && date == "2026-11-23":
				t.Unread = append(t.Unread, report.Unread{Day: date, Why: report.WhyNewer})
				continue
			}
			if err := span.Add(livedDay(h, date, i)); err != nil {
				panic(err)
			}
			t.Days = append(t.Days, date)
		}
		out.Told = append(out.Told, t)
	}
	if span.Days == 0 {
		return out
	}
	out.Figures = figures.OfSpan(span)
	if q.Hall == "" {
		out.Figures.Windows = nil
	}
	return out
}

// livedDay is a hall's day.
func livedDay(h *wire.HallRow, date string, seed int) *report.Day {
	day := date[len("2026-11-"):]
	r := rand.New(rand.NewPCG(uint64(seed), uint64(day[0])*10+uint64(day[1])))
	d := &report.Day{V: report.Version, Hall: h.Hall, Date: date, Closed: time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)}
	d.Themes, d.Items, d.Windows = map[string]*report.Cell{}, map[string]*report.Cell{}, map[string]*report.Cell{}
	n := max(10, h.Figures.Issued*2)
	slow := 200 + r.IntN(900)
	for k, l := range h.Lines {
		c := cellOf(r, max(3, n/len(h.Lines)), slow*(k+2)/3)
		d.Themes[l.Theme] = c
		d.Items["RL-001"] = c
	}
	d.All = *cellOf(r, n, slow)
	d.All.Calls = map[queue.ReasonCode]int{"earliest": n * 9 / 10, "priority": n / 10}
	d.All.Overtakes = map[report.Ground]report.Overtake{report.GroundPriority: {Calls: n / 10, Passed: n / 5, Most: 900}}
	d.Windows["1"] = cellOf(r, n, slow)
	for at := queue.Clock(9 * 60); at < 18*60; at += 30 {
		drawn := 2 + (n/18+r.IntN(2+n/30))*crowd[(at-9*60)/30]/10
		d.HalfHours = append(d.HalfHours, report.HalfHour{At: at, Drawn: drawn, Called: drawn, Waits: report.Sum{N: drawn, Seconds: drawn * slow, Max: 2 * slow}, Waiting: drawn * 1500, Open: 3 * 1800})
	}
	d.Papers = report.Papers{Printed: n - 2, Unprinted: 1, Unconfirmed: 1, Copies: 3}
	d.Faults = map[queue.DeviceKind]map[queue.DeviceFault]report.Sum{queue.DevicePrinter: {queue.FaultPaperOut: {N: 2, Seconds: 600, Max: 480}}}
	return d
}

// crowd is how many come in each half hour of a day, of ten.
var crowd = []int{11, 16, 17, 14, 10, 6, 3, 2, 3, 7, 12, 15, 14, 12, 10, 8, 5, 2}

// cellOf are figures of n numbers with waits of about slow seconds.
func cellOf(r *rand.Rand, n, slow int) *report.Cell {
	c := &report.Cell{Issued: n, Served: n * 9 / 10, Missed: n / 15, Cancelled: n / 20, Unserved: n / 25, Service: report.Sum{N: n * 9 / 10, Seconds: n * 9 / 10 * (300 + r.IntN(200)), Max: 3000},
		Walk: report.Sum{N: n * 9 / 10, Seconds: n * 30, Max: 90}, Open: n * 500, Busy: n * (310 + r.IntN(150))}
	counts := map[int]int{}
	for range n * 9 / 10 {
		counts[r.IntN(2*slow)/10*10]++
	}
	for _, s := range slices.Sorted(maps.Keys(counts)) {
		c.Waits = append(c.Waits, report.Bin{Seconds: s, N: counts[s]})
	}
	called := n * 9 / 10
	c.Told = report.Accuracy{Promised: n, Called: called, Held: called * (72 + r.IntN(14)) / 100, Kept: called * (70 + r.IntN(18)) / 100, Error: called * 150, Bias: called * (r.IntN(120) - 60)}
	return c
}
