package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"onewindow/queue"
	"onewindow/wire"
)

// failure is a refusal with its status. Its JSON is that of wire.Error.
type failure struct {
	why    wire.Error
	status int
	// wait is after how many seconds to ask again; 0 says nothing.
	wait int
	// allow are the methods that the path takes.
	allow string
}

// Error is the refusal in words.
func (f *failure) Error() string { return f.why.Error() }

// MarshalJSON is that of the refusal.
func (f *failure) MarshalJSON() ([]byte, error) { return json.Marshal(&f.why) }

// GetStatus is the HTTP status.
func (f *failure) GetStatus() int { return f.status }

// GetHeaders are the headers of the answer.
func (f *failure) GetHeaders() http.Header {
	h := http.Header{}
	if f.wait > 0 {
		h.Set("Retry-After", strconv.Itoa(f.wait))
	}
	if f.allow != "" {
		h.Set("Allow", f.allow)
	}
	if f.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="onewindow"`)
	}
	return h
}

// again is how many seconds to wait after an answer that may be another one soon.
const again = 5

func refuse(status int, code, msg, hint string) *failure {
	f := &failure{why: wire.Error{Code: code, Msg: msg, Hint: hint}, status: status}
	if status == http.StatusServiceUnavailable {
		f.wait = again
	}
	return f
}

func badRequest(msg, hint string) *failure {
	return refuse(http.StatusBadRequest, wire.CodeBadRequest, msg, hint)
}

// unknownHall is the answer for a hall that is not there, and for one that the token
// does not reach: they cannot be told apart.
func unknownHall(hall string) *failure {
	return refuse(http.StatusNotFound, wire.CodeHallUnknown, fmt.Sprintf("there is no hall %q", hall), "GET /v1/district lists the halls")
}

// refused gives a refusal of a hall or of the centre its status.
func refused(e *wire.Error) *failure {
	f := &failure{why: *e, status: statusOf(e)}
	if f.status == http.StatusServiceUnavailable {
		f.wait = again
	}
	return f
}

// statusOf is the HTTP status of a refusal. Codes that are not known yet are refusals of
// the hall as it is now.
func statusOf(e *wire.Error) int {
	switch e.Code {
	case wire.CodeBadRequest:
		return http.StatusBadRequest
	case wire.CodeTokenRefused:
		return http.StatusUnauthorized
	case wire.CodeForbidden, string(queue.CodeNoRight):
		return http.StatusForbidden
	case wire.CodeHallUnknown, wire.CodeUnknownVerb, string(queue.CodeUnknownNumber):
		return http.StatusNotFound
	case wire.CodeTooLarge:
		return http.StatusRequestEntityTooLarge
	case wire.CodeUnreachable:
		if e.Params["sent"] == "yes" {
			return http.StatusGatewayTimeout
		}
		return http.StatusServiceUnavailable
	case wire.CodeOverloaded, wire.CodeExpired, wire.CodeStorage, wire.CodeStorageFull, wire.CodeShuttingDown, wire.CodeStaleEpoch:
		return http.StatusServiceUnavailable
	case wire.CodeInternal, wire.CodeUnsupportedVersion:
		return http.StatusBadGateway
	case string(queue.CodeNoItem), string(queue.CodeReasonNeeded):
		return http.StatusUnprocessableEntity
	}
	for _, of := range []string{"bad_", "id_", "unknown_"} {
		if strings.HasPrefix(e.Code, of) {
			return http.StatusUnprocessableEntity
		}
	}
	return http.StatusConflict
}

// fail is the answer to an error. What is no refusal is logged and told as such only.
func (a *API) fail(ctx context.Context, what string, err error) *failure {
	var f *failure
	var w *wire.Error
	var q *queue.Refusal
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &w):
		return refused(w)
	case errors.As(err, &q):
		return refused(&wire.Error{Code: string(q.Code), Msg: q.Error(), Hint: q.Hint, Params: q.Params})
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		a.set.Log.Error("api: it took too long", "what", what)
		return refuse(http.StatusServiceUnavailable, wire.CodeOverloaded, "the centre took too long", "ask for less, or try again later")
	case ctx.Err() != nil:
		return refuse(http.StatusServiceUnavailable, wire.CodeShuttingDown, "the request was ended", "try again")
	}
	a.set.Log.Error("api: failed", "what", what, "error", err)
	return refuse(http.StatusInternalServerError, wire.CodeInternal, "something is wrong at the centre", "its log says what; tell its operators")
}

// write sends a refusal outside of huma.
func (f *failure) write(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range f.GetHeaders() {
		h[name] = values
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(f.status)
	_ = json.NewEncoder(w).Encode(&f.why) // a client that is gone needs no answer
}

// huma's own refusals, of requests that are not as the document says, get our form. It
// keeps what makes them in two variables of its package, which nobody else here uses.
func init() {
	huma.NewError = newError
	huma.NewErrorWithContext = func(_ huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return newError(status, msg, errs...)
	}
}

// maxFaults is how many faults of one request are named.
const maxFaults = 5

func newError(status int, msg string, errs ...error) huma.StatusError {
	var faults []string
	for _, err := range errs {
		var d *huma.ErrorDetail
		switch {
		case err == nil, len(faults) == maxFaults:
		case errors.As(err, &d): // without the value: it may be a citizen's number
			faults = append(faults, strings.TrimPrefix(d.Location+": "+d.Message, ": "))
		}
	}
	if len(faults) > 0 {
		msg = strings.Join(faults, "; ")
	}
	const document = "see /openapi.json"
	switch status {
	case http.StatusRequestEntityTooLarge:
		return refuse(status, wire.CodeTooLarge, msg, document)
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return badRequest(msg, document)
	case http.StatusRequestTimeout, http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return refuse(status, wire.CodeBadRequest, msg, document)
	}
	return refuse(http.StatusInternalServerError, wire.CodeInternal, "something is wrong at the centre", "its log says what; tell its operators")
}
