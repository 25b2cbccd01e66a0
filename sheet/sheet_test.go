package sheet_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
)

var update = flag.Bool("update", false, "write the expected files anew")

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

// read is a table as a form tells it: its title, heads and rows as text.
type read struct {
	title string
	rows  [][]string
}

func laidOut(r *sheet.Report) (all []read) {
	for _, t := range r.Tables {
		x := read{title: t.Title, rows: [][]string{t.Heads}}
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.String())
			}
			x.rows = append(x.rows, cells)
		}
		all = append(all, x)
	}
	return all
}

func written(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fromCSV reads the tables of a CSV: each after an empty line, title first.
func fromCSV(t *testing.T, b []byte) (all []read) {
	t.Helper()
	rest, ok := bytes.CutPrefix(b, []byte("\ufeff"))
	if !ok {
		t.Fatal("no byte order mark: Excel would take it for another encoding")
	}
	in := csv.NewReader(bytes.NewReader(rest))
	in.FieldsPerRecord = -1
	for last := 0; ; {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		line, _ := in.FieldPos(0)
		gap := line > last+1 // the reader passes over empty lines
		last = line
		for i := range cells {
			cells[i] = strings.TrimPrefix(cells[i], "'")
		}
		switch {
		case gap:
			all = append(all, read{title: cells[0]})
		case len(all) > 0:
			all[len(all)-1].rows = append(all[len(all)-1].rows, cells)
		}
	}
}

// fromXLSX reads the tables of a workbook, one of each worksheet.
func fromXLSX(t *testing.T, b []byte) (all []read) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		x := read{title: rows[0][0]}
		heads := rows[3]
		for _, row := range rows[3:] {
			for len(row) < len(heads) {
				row = append(row, "")
			}
			x.rows = append(x.rows, row)
		}
		all = append(all, x)
	}
	return all
}

// fromHTML reads the tables of the page, which is well-formed XML.
func fromHTML(t *testing.T, b []byte) (all []read) {
	t.Helper()
	in := xml.NewDecoder(bytes.NewReader(b))
	in.Entity = xml.HTMLEntity
	var text strings.Builder
	for {
		tok, err := in.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			text.Reset()
			if n := len(all); tok.Name.Local == "tr" {
				all[n-1].rows = append(all[n-1].rows, nil)
			}
		case xml.CharData:
			text.Write(tok)
		case xml.EndElement:
			n := len(all)
			switch tok.Name.Local {
			case "h2":
				all = append(all, read{title: text.String()})
			case "th", "td":
				row := &all[n-1].rows[len(all[n-1].rows)-1]
				*row = append(*row, text.String())
			}
			text.Reset()
		}
	}
}

func sameTables(t *testing.T, form string, got, want []read) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d tables, want %d", form, len(got), len(want))
	}
	for i := range want {
		if g, w := fmt.Sprintf("%q", got[i]), fmt.Sprintf("%q", want[i]); g != w {
			t.Errorf("%s says\n%s\nwant\n%s", form, g, w)
		}
	}
}

func TestEveryFormTellsTheSameFigures(t *testing.T) {
	for name, o := range map[string]sheet.Options{
		"all": {Clerks: true}, "themes": {By: sheet.ByTheme}, "clerks": {By: sheet.ByClerk, Clerks: true}, "halls": {By: sheet.ByHall},
	} {
		for _, lang := range langs {
			t.Run(name+" "+string(lang), func(t *testing.T) {
				o.Lang, o.Names = lang, names(lang)
				r := sheet.Of(month(t), o)
				want := laidOut(r)
				sameTables(t, "CSV", fromCSV(t, written(t, r.CSV)), want)
				sameTables(t, "XLSX", fromXLSX(t, written(t, r.XLSX)), want)
				sameTables(t, "HTML", fromHTML(t, written(t, r.HTML)), want)
				text := string(written(t, r.Text))
				for _, x := range want {
					for _, row := range x.rows[1:] {
						for _, c := range row {
							if !strings.Contains(text, c) {
								t.Errorf("the text lacks %q of %q", c, x.title)
							}
						}
					}
				}
			})
		}
	}
}

