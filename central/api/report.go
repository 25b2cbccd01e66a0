package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/central/period"
	"onewindow/wire"
)

// mostReports is how many days of halls one answer is made of: a month of a district
// with a hundred halls is some two and a half thousand.
const mostReports = 5000

// ReportInput says whose reports of which days are wanted. It is exported because huma
// reads no parameters of an embedded struct that is not.
type ReportInput struct {
	From  string `query:"from" required:"true" format:"date" doc:"The first business day." example:"2026-11-01"`
	To    string `query:"to" required:"true" format:"date" doc:"The last business day, included." example:"2026-11-30"`
	Hall  string `query:"hall" pattern:"^[A-Za-z0-9-]{1,64}$" doc:"One hall. Without hall and below all that the token reaches."`
	Below string `query:"below" pattern:"^[A-Za-z0-9-]{1,64}$" doc:"A hall and all under it: a street with its communities, or the district."`
}

type reportsInput struct {
	ReportInput
	By       string   `query:"by" enum:"hall,day,week,month" doc:"What figures are kept apart by; all are joined if absent. Only for JSON."`
	Dim      []string `query:"dim,explode" enum:"hall,halls,date,theme,item,window,clerk" doc:"Which figures are told; may be given several times: hall is the whole of each part, halls each hall in it, date each day. The whole, themes, items and windows if absent; those of clerks need the scope export too."`
	Format   string   `query:"format" enum:"json,csv,xlsx,html" doc:"What is sent; goes before the header Accept."`
	Language string   `query:"language" enum:"zh-Hans,zh-Hant,en" doc:"The language of a file; zh-Hans if absent."`
	Accept   string   `header:"Accept" doc:"application/json, text/csv, text/html or that of a workbook; JSON if it names none of them."`
}

type reportDaysInput struct {
	ReportInput
	Clerks bool   `query:"clerks" doc:"With the figures of clerks; needs the scope export too."`
	Rest   string `query:"rest" pattern:"^[A-Za-z0-9-]{1,64}/[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"What the last answer said as rest."`
}

func (a *API) reportRoutes() {
	r := route{
		id: "getReports", method: http.MethodGet, path: "/v1/reports", tag: tagCounts, scope: network.ScopeRead,
		summary: "The halls' own reports, joined",
		says: fmt.Sprintf("The figures of a day, a week, a month, as each hall has made them itself at the close of its days, of at most %d days and %d days of halls. "+
			"They are joined without loss. As JSON, or as a file for people: comma-separated values, a workbook, or a page to be printed. "+
			"A day that is not over is not in it. Figures about clerks need the scope `export` too, and that they were told is noted.", maxDays, mostReports),
		refuses: map[int][]string{http.StatusNotFound: {wire.CodeHallUnknown}},
		sends:   "text/csv",
	}
	add(a, r, a.reports)
	sent := a.operation(r).Responses["200"]
	sent.Description = "The figures, in the format that was asked for."
	sent.Content["application/json"] = &huma.MediaType{Schema: a.schema(form.Reports{}), Example: exampleReports}
	for kind, format := range formats {
		if sent.Content[kind] == nil {
			sent.Content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: map[string]string{"xlsx": "binary"}[format]}}
		}
	}
	add(a, route{
		id: "getReportDays", method: http.MethodGet, path: "/v1/reports/days", tag: tagCounts, scope: network.ScopeRead,
		summary: "The halls' own reports, as they wrote them",
		says:    "One after the other, for whoever joins them otherwise. If there are more than find room in an answer, it says from where to ask on.",
		refuses: map[int][]string{http.StatusNotFound: {wire.CodeHallUnknown}},
	}, a.reportDays)
	add(a, route{
		id: "getItems", method: http.MethodGet, path: "/v1/halls/{hall}/items", tag: tagHalls, scope: network.ScopeRead,
		summary: "How a hall calls its items",
		says:    "The items of the hall's catalogue in force by their codes, with their names, as the hall's events say; also while the hall is away.",
	}, a.items)
}

// asked checks whose reports are asked for, and says which halls those are. With clerks
// figures about members of staff are asked for; that they are told is noted.
func (a *API) asked(ctx context.Context, in *ReportInput, clerks bool) (q period.Query, halls []string, err error) {
	q = period.Query{From: in.From, To: in.To, Hall: in.Hall, Most: mostReports}
	if err := checkDays(in.From, in.To, false); err != nil {
		return q, nil, err
	}
	if in.Hall != "" && in.Below != "" {
		return q, nil, badRequest("hall and below cannot both be given", "give hall for one hall, or below for it and all under it")
	}
	r, d := a.reach(ctx)
	for _, hall := range []string{in.Hall, in.Below} {
		if hall != "" && (!r.has(hall) || !has(d, hall)) {
			return q, nil, unknownHall(hall)
		}
	}
	part := reachOf(d, in.Below)
	for i := range d.Halls {
		if hall := d.Halls[i].Hall; r.has(hall) && part.has(hall) && (in.Hall == "" || hall == in.Hall) {
			halls = append(halls, hall)
		}
	}
	q.Wants = func(hall, _ string) bool { return slices.Contains(halls, hall) }
	if !clerks {
		return q, halls, nil
	}
	if !tokenOf(ctx).May(network.ScopeExport) {
		return q, nil, refuse(http.StatusForbidden, wire.CodeForbidden, "figures about clerks need the scope export too", "ask the centre's administrator for a token that has")
	}
	a.note(ctx, "report.clerks", in.Hall+in.Below, in.From+" "+in.To)
	return q, halls, nil
}

