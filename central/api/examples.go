package api

import (
	"time"

	"onewindow/central/form"
	"onewindow/queue"
	"onewindow/wire"
)

// The examples of the document are of one hall on one morning.
var (
	exampleAt = time.Date(2026, 11, 26, 1, 30, 0, 0, time.UTC) // 09:30 in the hall

	exampleDistrict = wire.District{
		Rev: 4711, At: exampleAt, Name: "龙岗区",
		Halls: []wire.HallRow{{
			Hall: "LG-00", Name: queue.Text{ZhHans: "龙岗区政务服务中心", En: "Longgang service centre"}, Level: queue.LevelDistrict,
			Standing: wire.HallOpen, Since: exampleAt.Add(-2 * time.Hour), Heard: exampleAt, Day: "2026-11-26",
			Figures: wire.Figures{Issued: 86, Waiting: 12, Called: 74, Served: 66, Open: 8, Serving: 8, Longest: 840, P50: 310, P90: 770, Within15: 94, Occupancy: 88},
			Lines:   []wire.LiveLine{{Theme: "A", Waiting: 12, Since: exampleAt.Add(-14 * time.Minute), Estimate: queue.Estimate{Ahead: 12, Low: 9, Mean: 14, High: 21}, Windows: 8, Given: 86}},
			Before:  &wire.SameTime{Day: "2026-11-19", Until: "09:30", Issued: 79, Served: 61, Within15: 58, Wait: 296},
			Version: "1.0.0",
		}},
		Alerts: []wire.HallAlert{},
	}
	exampleQuickest = wire.QuickestReply{Halls: []wire.HallWait{{
		Hall: "LG-PH", Name: queue.Text{ZhHans: "平湖街道便民服务中心"}, Level: queue.LevelStreet, Street: queue.Text{ZhHans: "平湖街道"},
		Waiting: 3, Windows: 2, Estimate: queue.Estimate{Ahead: 3, Low: 4, Mean: 7, High: 12}, At: exampleAt,
	}}}
	exampleTicket = wire.Ticket{
		Number: "A087", Day: "2026-11-26", State: queue.Waiting, Class: queue.Ordinary, Theme: "A", ThemeName: queue.Text{ZhHans: "综合窗口"}, Leg: 1, Legs: 1,
		Estimate: queue.Estimate{Ahead: 12, Low: 9, Mean: 14, High: 21}, Before: exampleAt.Add(21 * time.Minute), Windows: []string{"1", "2", "3"}, Issued: exampleAt,
	}
	exampleIssued     = form.Issued{Ticket: exampleTicket}
	exampleStatistics = form.Statistics{Dim: "hall", From: "2026-11-25", To: "2026-11-25", Cells: []form.Cell{{
		Hall: "LG-00", Day: "2026-11-25", Issued: 412, Called: 405, WaitSeconds: 118260, P50: 240, P90: 610, Within15: 391, Picked: 2, Served: 398,
		Services: 395, ServiceSeconds: 197500, Missed: 9, Cancelled: 3, Expired: 4,
	}}}
)
