package web_test

import (
	"context"
	"fmt"
	"sync"

	"onewindow/central/project"
	"onewindow/cli/demo"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// lived is a day of the demonstration, closed at noon.
var lived = sync.OnceValues(func() (*report.Day, error) {
	set := queuetest.Settings(3)
	st, _, err := demo.Morning(set, queuetest.Catalogue(), "1-00000001", "2026-11-25", set.Hall.At("2026-11-25", 12*60), "", demo.NewCrowd(1, len(set.Windows)))
	if err != nil {
		return nil, err
	}
	if _, err := queue.Execute(st, st.At, queue.Actor{Terminal: "t"}, "", queue.CloseDay{}); err != nil {
		return nil, err
	}
	return report.Of(st), nil
})

// Reports are those of two halls on two days, and one that nobody can read.
func (c *centre) Reports(_ context.Context, hall, from, to string, yield func(project.DayReport) error) error {
	if c.lost != nil {
		return c.lost
	}
	d, err := lived()
	if err != nil {
		return err
	}
	for _, at := range []struct{ hall, day string }{{"LG-00", "2026-11-24"}, {"LG-00", "2026-11-25"}, {"LG-NW", "2026-11-25"}, {"LG-PH", "2026-11-25"}} {
		if hall != "" && at.hall != hall || at.day < from || at.day > to {
			continue
		}
		own := *d
		own.Hall, own.Date = at.hall, at.day
		b, err := own.Encode()
		if err != nil {
			return err
		}
		if at.hall == "LG-PH" {
			b = []byte(`{"v":99}`)
		}
		body := fmt.Sprintf(`{"v":1,"hall":%q,"epoch":"1-a","seq":7,"type":"day.reported/1","at":"2026-11-25T10:00:00Z","data":{"date":%q,"report":%s}}`, at.hall, at.day, b)
		if err := yield(project.DayReport{Hall: at.hall, Day: at.day, Seq: 7, Body: []byte(body)}); err != nil {
			return err
		}
	}
	return nil
}

func (c *centre) ItemNames(context.Context, string) (map[string]queue.Text, error) {
	return map[string]queue.Text{queuetest.Catalogue().Items[0].Code: text("居住证", "Residence card")}, nil
}
