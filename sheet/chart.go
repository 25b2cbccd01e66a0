package sheet

import (
	"maps"
	"slices"
)

// chart is a row of bars.
type chart struct {
	// title says what the bars are, and table the title of the table in which the same
	// figures stand.
	title, table string
	bars         []bar
}

// bar is one of them, with what stands below it.
type bar struct {
	label string
	value Cell
}

// charts are the pictures of a printed page: what waits were like through the day, how
// many came, and how many windows were open; and of several days their waits.
func (l *layout) charts() (all []chart) {
	half := l.halfHours()
	for _, x := range []struct {
		key    string
		column int
	}{{"wait", 3}, {"drawn", 1}, {"windows", 5}} {
		c := chart{title: l.say("sheet.chart." + x.key), table: half.Title}
		for _, row := range half.Rows {
			c.bars = append(c.bars, bar{row[0].Text, row[x.column]})
		}
		all = append(all, c)
	}
	if len(l.span.Dates) > 1 {
		c := chart{title: l.say("sheet.chart.dates"), table: l.say("sheet.by.date")}
		for _, date := range slices.Sorted(maps.Keys(l.span.Dates)) {
			w := l.span.Dates[date].Waits
			c.bars = append(c.bars, bar{date[len("2006-"):], minutes(w.Sum(), w.Number())})
		}
		all = append(all, c)
	}
	return slices.DeleteFunc(all, func(c chart) bool { return len(c.bars) == 0 })
}

// Sizes of a chart, in units of which the page makes the width of the paper.
const (
	chartWide = 720
	chartHigh = 150
	chartFoot = 22 // for what stands below the bars
	chartTop  = 14 // for the figures above them
)

// drawn is a bar as it is drawn.
type drawn struct {
	X, Y, Wide, High float64
	Middle           float64
	Label, Value     string
	// Labelled says that there is room for the label, Valued that there is for the value.
	Labelled, Valued bool
}

// draw places the bars. Values stand above them, so that no colour and no scale has to
// be read; where there is no room for all, that of the highest is there.
func (c chart) draw() (all []drawn) {
	most, highest := 0.0, 0
	for i, b := range c.bars {
		if v := b.value.Float(); v > most {
			most, highest = v, i
		}
	}
	step := float64(chartWide) / float64(len(c.bars))
	each := 1 + int(36/step) // every how many-th label fits
	for i, b := range c.bars {
		high := 0.0
		if most > 0 {
			high = b.value.Float() / most * (chartHigh - chartFoot - chartTop)
		}
		x := float64(i) * step
		all = append(all, drawn{
			X: x + step*0.1, Wide: step * 0.8, High: high, Y: chartHigh - chartFoot - high, Middle: x + step/2,
			Label: b.label, Value: b.value.String(), Labelled: i%each == 0,
			Valued: b.value.Kind != Blank && (i == highest || i%each == 0 && (i >= highest+each || i <= highest-each)),
		})
	}
	return all
}
