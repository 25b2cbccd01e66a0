package store

import (
	"context"
	"fmt"

	"onewindow/central/project"
	"onewindow/wire"
)

// slots are the half hours of a day.
const slots = 48

// SameTime is how a business day stood at the beginning of the half hour until (21 is
// 10:30), of every hall that has figures of that day, by the hall's code. Within15 is a
// share in percent and Wait a mean, both of those who were called by then, as in
// wire.Figures.
func (s *Store) SameTime(ctx context.Context, day string, until int) (map[string]wire.SameTime, error) {
	until = min(max(until, 0), slots)
	all := map[string]wire.SameTime{}
	sums := map[string]*project.Counts{}
	err := s.Statistics(ctx, StatsQuery{Dim: project.DimHall, From: day, To: day, Halves: true}, func(c Stat) error {
		sum := sums[c.Hall]
		if sum == nil {
			sum = &project.Counts{}
			sums[c.Hall] = sum
		}
		if c.Slot < until {
			sum.Add(c.Counts)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for hall, sum := range sums {
		v := wire.SameTime{Day: day, Until: fmt.Sprintf("%02d:%02d", until/2, until%2*30), Issued: sum.Issued, Served: sum.Served}
		if sum.Called > 0 {
			v.Wait = sum.WaitSeconds / sum.Called
		}
		if n := sum.Waits.Number(); n > 0 {
			v.Within15 = sum.Waits.Within15() * 100 / n
		}
		all[hall] = v
	}
	return all, nil
}
