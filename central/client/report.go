package client

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"

	"onewindow/central/form"
	"onewindow/queue/report"
)

// ReportQuery says whose reports are wanted, of the business days From to To, both
// included: of one hall, or of Below and all under it, or of all that the token reaches.
// Clerks asks for figures about members of staff, which need the scope export.
type ReportQuery struct {
	From, To    string
	Hall, Below string
	Clerks      bool
}

func (r ReportQuery) values() url.Values {
	q := url.Values{"from": {r.From}, "to": {r.To}}
	set(q, "hall", r.Hall)
	set(q, "below", r.Below)
	return q
}

// Reports are the halls' own reports joined, kept apart by hall, day, week or month; all
// are together if by is empty. Dims are which figures are told (hall, theme, item,
// window, clerk); without any, all but those of clerks.
func (c *Client) Reports(ctx context.Context, r ReportQuery, by string, dims ...string) (form.Reports, error) {
	q := r.values()
	set(q, "by", by)
	for _, d := range dims {
		q.Add("dim", d)
	}
	return get[form.Reports](ctx, c, "/v1/reports", q)
}

// ReportDays are the halls' own reports, in the order of halls and days. It asks as often
// as is needed. told says of each hall that has reported any of the days which those are,
// and which of them the centre or this build cannot read, so that they are not in all.
func (c *Client) ReportDays(ctx context.Context, r ReportQuery) (all []*report.Day, told []report.Told, err error) {
	q := r.values()
	if r.Clerks {
		q.Set("clerks", "true")
	}
	for {
		days, err := get[form.ReportDays](ctx, c, "/v1/reports/days", q)
		if err != nil {
			return nil, nil, err
		}
		for i := range days.Days {
			f := &days.Days[i]
			if n := len(told); n == 0 || told[n-1].Hall != f.Hall {
				told = append(told, report.Told{Hall: f.Hall})
			}
			t := &told[len(told)-1]
			d, why := dayOf(f)
			if d == nil {
				t.Unread = append(t.Unread, report.Unread{Day: f.Day, Why: why})
				continue
			}
			t.Days = append(t.Days, f.Day)
			all = append(all, d)
		}
		if days.Rest == "" || days.Rest == q.Get("rest") {
			return all, told, nil
		}
		q.Set("rest", days.Rest)
	}
}

// dayOf reads one report; it is nil where the centre or this build cannot. It is of the
// hall whose it is for the centre.
func dayOf(f *form.ReportDay) (*report.Day, report.Why) {
	if len(f.Report) == 0 {
		return nil, cmp.Or(report.Why(f.Why), report.WhyNewer) // older centres do not say why
	}
	d, err := report.Read(f.Report)
	if err != nil || d.Date != f.Day {
		return nil, report.WhyOf(err)
	}
	d.Hall = f.Hall
	return d, ""
}

// ReportFile writes a report as a file for people: in the format csv, xlsx or html and
// the language zh-Hans, zh-Hant or en. An error that is not w's own means that what was
// written is not all.
func (c *Client) ReportFile(ctx context.Context, w io.Writer, r ReportQuery, format, language string, dims ...string) error {
	q := r.values()
	q.Set("format", format)
	set(q, "language", language)
	for _, d := range dims {
		q.Add("dim", d)
	}
	resp, err := c.send(ctx, http.MethodGet, "/v1/reports", q, nil)
	if err != nil {
		return err
	}
	return copied(ctx, w, resp)
}

// Items are how a hall calls the items of its catalogue.
func (c *Client) Items(ctx context.Context, hall string) (form.HallItems, error) {
	return get[form.HallItems](ctx, c, "/v1/halls/"+url.PathEscape(hall)+"/items", nil)
}
