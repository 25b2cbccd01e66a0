package sheet

// Picture is a chart as it is drawn, for whoever lays a report out on a page of its own:
// Bars in units of which Wide and High make the whole; the bars stand on Line. Table is
// the title of the table in which the same figures stand.
type Picture struct {
	Title, Table     string
	Bars             []drawn
	Wide, High, Line int
}

// Pictures are the charts of the report, as its page has them.
func (r *Report) Pictures() (all []Picture) {
	for _, c := range r.charts {
		all = append(all, Picture{c.title, c.table, c.draw(), chartWide, chartHigh, chartHigh - chartFoot})
	}
	return all
}