// answered is an answer that is written as it was made.
type answered struct{ Body func(huma.Context) }

func (a *API) reports(ctx context.Context, in *reportsInput) (*answered, error) {
	dims := usualDims
	if len(in.Dim) > 0 {
		dims = in.Dim
	}
	format, by := formatOf(in.Format, in.Accept), period.By(in.By)
	if format != formatJSON && by != period.ByAll {
		return nil, badRequest("by is for JSON only", "leave by out; a file has the figures by hall and by day beside each other")
	}
	q, halls, err := a.asked(ctx, &in.ReportInput, slices.Contains(dims, dimClerk))
	if err != nil {
		return nil, err
	}
	j, err := a.join(ctx, q, by)
	if err != nil {
		return nil, err
	}
	file := &reportFile{kind: "application/json"}
	if format == formatJSON {
		f := form.Reports{From: in.From, To: in.To, Told: toldOf(j.Told, halls), Parts: make([]form.ReportPart, 0, len(j.Parts))}
		for i := range j.Parts {
			f.Parts = append(f.Parts, partOf(&j.Parts[i], by, dims))
		}
		if file.body, err = json.Marshal(f); err != nil {
			return nil, err
		}
	} else if file, err = a.layOut(ctx, in, format, in.Hall+in.Below, dims, halls, j); err != nil {
		return nil, err
	}
	return &answered{Body: func(c huma.Context) {
		_, w := humago.Unwrap(c)
		file.write(w)
	}}, nil
}

// join joins reports; as many at a time as exports may run.
func (a *API) join(ctx context.Context, q period.Query, by period.By) (*period.Joined, error) {
	release, err := a.heavy()
	if err != nil {
		return nil, err
	}
	defer release()
	j, err := period.Join(ctx, a.centre, q, by)
	if errors.Is(err, period.ErrMany) {
		return nil, badRequest(fmt.Sprintf("these are more than %d days of halls", mostReports), "ask for fewer days, or for fewer halls at a time")
	}
	return j, err
}

// heavy begins work of which only so much may be under way.
func (a *API) heavy() (release func(), err error) {
	select {
	case a.exports <- struct{}{}:
		return func() { <-a.exports }, nil
	default:
		return nil, refuse(http.StatusServiceUnavailable, wire.CodeOverloaded, "as many exports and reports are made as may", "try again when one has ended")
	}
}

// errFull ends an answer that has no more room.
var errFull = errors.New("no more room")

func (a *API) reportDays(ctx context.Context, in *reportDaysInput) (*answer[form.ReportDays], error) {
	q, halls, err := a.asked(ctx, &in.ReportInput, in.Clerks)
	if err != nil {
		return nil, err
	}
	release, err := a.heavy()
	if err != nil {
		return nil, err
	}
	defer release()
	first, from, _ := strings.Cut(in.Rest, "/")
	slices.Sort(halls) // as Rest goes by, whatever order a database has
	days, room := form.ReportDays{Days: []form.ReportDay{}}, a.set.room
	for _, hall := range halls {
		if hall < first {
			continue
		}
		if q.Hall, q.From = hall, in.From; hall == first {
			q.From = max(from, in.From)
		}
		err = period.Each(ctx, a.centre, q, func(d period.Day) error {
			f, err := dayOf(&d, in.Clerks)
			if err != nil {
				return err
			}
			if room -= len(f.Report); room < 0 && len(days.Days) > 0 {
				days.Rest = d.Hall + "/" + d.Day
				return errFull
			}
			days.Days = append(days.Days, f)
			return nil
		})
		if errors.Is(err, errFull) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return &answer[form.ReportDays]{days}, nil
}

const formatJSON = "json"

// formats are what a report is sent as, by their kinds.
var formats = map[string]string{
	"application/json": formatJSON, "text/csv": "csv", "text/html": "html",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}

// formatOf is what is to be sent: what the address says, or else the first of Accept
// that there is.
func formatOf(format, accept string) string {
	if format != "" {
		return format
	}
	for part := range strings.SplitSeq(accept, ",") {
		kind, _, _ := strings.Cut(part, ";")
		if f := formats[strings.ToLower(strings.TrimSpace(kind))]; f != "" {
			return f
		}
	}
	return formatJSON
}

// reportFile is a report as it is sent; without a name it is for the screen.
type reportFile struct {
	name, kind, policy string
	body               []byte
}

func (f *reportFile) write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept")
	if f.policy != "" {
		h.Set("Content-Security-Policy", f.policy)
	}
	if f.name != "" {
		h.Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
	}
	w.WriteHeader(http.StatusOK)
	_, _ = bytes.NewReader(f.body).WriteTo(w) // who is gone gets nothing
}

// items are those of a hall's catalogue.
func (a *API) items(ctx context.Context, in *HallInput) (*answer[form.HallItems], error) {
	if err := a.known(ctx, in.Hall); err != nil {
		return nil, err
	}
	names, err := a.centre.ItemNames(ctx, in.Hall)
	if err != nil {
		return nil, err
	}
	f := form.HallItems{Hall: in.Hall, Items: make([]form.HallItem, 0, len(names))}
	for _, code := range slices.Sorted(maps.Keys(names)) {
		f.Items = append(f.Items, form.HallItem{Code: code, Name: names[code]})
	}
	return &answer[form.HallItems]{f}, nil
}
