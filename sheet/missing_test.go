package sheet_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
)

// district is a span of halls of which each has reported some days; ten numbers a day.
func district(t *testing.T, told []report.Told) *report.Span {
	t.Helper()
	s := &report.Span{}
	for _, x := range told {
		for _, day := range x.Days {
			d := &report.Day{V: report.Version, Hall: x.Hall, Date: day}
			d.All.Issued = 10
			if err := s.Add(d); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

func TestWhoHasReportedNothingIsSaidInEveryForm(t *testing.T) {
	few := []report.Told{
		{Hall: "A", Days: []string{"2026-11-23", "2026-11-24", "2026-11-25"}},
		{Hall: "B", Days: []string{"2026-11-24"}, Unread: []report.Unread{{Day: "2026-11-25", Why: report.WhyNewer}}},
		{Hall: "C"},
	}
	var many []report.Told
	many = append(many, few...)
	for i := range 9 {
		many = append(many, report.Told{Hall: fmt.Sprint("D", i)})
	}
	for name, tt := range map[string]struct {
		told  []report.Told
		until string
		says  []string
		not   []string
		rows  string
	}{
		"few halls": {few, "2026-11-28",
			[]string{"District, 2026-11-23 to 2026-11-29, 4 daily reports", "Hall C", "There is no report of 2026-11-26 to 2026-11-28.", "Hall B: the report of 2026-11-25 is of newer software"},
			[]string{"2026-11-29."},
			"[Hall B 1 2026-11-23, 2026-11-25 (of newer software)] [Hall C 0 all days]"},
		"many halls": {many, "2026-11-25",
			[]string{"10 of 12 halls have no daily report", "the table Not included"},
			[]string{"There is no report of"}, ""},
		"all that can be": {few[:1], "2026-11-25", []string{"3 daily reports"}, []string{"There is no", "Not included"}, ""},
		"a hole of one":   {[]report.Told{{Hall: "A", Days: []string{"2026-11-23", "2026-11-25"}}}, "2026-11-25", []string{"There is no report of 2026-11-24."}, nil, ""},
	} {
		names := sheet.Names{Halls: map[string]string{"A": "Hall A", "B": "Hall B", "C": "Hall C"}}
		r := sheet.Of(district(t, tt.told), sheet.Options{Lang: queue.En, Title: "District", Names: names, From: "2026-11-23", To: "2026-11-29", Until: tt.until, Told: tt.told})
		book, err := excelize.OpenReader(bytes.NewReader(written(t, r.XLSX)))
		if err != nil {
			t.Fatal(err)
		}
		head, err := book.GetCellValue(book.GetSheetName(0), "A2")
		if err != nil {
			t.Fatal(err)
		}
		forms := map[string]string{"CSV": string(written(t, r.CSV)), "HTML": string(written(t, r.HTML)), "text": string(written(t, r.Text))}
		if i := slices.IndexFunc(r.Tables, func(t sheet.Table) bool { return t.ID == sheet.Missing }); i >= 0 {
			head += r.Tables[i].Title
			if got := strings.Trim(fmt.Sprint(rowsOf(r.Tables[i])), "[]"); tt.rows != "" && "["+got+"]" != tt.rows {
				t.Errorf("%s: the table says %s, want %s", name, got, tt.rows)
			}
		}
		forms["XLSX"] = head
		for form, text := range forms {
			for _, want := range tt.says {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %s lacks %q:\n%.700s", name, form, want, text)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(text, not) {
					t.Errorf("%s: %s says %q", name, form, not)
				}
			}
		}
	}
}

func TestDatesOfWhichNoHallHasAReportAreNoLack(t *testing.T) {
	told := []report.Told{{Hall: "A", Days: []string{"2026-11-21", "2026-11-23"}}, {Hall: "B", Days: []string{"2026-11-23"}}}
	span := district(t, told)
	span.Running = false
	r := sheet.Of(span, sheet.Options{Lang: queue.En, Title: "District", From: "2026-11-21", To: "2026-11-23", Told: told})
	if want := []string{"There is no report of 2026-11-22. Days off have none."}; !slices.Equal(r.Asides, want) || len(r.Notes) != 0 {
		t.Errorf("%q aside, %q as lacks; want %q aside", r.Asides, r.Notes, want)
	}
	if page := string(written(t, r.HTML)); !strings.Contains(page, "<p>There is no report of 2026-11-22.") {
		t.Error("the page warns of a Sunday")
	}
	nobody := []report.Told{{Hall: "A"}, {Hall: "B"}}
	if r := sheet.Of(&report.Span{}, sheet.Options{Lang: queue.En, From: "2026-11-22", To: "2026-11-22", Told: nobody}); len(r.Notes) != 0 || len(r.Asides) != 1 {
		t.Errorf("of a Sunday it says %q, and aside %q", r.Notes, r.Asides)
	}
}

func rowsOf(t sheet.Table) (all [][]string) {
	for _, row := range t.Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, c.String())
		}
		all = append(all, cells)
	}
	return all
}

