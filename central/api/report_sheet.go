package api

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"onewindow/central/period"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
)

// printPolicy lets a page for printing have its own style and nothing else.
const printPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

// ahead is how far hall time is ahead of UTC in China, all of which has one time.
const ahead = 8 * time.Hour

// layOut lays a report out as a file for people. root is the hall of whose part of the
// network it is; empty for all that the token reaches. halls are those that were asked.
func (a *API) layOut(ctx context.Context, in *reportsInput, format, root string, dims, halls []string, j *period.Joined) (*reportFile, error) {
	span := &report.Span{From: in.From, To: in.To}
	if len(j.Parts) > 0 {
		span = j.Parts[0].Span
	}
	lang := cmp.Or(queue.Lang(in.Language), queue.ZhHans)
	names, err := period.Names(ctx, a.centre, span, lang)
	if err != nil {
		return nil, err
	}
	d := a.centre.District()
	title, part := d.Name, cmp.Or(root, tokenOf(ctx).Below)
	for i := range d.Halls {
		if d.Halls[i].Hall == part {
			title = d.Halls[i].Name.In(lang)
		}
	}
	only(span, dims)
	o := sheet.Options{Lang: lang, Clerks: slices.Contains(dims, dimClerk), Names: names, Title: title, Under: part != "", From: in.From, To: in.To, Until: d.At.UTC().Add(ahead).AddDate(0, 0, -1).Format(time.DateOnly)}
	o.Told = j.Of(halls)
	if len(dims) == 1 && dims[0] != dimHall {
		if o.By = sheet.Dimension(dims[0]); dims[0] == dimHalls {
			o.By = sheet.ByHall
		}
	}
	laid := sheet.Of(span, o)
	f := &reportFile{name: "report-" + in.From + "-" + in.To + "." + format}
	var b bytes.Buffer
	write := map[string]func(io.Writer) error{"csv": laid.CSV, "xlsx": laid.XLSX, "html": laid.HTML}[format]
	if err := write(&b); err != nil {
		return nil, fmt.Errorf("api: lay a report out: %w", err)
	}
	f.body = b.Bytes()
	for kind, of := range formats {
		if of == format {
			f.kind = kind
		}
	}
	if format == "csv" || format == "html" {
		f.kind += "; charset=utf-8"
	}
	if format == "html" {
		f.policy, f.name = printPolicy, ""
	}
	return f, nil
}

// only leaves of a span the dimensions that are told.
func only(s *report.Span, dims []string) {
	for dim, cells := range map[string]*map[string]*report.Cell{dimTheme: &s.Themes, dimItem: &s.Items, dimWindow: &s.Windows, dimClerk: &s.Clerks} {
		if !slices.Contains(dims, dim) {
			*cells = nil
		}
	}
}