func TestTheSameReportIsTheSameFile(t *testing.T) {
	lay := func() *sheet.Report {
		return sheet.Of(month(t), sheet.Options{Lang: queue.ZhHans, Clerks: true, Names: names(queue.ZhHans)})
	}
	a, b := lay(), lay()
	for form, pair := range map[string][2]func(io.Writer) error{"CSV": {a.CSV, b.CSV}, "XLSX": {a.XLSX, b.XLSX}, "HTML": {a.HTML, b.HTML}, "text": {a.Text, b.Text}} {
		if !bytes.Equal(written(t, pair[0]), written(t, pair[1])) {
			t.Errorf("two files of one report differ as %s", form)
		}
	}
}

func TestFiguresAboutPersonsAreLeftOutUnlessAskedFor(t *testing.T) {
	for _, o := range []sheet.Options{{Lang: queue.En}, {Lang: queue.En, By: sheet.ByClerk}} {
		o.Names = names(queue.En)
		r := sheet.Of(month(t), o)
		for form, write := range map[string]func(io.Writer) error{"CSV": r.CSV, "HTML": r.HTML, "text": r.Text} {
			if text := string(written(t, write)); strings.Contains(text, "Clerk") {
				t.Errorf("%s names clerks", form)
			}
		}
	}
}

func TestThePageLoadsNothingAndDrawsItsCharts(t *testing.T) {
	r := sheet.Of(month(t), sheet.Options{Lang: queue.En, Names: names(queue.En)})
	text := string(written(t, r.HTML))
	for _, never := range []string{"<script", "http:", "https:", "src=", "url(", "@import", "<link"} {
		if strings.Contains(text, never) {
			t.Errorf("the page has %s", never)
		}
	}
	if n := strings.Count(text, "<svg"); n != 4 {
		t.Errorf("%d charts, want waits, numbers and windows by half hour, and waits by date", n)
	}
	for _, want := range []string{`role="img"`, `aria-labelledby="chart0"`, "@page { size: A4", `lang="en"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestReportsLookAsTheyShould(t *testing.T) {
	for _, lang := range langs {
		r := sheet.Of(month(t), sheet.Options{Lang: lang, Clerks: true, Names: names(lang)})
		for form, write := range map[string]func(io.Writer) error{"csv": r.CSV, "html": r.HTML, "txt": r.Text} {
			golden(t, fmt.Sprintf("month_%s.%s", lang, form), written(t, write))
		}
	}
}

func TestAReportOfNothingIsOne(t *testing.T) {
	r := sheet.Of(&report.Span{}, sheet.Options{Lang: queue.En})
	for _, write := range []func(io.Writer) error{r.CSV, r.XLSX, r.HTML, r.Text} {
		written(t, write)
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not as it should be; -update writes it anew\n%s", name, got)
	}
}

func FuzzNoCellIsTakenForAFormula(f *testing.F) {
	for _, s := range []string{"=1+1", "+1", "-2", "@a", "\t=1", "plain", "", "\"", "a,b\r\n=c", "a/b:[c]"} {
		f.Add(s)
	}
	span := month(f)
	f.Fuzz(func(t *testing.T, text string) {
		n := sheet.Names{Halls: map[string]string{"T-1": text}, Themes: map[string]string{"business": text}, Windows: map[string]string{"1": text}}
		r := sheet.Of(span, sheet.Options{Lang: queue.En, Names: n, Title: text})
		in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(written(t, r.CSV), []byte("\ufeff"))))
		in.FieldsPerRecord = -1
		lines, err := in.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			for _, c := range line {
				if c != "" && strings.ContainsRune("=+@\t\r", rune(c[0])) || strings.HasPrefix(c, "-") && strings.Trim(c, "-.0123456789") != "" {
					t.Errorf("a cell is %q", c)
				}
			}
		}
		fromXLSX(t, written(t, r.XLSX))
		fromHTML(t, written(t, r.HTML))
	})
}
