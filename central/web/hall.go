package web

import (
	"fmt"
	"strconv"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/words"
	"onewindow/wire"
)

// hallPage is the page of one hall.
type hallPage struct {
	Hall, Name, State, Light, Why string
	Facts                         []fact
	Lines                         []line
	Windows                       []window
	Alerts                        []alert
	Halves                        []half
	// Before is true where there is a day with which today is compared.
	Before bool
	Parts  []string
}

// fact is one thing that is known of the hall.
type fact struct{ Label, Value string }

// line is one theme's waiting line.
type line struct{ Theme, Waiting, Wait, Windows, Given, Closed string }

// window is one window of the hall.
type window struct{ Label, State, Since, Number, Served string }

// half is one half hour of the day, beside that of the week before. The bars are
// widths in percent.
type half struct {
	Time                   string
	Issued, Before         int
	IssuedBar, BeforeBar   string
	Within, WithinMark     string
	Wait                   string
	HasWithin, IsAfterward bool
}

// hallOf says one hall.
func hallOf(d wire.DistrictHall, say overview.Words) hallPage {
	t := func(key string, params ...any) string { return words.T(say.Lang, key, params...) }
	h := &d.Row
	p := hallPage{
		Hall: h.Hall, Name: h.Name.In(queueLang(say.Lang)), State: say.Standing(h, true),
		Light: lightName(overview.GraveLight(overview.Gravity(h))), Why: say.Why(h.Why),
	}
	known := func(label, value string) {
		if value != "" {
			p.Facts = append(p.Facts, fact{label, value})
		}
	}
	known(t("web.col.level"), say.Level(h.Level))
	known(t("web.col.street"), h.Street.In(queueLang(say.Lang)))
	known(t("web.col.heard"), say.Moment(h.Heard))
	known(t("web.version"), h.Version)
	if h.Behind > 0 {
		known(t("web.behind"), strconv.FormatUint(h.Behind, 10))
	}
	if overview.Live(h.Standing) {
		p.Lines = linesOf(d, say)
	}
	p.Windows = windowsOf(d, say)
	p.Alerts = alertsOf(d.Alerts, map[string]string{h.Hall: p.Name}, say)
	p.Halves = halvesOf(d, say)
	p.Before = len(d.Before) > 0
	for _, s := range h.Parts {
		p.Parts = append(p.Parts, say.Part(s))
	}
	return p
}

func linesOf(d wire.DistrictHall, say overview.Words) (out []line) {
	names := map[string]string{}
	for _, th := range d.Themes {
		names[th.ID] = th.Name.In(queueLang(say.Lang))
	}
	for _, l := range d.Row.Lines {
		x := line{Theme: l.Theme, Waiting: strconv.Itoa(l.Waiting), Windows: strconv.Itoa(l.Windows), Given: strconv.Itoa(l.Given), Wait: words.Wait(say.Lang, l.Estimate.Low, l.Estimate.High, l.Estimate.Rough)}
		if names[l.Theme] != "" {
			x.Theme = names[l.Theme]
		}
		if l.Windows == 0 {
			x.Wait = words.T(say.Lang, "common.no_window")
		}
		if l.Closed != nil {
			x.Closed = words.Refusal(say.Lang, string(l.Closed.Code), l.Closed.Params, l.Closed.Until.In(say.Zone), say.Now.In(say.Zone))
		}
		out = append(out, x)
	}
	return out
}

func windowsOf(d wire.DistrictHall, say overview.Words) (out []window) {
	for _, w := range d.Windows {
		out = append(out, window{
			Label: words.T(say.Lang, "common.window", "window", w.Label), State: words.T(say.Lang, "common.state."+string(w.State)),
			Since: say.Moment(w.Since), Number: w.Number, Served: strconv.Itoa(w.Served),
		})
	}
	return out
}

// halvesOf lays the half hours of today beside those of the week before.
func halvesOf(d wire.DistrictHall, say overview.Words) (out []half) {
	halves, most := overview.Halves(d.Today, d.Before)
	now := say.Now.In(say.Zone)
	slotNow := (now.Hour()*60 + now.Minute()) / 30
	for _, h := range halves {
		slot, a, b := h.Slot, h.Today, h.Before
		x := half{
			Time: fmt.Sprintf("%02d:%02d", slot/2, slot%2*30), Issued: a.Issued, Before: b.Issued,
			IssuedBar: strconv.Itoa(a.Issued * 100 / most), BeforeBar: strconv.Itoa(b.Issued * 100 / most),
			IsAfterward: slot > slotNow,
		}
		if a.Served > 0 || a.Wait > 0 {
			x.Wait = words.T(say.Lang, "district.minutes", "n", (a.Wait+30)/60)
			x.HasWithin, x.Within, x.WithinMark = true, strconv.Itoa(a.Within15)+"%", overview.WithinLight(a.Within15).Mark()
		}
		out = append(out, x)
	}
	return out
}
