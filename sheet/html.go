package sheet

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"onewindow/kiosk/words"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"units": func(v float64) string { return fmt.Sprintf("%.1f", v) },
	"ids":   func(i int) string { return fmt.Sprint("chart", i) },
}).Parse(pageText))

// HTML writes one page that loads nothing, has no script, and prints on A4: charts
// first, each with the name of the table in which the same figures stand, then the
// tables. It is well-formed XML besides.
func (r *Report) HTML(w io.Writer) error {
	type picture struct {
		Title, Table     string
		Bars             []drawn
		Wide, High, Line int
	}
	var pictures []picture
	for _, c := range r.charts {
		pictures = append(pictures, picture{c.title, c.table, c.draw(), chartWide, chartHigh, chartHigh - chartFoot})
	}
	type head struct {
		Text  string
		Words bool
	}
	type table struct {
		ID, Title string
		Wide      bool
		Heads     []head
		Rows      [][]Cell
	}
	var tables []table
	for i := range r.Tables {
		t := &r.Tables[i]
		heads := make([]head, len(t.Heads))
		for n, h := range t.Heads {
			heads[n] = head{h, t.Words(n)}
		}
		tables = append(tables, table{t.ID, t.Title, t.wide, heads, t.Rows})
	}
	err := page.Execute(w, map[string]any{
		"Lang": r.lang, "Title": r.Title, "Subtitle": r.Subtitle, "Notes": r.Notes, "Asides": r.Asides, "Pictures": pictures, "Tables": tables,
		"Seen": func(table string) string { return words.T(words.Lang(r.lang), "sheet.chart.seen", "table", table) },
	})
	if err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}
