package apitest

import (
	"context"
	"fmt"

	"onewindow/central/project"
	"onewindow/queue"
)

// Report keeps a hall's report of a day, which is any JSON, as the hall tells it.
func (c *Centre) Report(hall, day, report string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seq := uint64(len(c.reports) + 7)
	body := fmt.Sprintf(`{"v":1,"hall":%q,"epoch":"0000000001-k3x9","seq":%d,"type":"day.reported/1","at":"%sT10:00:01Z","data":{"date":%q,"report":%s}}`, hall, seq, day, day, report)
	c.reports = append(c.reports, project.DayReport{Hall: hall, Day: day, Seq: seq, At: At, Body: []byte(body)})
}

// ItemNames are one.
func (c *Centre) ItemNames(context.Context, string) (map[string]queue.Text, error) {
	return map[string]queue.Text{"RL-001": {ZhHans: "社保卡", En: "Social security card"}}, c.failing()
}

// Reports are those that were kept, in the order of the network's halls.
func (c *Centre) Reports(_ context.Context, hall, from, to string, yield func(project.DayReport) error) error {
	if err := c.failing(); err != nil {
		return err
	}
	c.mu.Lock()
	all := c.reports
	c.mu.Unlock()
	for _, p := range c.list() {
		for _, r := range all {
			if r.Hall != p.Hall || hall != "" && r.Hall != hall || r.Day < from || r.Day > to {
				continue
			}
			if err := yield(r); err != nil {
				return err
			}
		}
	}
	return nil
}
