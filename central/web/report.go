package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"onewindow/central/period"
	"onewindow/kiosk/words"
	"onewindow/queue/report"
	"onewindow/sheet"
	"onewindow/wire"
)

// reportPage is the page of what halls have reported.
type reportPage struct {
	Spans, Parts []choice
	On           string
	// Earlier and Later are the addresses of the spans beside it, CSV, Workbook and
	// Print those of its files.
	Earlier, Later, CSV, Workbook, Print string
	// Subtitle says what it is of. None is true where nothing was reported.
	Subtitle string
	None     bool
	// Notes say what it does not have.
	Notes    []string
	Pictures []sheet.Picture
	Tables   []sheet.Table
}

// laid is a report that is laid out for a reader.
type laid struct {
	*sheet.Report
	joined *period.Joined
	halls  []string
}

// layOut asks for the reports of the halls and joins them; as many at a time as
// mostJoins says.
func (p *Pages) layOut(ctx context.Context, d wire.District, q reportQuery, lang words.Lang) (*laid, error) {
	select {
	case p.joins <- struct{}{}:
		defer func() { <-p.joins }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	from, to := q.days()
	l := &laid{halls: q.halls(d)}
	want := period.Query{From: from.Format(time.DateOnly), To: to.Format(time.DateOnly), Wants: func(hall, _ string) bool { return slices.Contains(l.halls, hall) }}
	if len(l.halls) == 1 {
		want.Hall = l.halls[0]
	}
	var err error
	if l.joined, err = period.Join(ctx, p.district, want, period.ByAll); err != nil {
		return nil, err
	}
	span := &report.Span{From: want.From, To: want.To}
	if len(l.joined.Parts) > 0 {
		span = l.joined.Parts[0].Span
	}
	span.Clerks = nil // no person is on a page
	names, err := period.Names(ctx, p.district, span, queueLang(lang))
	if err != nil {
		return nil, err
	}
	title := d.Name
	if root := q.root(); root != "" {
		title = nameOf(d, root, lang)
	}
	o := sheet.Options{Lang: queueLang(lang), Names: names, Title: title, Under: q.root() != "", From: want.From, To: want.To, Until: d.At.In(p.set.Zone).AddDate(0, 0, -1).Format(time.DateOnly)}
	o.Told = l.joined.Of(l.halls)
	l.Report = sheet.Of(span, o)
	return l, nil
}

// mostJoins is how many reports are joined at a time.
const mostJoins = 2

// nameOf is how a hall is called.
func nameOf(d wire.District, hall string, lang words.Lang) string {
	for i := range d.Halls {
		if d.Halls[i].Hall == hall {
			return d.Halls[i].Name.In(queueLang(lang))
		}
	}
	return hall
}

// reports is the page of reports.
func (p *Pages) reports(w http.ResponseWriter, r *http.Request) {
	d, lang := p.district.District(), langOf(r)
	q := readReportQuery(r.URL.Query(), d.At.In(p.set.Zone))
	l, err := p.layOut(r.Context(), d, q, lang)
	if err != nil {
		p.failed(w, r, err)
		return
	}
	from, to := q.days()
	title := words.T(lang, "web.reports_of", "from", from.Format(time.DateOnly), "to", to.Format(time.DateOnly))
	if from.Equal(to) {
		title = words.T(lang, "web.reports_on", "date", q.on)
	}
	f := p.frameOf(r, title)
	f.In, f.Network = true, d.Name
	f.Page = reportOf(l, d, q, lang)
	p.show(w, http.StatusOK, "report.html", f)
}

// failed is the page for reports that cannot be had now.
func (p *Pages) failed(w http.ResponseWriter, r *http.Request, err error) {
	p.set.Log.Error("web: the reports", "query", r.URL.RawQuery, "err", err)
	p.stop(w, r, http.StatusServiceUnavailable, "web.unavailable")
}

// reportOf says the page.
func reportOf(l *laid, d wire.District, q reportQuery, lang words.Lang) reportPage {
	file := func(kind string) string {
		v := q.values()
		v.Set("lang", string(lang))
		return "/reports/file." + kind + "?" + v.Encode()
	}
	p := reportPage{
		On: q.on, Earlier: "/reports?" + q.moved(-1).values().Encode(), Later: "/reports?" + q.moved(1).values().Encode(),
		CSV: file("csv"), Workbook: file("xlsx"), Print: file("html"), Subtitle: l.Subtitle, None: len(l.joined.Parts) == 0, Notes: slices.Concat(l.Notes, l.Asides),
	}
	for _, s := range spans {
		p.Spans = append(p.Spans, choice{Value: s, Label: words.T(lang, "web.span."+s), Chosen: s == q.span})
	}
	p.Parts = partsOf(d, q, lang)
	if !p.None {
		p.Pictures, p.Tables = l.Pictures(), l.Tables
	} else {
		// All figures are none; who is missing is all that there is to say.
		p.Tables = slices.DeleteFunc(slices.Clone(l.Tables), func(t sheet.Table) bool { return t.ID != sheet.Missing })
	}
	return p
}

// partsOf are the network, each hall with all under it where there are any, and each
// hall alone.
func partsOf(d wire.District, q reportQuery, lang words.Lang) []choice {
	out := []choice{{Label: words.T(lang, "web.part_all"), Chosen: q.part == ""}}
	above := map[string]bool{}
	for i := range d.Halls {
		above[d.Halls[i].Parent] = true
	}
	for i := range d.Halls {
		hall, name := d.Halls[i].Hall, d.Halls[i].Name.In(queueLang(lang))
		if above[hall] {
			out = append(out, choice{Value: hall + allUnder, Label: words.T(lang, "web.part_below", "name", name), Chosen: q.part == hall+allUnder})
		}
		out = append(out, choice{Value: hall, Label: name, Chosen: q.part == hall})
	}
	return out
}

// printPolicy lets a page for printing have its own style and nothing else.
const printPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

// reportFile is a report as a file to take away.
func (p *Pages) reportFile(w http.ResponseWriter, r *http.Request) {
	kind := strings.TrimPrefix(r.PathValue("file"), "file.")
	d, lang := p.district.District(), langOf(r)
	if l := words.Lang(r.URL.Query().Get("lang")); slices.Contains(words.Langs, l) {
		lang = l
	}
	types := map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "html": "text/html; charset=utf-8"}
	if types[kind] == "" || r.PathValue("file") != "file."+kind {
		p.nowhere(w, r)
		return
	}
	q := readReportQuery(r.URL.Query(), d.At.In(p.set.Zone))
	l, err := p.layOut(r.Context(), d, q, lang)
	if err != nil {
		p.failed(w, r, err)
		return
	}
	var b bytes.Buffer
	if err := (map[string]func(io.Writer) error{"csv": l.CSV, "xlsx": l.XLSX, "html": l.HTML})[kind](&b); err != nil {
		p.failed(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", types[kind])
	if kind == "html" {
		h.Set("Content-Security-Policy", printPolicy)
	} else {
		h.Set("Content-Disposition", `attachment; filename="report-`+q.span+"-"+q.on+"."+kind+`"`)
	}
	_, _ = b.WriteTo(w) // who is gone gets nothing
}
