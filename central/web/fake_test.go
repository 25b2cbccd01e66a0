package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/central/web"
	"onewindow/queue"
	"onewindow/wire"
)

// goodToken may read the network.
const goodToken = "owa1.reader.secret"

var noon = time.Date(2026, 11, 26, 2, 20, 0, 0, time.UTC) // 10:20 in China, a Thursday

// centre is a network of halls of all kinds.
type centre struct {
	d    wire.District
	lost error
}

func text(zh, en string) queue.Text { return queue.Text{ZhHans: zh, En: en} }

func network() *centre {
	row := func(code, zh, en string, level queue.Level, parent, street string, st wire.HallStanding) wire.HallRow {
		return wire.HallRow{
			Hall: code, Name: text(zh, en), Level: level, Parent: parent, Street: text(street, street+" Street"), Standing: st, Since: noon.Add(-2 * time.Hour), Heard: noon, Day: "2026-11-26", Version: "1.2.3",
			Figures: wire.Figures{Issued: 100, Waiting: 4, Called: 90, Within15: 92, Longest: 300, Open: 6, Served: 80},
			Before:  &wire.SameTime{Day: "2026-11-19", Until: "10:00", Issued: 80, Served: 70, Within15: 90, Wait: 400},
			Lines: []wire.LiveLine{{Theme: "general", Waiting: 4, Since: noon.Add(-5 * time.Minute), Windows: 6, Given: 100, Estimate: queue.Estimate{Ahead: 4, Low: 5, Mean: 9, High: 14}},
				{Theme: "social", Closed: &queue.Refusal{Code: queue.CodeQuotaDay}}},
			Parts: []wire.PartState{{Part: queue.PartRules, Version: 7, Hash: "0123456789abcdef"}, {Part: queue.PartCatalogue, Refused: 8, Why: &wire.Error{Code: string(queue.CodeBadCatalogue), Msg: "theme"}}, {Part: queue.PartCalendar}},
		}
	}
	halls := []wire.HallRow{
		row("LG-00", "龙岗区行政服务大厅", "Longgang District Hall", queue.LevelDistrict, "", "", wire.HallOpen),
		row("LG-NW", "南湾街道行政服务大厅", "Nanwan Street Hall", queue.LevelStreet, "LG-00", "南湾", wire.HallOpen),
		row("LG-NW-01", "丹竹头社区大厅", "Danzhutou Community Hall", queue.LevelCommunity, "LG-NW", "南湾", wire.HallAway),
		row("LG-PH", "平湖街道行政服务大厅", "Pinghu Street Hall", queue.LevelStreet, "LG-00", "平湖", wire.HallStopped),
		row("LG-PH-01", "上木古社区大厅", "Shangmugu Community Hall", queue.LevelCommunity, "LG-PH", "平湖", wire.HallRefused),
		row("LG-PK-01", "天安数码城服务中心", "Tian'an Park Centre", queue.LevelPark, "LG-00", "", wire.HallNever),
	}
	halls[1].Figures.Waiting, halls[1].Figures.Longest, halls[1].Figures.Within15 = 31, 45*60, 61
	halls[2].Why, halls[2].Heard = &wire.Error{Code: wire.CodeUnreachable}, noon.Add(-20*time.Minute)
	halls[4].Why = &wire.Error{Code: wire.CodeEpochForked}
	halls[5].Heard, halls[5].Before, halls[5].Lines, halls[5].Parts, halls[5].Figures, halls[5].Day, halls[5].Since = time.Time{}, nil, nil, nil, wire.Figures{}, "", time.Time{}
	return &centre{d: wire.District{Rev: 5, At: noon, Name: "龙岗区", Halls: halls, Alerts: []wire.HallAlert{
		{Hall: "LG-PH-01", Kind: wire.AlertHallRefused, Level: queue.Critical, Since: noon.Add(-30 * time.Minute), Code: wire.CodeEpochForked},
		{Hall: "LG-NW", Kind: wire.AlertHallWait, Level: queue.Critical, Since: noon.Add(-10 * time.Minute), Value: 45 * 60},
		{Hall: "LG-NW-01", Kind: wire.AlertHallAway, Level: queue.Warning, Since: noon.Add(-20 * time.Minute), Value: 1200},
	}}}
}

func (c *centre) District() wire.District { return c.d }

func (c *centre) Hall(_ context.Context, hall string) (wire.DistrictHall, error) {
	i := slices.IndexFunc(c.d.Halls, func(h wire.HallRow) bool { return h.Hall == hall })
	if i < 0 {
		return wire.DistrictHall{}, &wire.Error{Code: wire.CodeHallUnknown, Msg: "no such hall"}
	}
	if c.lost != nil {
		return wire.DistrictHall{}, c.lost
	}
	h := wire.DistrictHall{Row: c.d.Halls[i], Themes: []queue.Theme{{ID: "general", Prefix: "A", Name: text("综合服务", "General")}, {ID: "social", Prefix: "B", Name: text("社保", "Social insurance")}}}
	for n, st := range []queue.WindowState{queue.WindowServing, queue.Calling, queue.Idle, queue.Paused, queue.Closed} {
		h.Windows = append(h.Windows, wire.DistrictWindow{ID: fmt.Sprint(n + 1), Label: fmt.Sprint(n + 1), State: st, Since: noon.Add(-time.Duration(n) * time.Minute), Served: 10 + n})
	}
	h.Windows[0].Number = "A031"
	for slot := 18; slot < 24; slot++ {
		h.Before = append(h.Before, wire.HalfHour{Slot: slot, Issued: slot, Served: slot, Within15: 88, Wait: 500})
		if slot <= 20 {
			h.Today = append(h.Today, wire.HalfHour{Slot: slot, Issued: slot + 4, Served: slot, Within15: 60, Wait: 700})
		}
	}
	h.Alerts = slices.DeleteFunc(slices.Clone(c.d.Alerts), func(a wire.HallAlert) bool { return a.Hall != hall })
	return h, nil
}

// site is the pages over a centre, and a browser without scripts.
type site struct {
	t       testing.TB
	pages   *web.Pages
	cookies map[string]*http.Cookie
	lang    string
	// withdrawn tells the good token's admission apart.
	withdrawn bool
}

func open(t testing.TB, c web.District) *site {
	t.Helper()
	s := &site{t: t, cookies: map[string]*http.Cookie{}, lang: "en"}
	var err error
	s.pages, err = web.New(web.Settings{Admit: func(_ context.Context, token string) bool { return token == goodToken && !s.withdrawn }}, c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *site) do(method, path string, form url.Values) *http.Response {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", s.lang)
	for _, c := range s.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	s.pages.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if s.cookies[c.Name] = c; c.MaxAge < 0 {
			delete(s.cookies, c.Name)
		}
	}
	return res
}

func (s *site) signIn() {
	s.t.Helper()
	if r := s.do("POST", "/signin", url.Values{"token": {goodToken}, "to": {"/"}}); r.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("sign in: %s", r.Status)
	}
}
