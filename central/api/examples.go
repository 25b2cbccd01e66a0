package api

import (
	"time"

	"onewindow/central/form"
	"onewindow/queue"
	"onewindow/queue/report"
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
	exampleReports = form.Reports{
		From: "2026-11-01", To: "2026-11-30", Told: []form.ReportsTold{{Hall: "LG-PH", Days: []string{"2026-11-24", "2026-11-25"}}},
		Parts: []form.ReportPart{{
			Hall: "LG-PH", From: "2026-11-24", To: "2026-11-25", Days: 2,
			Rows: []form.ReportRow{{
				Dim: dimHall, Issued: 412, Served: 398, Cancelled: 3, Lost: 7, Unserved: 4, Missed: 9, NoShow: 7, Called: 405, WaitMean: 292, WaitP50: 240, WaitP90: 610, WaitMax: 1630, InTarget: 965,
				Walk: report.Sum{N: 395, Seconds: 8690, Max: 71}, WalkMean: 22, Service: report.Sum{N: 395, Seconds: 197500, Max: 2410}, ServiceMean: 500, Inferred: 3,
				Open: 288000, Paused: 14400, Busy: 209500, Occupancy: 727, Calls: map[queue.ReasonCode]int{queue.ReasonEarliest: 405},
				Told: form.ReportAccuracy{Accuracy: report.Accuracy{Promised: 412, Called: 405, Held: 326, Kept: 331, Error: 52650, Bias: -4050}, HeldShare: 805, KeptShare: 817, MeanError: 130, MeanBias: -10},
			}},
			HalfHours: []report.HalfHour{{At: 9 * 60, Drawn: 31, Called: 24, Waits: report.Sum{N: 30, Seconds: 8700, Max: 901}, Waiting: 8700, Open: 14400}},
			Papers:    report.Papers{Printed: 410, Unprinted: 1, Unconfirmed: 1, Copies: 4},
		}},
	}
)