func TestAdviceAddsUpWhateverBecameOfIt(t *testing.T) {
	for _, a := range []queue.Advised{{Given: 1}, {Given: 3, Accepted: 2}, {Given: 7, Accepted: 2, Refused: 1, Over: 1}, {Given: 2, Over: 2}} {
		s := month(t)
		s.Advice = a
		r := sheet.Of(s, sheet.Options{Lang: queue.En, Names: names(queue.En)})
		i := slices.IndexFunc(r.Tables, func(t sheet.Table) bool { return t.ID == "advice" })
		if i < 0 {
			t.Fatalf("%+v has no table", a)
		}
		sum := 0
		for _, row := range r.Tables[i].Rows[1:] {
			sum += row[1].N
		}
		if r.Tables[i].Rows[0][1].N != sum {
			t.Errorf("%+v: given %d, and %d became of it", a, r.Tables[i].Rows[0][1].N, sum)
		}
	}
}

func TestTheHighestBarHasItsValueHoweverManyThereAre(t *testing.T) {
	for highest := range 24 {
		s := &report.Span{}
		d := &report.Day{V: report.Version, Hall: "A", Date: "2026-11-25"}
		for i := range 24 {
			h := report.HalfHour{At: queue.Clock(8*60 + 30*i), Drawn: 10}
			if i == highest {
				h.Drawn = 134
			}
			d.HalfHours = append(d.HalfHours, h)
		}
		if err := s.Add(d); err != nil {
			t.Fatal(err)
		}
		r := sheet.Of(s, sheet.Options{Lang: queue.En})
		text := string(written(t, r.HTML))
		if !regexp.MustCompile(`<text [^>]*dy="-3">134</text>`).MatchString(text) {
			t.Errorf("the value of bar %d of 24 is not there", highest)
		}
		// Two values of one chart never stand on each other.
		for _, p := range r.Pictures() {
			last := -1.0
			for _, b := range p.Bars {
				if !b.Valued {
					continue
				}
				if last >= 0 && b.Middle-last < 30 {
					t.Errorf("highest %d: values at %v and %v", highest, last, b.Middle)
				}
				last = b.Middle
			}
		}
	}
}

func TestHeadsStandAsTheCellsBelowThem(t *testing.T) {
	for _, lang := range langs {
		text := string(written(t, sheet.Of(month(t), sheet.Options{Lang: lang, Names: names(lang)}).HTML))
		item := words.T(words.Lang(lang), "sheet.of.item")
		if !strings.Contains(text, `<th scope="col" class="words">`+item+`</th>`) {
			t.Errorf("%s: %q stands on the right over words on the left", lang, item)
		}
		if drawn := words.T(words.Lang(lang), "sheet.col.issued"); !strings.Contains(text, `<th scope="col">`+drawn+`</th>`) {
			t.Errorf("%s: %q stands on the left over figures on the right", lang, drawn)
		}
	}
}

func TestAWorksheetsNameHasNoHalfWords(t *testing.T) {
	for _, lang := range langs {
		r := sheet.Of(month(t), sheet.Options{Lang: lang, Clerks: true, Names: names(lang)})
		f, err := excelize.OpenReader(bytes.NewReader(written(t, r.XLSX)))
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range f.GetSheetList() {
			title := r.Tables[i].Title
			if name != title && !strings.HasPrefix(title, name+" ") {
				t.Errorf("%s: %s is called %s", lang, strconv.Quote(title), strconv.Quote(name))
			}
		}
	}
}
