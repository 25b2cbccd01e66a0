package sheet

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"onewindow/kiosk/words"
)

// XLSX writes a workbook with one worksheet for each table. Words are strings and
// never formulas, figures are numbers. The dates inside are that of the report's last
// day, so that the same report is the same file.
func (r *Report) XLSX(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("sheet: %w", e)
		}
	}()
	b := &book{File: f, names: map[string]bool{}}
	b.styles()
	for i, t := range r.Tables {
		name := b.name(t.Title)
		if i == 0 {
			b.must(f.SetSheetName("Sheet1", name))
		} else {
			_, err := f.NewSheet(name)
			b.must(err)
		}
		b.table(name, r, t)
	}
	made := r.end.UTC().Format(time.RFC3339)
	b.must(f.SetDocProps(&excelize.DocProperties{Title: r.Title, Subject: r.Subtitle, Creator: "Onewindow", Created: made, Modified: made, LastModifiedBy: "Onewindow", Language: string(r.lang)}))
	if b.err != nil {
		return fmt.Errorf("sheet: %w", b.err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}

// book is a workbook that is being written; it keeps the first error.
type book struct {
	*excelize.File
	err                 error
	names               map[string]bool
	title, head, tenths int
}

func (b *book) must(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) styles() {
	style := func(s excelize.Style) int {
		id, err := b.NewStyle(&s)
		b.must(err)
		return id
	}
	one := "0.0"
	b.title = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}})
	b.head = style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Border: []excelize.Border{{Type: "bottom", Style: 1, Color: "000000"}}})
	b.tenths = style(excelize.Style{CustomNumFmt: &one})
}

// name is a name for a worksheet: at most 31 characters, none of those that Excel does
// not allow, and no name twice.
func (b *book) name(title string) string {
	whole := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, title))
	name := whole[:min(len(whole), 31)]
	if len(whole) > 31 && whole[31] != ' ' {
		if i := strings.LastIndex(string(name), " "); i > 0 {
			name = []rune(string(name)[:i]) // without the half of a word
		}
	}
	for n := 2; b.names[strings.ToLower(string(name))]; n++ {
		more := fmt.Sprint(" ", n)
		name = append(name[:min(len(name), 31-len(more))], []rune(more)...)
	}
	b.names[strings.ToLower(string(name))] = true
	return string(name)
}

// first is the row of a worksheet on which the heads of its table stand.
const first = 4

// table writes one worksheet: what it is of, the heads, and the rows.
func (b *book) table(name string, r *Report, t Table) {
	b.must(b.SetCellStr(name, "A1", t.Title))
	b.must(b.SetCellStyle(name, "A1", "A1", b.title))
	b.must(b.SetCellStr(name, "A2", strings.Join(append([]string{r.Title, r.Subtitle}, r.remarks()...), " ")))
	for i, h := range t.Heads {
		b.must(b.SetCellStr(name, at(i, first), h))
		column, err := excelize.ColumnNumberToName(i + 1)
		b.must(err)
		b.must(b.SetColWidth(name, column, column, t.width(i)))
	}
	b.must(b.SetCellStyle(name, at(0, first), at(len(t.Heads)-1, first), b.head))
	for y, row := range t.Rows {
		for x, c := range row {
			b.cell(name, at(x, first+1+y), c)
		}
	}
	b.must(b.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: first, TopLeftCell: at(1, first+1), ActivePane: "bottomRight"}))
	landscape, paper, width, height, fit := "landscape", 9, 1, 0, true // 9 is A4
	b.must(b.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &width, FitToHeight: &height}))
	b.must(b.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

// cell writes one value.
func (b *book) cell(name, at string, c Cell) {
	switch c.Kind {
	case Text:
		b.must(b.SetCellStr(name, at, c.Text))
	case Count:
		b.must(b.SetCellInt(name, at, int64(c.N)))
	case Tenths:
		b.must(b.SetCellFloat(name, at, c.Float(), 1, 64))
		b.must(b.SetCellStyle(name, at, at, b.tenths))
	}
}

// at is the name of a cell; column is counted from 0, row from 1.
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return "A1" // no report has so many columns
	}
	return name
}

// width is how wide a column is, in characters.
func (t *Table) width(i int) float64 {
	widest := min(words.Width(t.Heads[i]), 16)
	for _, row := range t.Rows {
		widest = max(widest, words.Width(row[i].String()))
	}
	return float64(min(widest, 60) + 2)
}
