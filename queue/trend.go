package queue

import "time"

// TrendStep is how far apart the values of a day's trends lie.
const TrendStep = 15 * time.Minute

// maxTrend bounds how many values a day has: two whole days, for a day that nobody
// closes.
const maxTrend = 2 * 24 * int(time.Hour/TrendStep)

// beginTrend begins the day's trends at the next full step.
func (s *State) beginTrend(at time.Time) {
	s.Day.TrendFrom = at.Add(TrendStep - 1).Truncate(TrendStep)
	s.setTrendNext()
}

// setTrendNext derives when the next value is due.
func (s *State) setTrendNext() {
	s.trendNext = time.Time{}
	if n := s.trendLen(); s.Day.Open && !s.Day.TrendFrom.IsZero() && n < maxTrend {
		s.trendNext = s.Day.TrendFrom.Add(time.Duration(n) * TrendStep)
	}
}

// trendLen is how many values each theme has.
func (s *State) trendLen() int {
	if len(s.Themes) == 0 {
		return 0
	}
	return len(s.Themes[0].Trend)
}

// trendPast is how many values are due at a moment.
func (s *State) trendPast(at time.Time) int {
	if s.trendNext.IsZero() || at.Before(s.trendNext) {
		return 0
	}
	return min(int(at.Sub(s.trendNext)/TrendStep)+1, maxTrend-s.trendLen())
}

// countTrend notes n times how many waited for each theme.
func (s *State) countTrend(n int, waited map[string]int) {
	for i := range s.Themes {
		ts := &s.Themes[i]
		for range n {
			ts.Trend = append(ts.Trend, waited[ts.ID])
		}
	}
	s.setTrendNext()
}

// Trend is how many waited for a theme at each full step of the day until now, from
// Day.TrendFrom on.
func (s *State) Trend(theme string, now time.Time) []int {
	ts := s.ThemeState(theme)
	if ts == nil {
		return nil
	}
	past := s.trendPast(now)
	all := append(make([]int, 0, len(ts.Trend)+past), ts.Trend...)
	for range past {
		all = append(all, ts.waiting)
	}
	return all
}
