package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// route is one operation, as it is registered and as the document tells it.
type route struct {
	id, method, path, tag, summary, says string
	scope                                network.Scope
	// status is that of success; also is another one with the same body.
	status, also int
	// refuses are the codes of refusals that are this route's own, by status.
	refuses map[int][]string
	// body is the largest body in bytes; 0 means the usual limit of a request.
	body   int64
	stream bool
	// sends is what a stream sends, in place of JSON.
	sends string
	// example is an answer, of the type that the route answers, and other one with the
	// status also.
	example, other any
	// asks is an example of the body.
	asks any
}

// anywhere are the refusals that every route can give.
var anywhere = map[int][]string{
	http.StatusBadRequest:          {wire.CodeBadRequest},
	http.StatusUnauthorized:        {wire.CodeTokenRefused},
	http.StatusForbidden:           {wire.CodeForbidden},
	http.StatusTooManyRequests:     {wire.CodeOverloaded},
	http.StatusInternalServerError: {wire.CodeInternal},
	http.StatusServiceUnavailable:  {wire.CodeStorage, wire.CodeOverloaded, wire.CodeShuttingDown},
}

// ofHall are those of every route that names a hall in its path.
var ofHall = map[int][]string{http.StatusNotFound: {wire.CodeHallUnknown}}

// withBody are those of every route that takes a body.
var withBody = map[int][]string{
	http.StatusRequestTimeout:        {wire.CodeBadRequest},
	http.StatusRequestEntityTooLarge: {wire.CodeTooLarge},
	http.StatusUnsupportedMediaType:  {wire.CodeBadRequest},
}

// means says when a status is answered.
var means = map[int]string{
	http.StatusBadRequest:            "The request is not as this document says; nothing was done.",
	http.StatusUnauthorized:          "There is no token, or none that is good.",
	http.StatusForbidden:             "The token may not do this.",
	http.StatusNotFound:              "There is no such thing, or it lies outside of the token's part of the network.",
	http.StatusRequestTimeout:        "The body did not come in time; nothing was done.",
	http.StatusConflict:              "It cannot be done as things are now; nothing was done.",
	http.StatusRequestEntityTooLarge: "The body is too large; nothing was done.",
	http.StatusUnsupportedMediaType:  "The body is not application/json; nothing was done.",
	http.StatusUnprocessableEntity:   "What is asked for cannot be had at any time; nothing was done.",
	http.StatusTooManyRequests:       "Too often; ask again after as many seconds as Retry-After says.",
	http.StatusInternalServerError:   "A defect of the centre; its log says more.",
	http.StatusBadGateway:            "A defect of the hall, or a hall of another version.",
	http.StatusServiceUnavailable:    "Not now; nothing was done.",
	http.StatusGatewayTimeout:        "The hall did not answer in time. Whether it was done is unknown: ask again with the same Idempotency-Key.",
}

// commanded are the refusals of what is asked of a hall.
func commanded(codes ...queue.Code) map[int][]string {
	m := map[int][]string{
		http.StatusConflict:           {wire.CodeHallTwice},
		http.StatusBadGateway:         {wire.CodeInternal, wire.CodeUnsupportedVersion},
		http.StatusServiceUnavailable: {wire.CodeUnreachable, wire.CodeExpired, wire.CodeStorageFull},
		http.StatusGatewayTimeout:     {wire.CodeUnreachable},
	}
	for _, c := range codes {
		status := statusOf(&wire.Error{Code: string(c)})
		m[status] = append(m[status], string(c))
	}
	return m
}

// add registers a route. do gets the request as the document describes it.
func add[I, O any](a *API, r route, do func(context.Context, *I) (*O, error)) {
	op := huma.Operation{
		OperationID: r.id, Method: r.method, Path: r.path, Tags: []string{r.tag}, Summary: r.summary, DefaultStatus: r.status,
		Description: r.says + "\n\nScope: `" + string(r.scope) + "`.",
		Security:    []map[string][]string{{bearerScheme: {string(r.scope)}}},
		Extensions:  map[string]any{"x-scope": string(r.scope)},
		Metadata:    map[string]any{scopeKey: r.scope, streamKey: r.stream},
		Responses:   map[string]*huma.Response{}, MaxBodyBytes: r.body, RejectUnknownQueryParameters: true,
	}
	refuses := []map[int][]string{anywhere, r.refuses}
	if strings.Contains(r.path, "{hall}") {
		refuses = append(refuses, ofHall)
	}
	if r.method == http.MethodPost || r.method == http.MethodPut {
		refuses = append(refuses, withBody)
		if op.MaxBodyBytes == 0 {
			op.MaxBodyBytes = wire.MaxRequest
		}
	}
	a.refusals(&op, refuses)
	if r.sends != "" {
		op.Responses["200"] = &huma.Response{Description: "See above.", Content: map[string]*huma.MediaType{
			r.sends: {Schema: &huma.Schema{Type: huma.TypeString}, Example: r.example},
		}}
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			f := a.fail(ctx, r.id, err)
			return nil, huma.ErrorWithHeaders(f, f.GetHeaders())
		}
		return out, nil
	})
	a.examples(r)
	a.strict(r)
}

// strict refuses a body with a field that there is not: one that is mistyped would
// silently be left out. What stands within its fields is as its own type says.
func (a *API) strict(r route) {
	op := a.operation(r)
	if op.RequestBody == nil {
		return
	}
	s := op.RequestBody.Content["application/json"].Schema
	if s.Ref != "" {
		s = a.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	s.AdditionalProperties = false
}

// operation is a route's in the document, once it is registered.
func (a *API) operation(r route) *huma.Operation {
	item := a.huma.OpenAPI().Paths[r.path]
	return map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPut: item.Put, http.MethodPost: item.Post, http.MethodDelete: item.Delete}[r.method]
}

// refusals puts the refusals of an operation into the document.
func (a *API) refusals(op *huma.Operation, sets []map[int][]string) {
	all := map[int][]string{}
	for _, set := range sets {
		for status, codes := range set {
			for _, c := range codes {
				if !slices.Contains(all[status], c) {
					all[status] = append(all[status], c)
				}
			}
		}
	}
	for status, codes := range all {
		slices.Sort(codes)
		resp := &huma.Response{
			Description: means[status] + " Codes: `" + strings.Join(codes, "`, `") + "`.",
			Content:     map[string]*huma.MediaType{"application/json": {Schema: a.schema(wire.Error{})}},
		}
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			resp.Headers = map[string]*huma.Param{"Retry-After": {Description: "After how many seconds to ask again.", Schema: &huma.Schema{Type: huma.TypeInteger}}}
		}
		op.Responses[strconv.Itoa(status)] = resp
	}
}

// examples puts a route's examples into the document, once it is registered.
func (a *API) examples(r route) {
	op := a.operation(r)
	if r.asks != nil {
		op.RequestBody.Content["application/json"].Example = r.asks
	}
	success := op.Responses[strconv.Itoa(max(r.status, http.StatusOK))]
	if r.example != nil && r.sends == "" {
		success.Content["application/json"].Example = r.example
	}
	if r.also != 0 {
		copied := *success
		copied.Description = http.StatusText(r.also)
		copied.Content = map[string]*huma.MediaType{"application/json": {Schema: success.Content["application/json"].Schema, Example: r.other}}
		op.Responses[strconv.Itoa(r.also)] = &copied
	}
}
