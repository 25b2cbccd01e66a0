package cli

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/central/api"
	"onewindow/central/api/apitest"
	"onewindow/central/client"
	"onewindow/central/network"
	"onewindow/kiosk/district"
	"onewindow/queue/report"
)

func TestNamesOfLinesAreAskedForAgainAfterAnHourAndNoQuestionWaitsForAnother(t *testing.T) {
	centre := apitest.New()
	a, err := api.New(api.Settings{Rate: 10000, Burst: 10000}, centre)
	if err != nil {
		t.Fatal(err)
	}
	d := report.Day{V: report.Version, Hall: apitest.Street, Date: "2026-11-25"}
	d.Themes = map[string]*report.Cell{"A": {Served: 1}}
	b, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	centre.Report(apitest.Street, "2026-11-25", string(b))
	var asked atomic.Int32
	held, release := make(chan struct{}, 1), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/district/"+apitest.Street) || strings.HasSuffix(r.URL.Path, "/halls/"+apitest.Street) {
			if asked.Add(1) == 1 {
				held <- struct{}{}
				<-release
			}
		}
		a.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { a.Close(); server.Close() })
	text, tok := api.MakeToken(network.Token{Name: "test", Scopes: []network.Scope{network.ScopeRead}}, time.Now())
	if err := centre.AddToken(context.Background(), tok); err != nil {
		t.Fatal(err)
	}
	c, err := client.New(server.URL, text, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	desk := newDistrictDesk(c)
	now := time.Now()
	desk.now = func() time.Time { return now }
	ask := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		r, err := desk.Reports(ctx, district.Question{From: "2026-11-25", To: "2026-11-25"})
		if err == nil && r.Lines["A"].ZhHans != "综合" {
			t.Errorf("the line is called %v", r.Lines)
		}
		return err
	}
	first := make(chan error, 1)
	go func() { first <- ask() }()
	<-held
	if err := ask(); err != nil { // while the first one has no answer
		t.Error(err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	for _, step := range []struct {
		later time.Duration
		asked int32
	}{{0, 2}, {59 * time.Minute, 2}, {2 * time.Minute, 3}, {0, 3}} {
		now = now.Add(step.later)
		if err := ask(); err != nil {
			t.Error(err)
		}
		if n := asked.Load(); n != step.asked {
			t.Errorf("after %v more a hall was asked %d times, want %d", step.later, n, step.asked)
		}
	}
}
