package api

import (
	"context"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"onewindow/central/api/apitest"
	"onewindow/central/network"
	"onewindow/wire"
)

func TestAnExportHasOneHeaderLineAndAllEvents(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for below, want := range map[string]int{"": 12, apitest.Street: 6, apitest.Community: 3, "LG-GONE": 0} {
		got := s.want(200, request{path: "/v1/events/2026-11.csv", token: s.token(below, network.ScopeExport)})
		rows, err := csv.NewReader(strings.NewReader(string(got.body))).ReadAll()
		if err != nil || len(rows) != want+1 || rows[0][0] != "hall" {
			t.Errorf("below %q: %d rows, %v, want %d and a header\n%s", below, len(rows), err, want, got.body)
		}
		for _, row := range rows[1:] {
			if row[0] == "hall" {
				t.Errorf("below %q: two header lines", below)
			}
		}
		if cd := got.header.Get("Content-Disposition"); cd != `attachment; filename="events-2026-11.csv"` {
			t.Errorf("Content-Disposition %q", cd)
		}
	}
	got := s.want(200, request{path: "/v1/events/2026-11.csv?hall=LG-PH", token: s.token("", network.ScopeExport)})
	if cd := got.header.Get("Content-Disposition"); cd != `attachment; filename="events-2026-11-LG-PH.csv"` || strings.Count(string(got.body), "\n") != 4 {
		t.Errorf("%q\n%s", cd, got.body)
	}
	token := s.token("", network.ScopeExport)
	for _, name := range []string{"2026-13.csv", "2026-11", "2026-11.txt", "26-11.csv", "..csv", "2026-11.csv.csv"} {
		s.refused(400, wire.CodeBadRequest, request{path: "/v1/events/" + name, token: token})
	}
}

func TestAnExportThatFailsIsNoWholeFile(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeExport)
	s.centre.Cut(0)
	s.refused(500, wire.CodeInternal, request{path: "/v1/events/2026-11.csv", token: token}) // nothing was sent yet
	s.centre.Rows(10000)
	s.centre.Cut(9999)
	req, err := http.NewRequest(http.MethodGet, s.url+"/v1/events/2026-11.csv?hall=LG-PH", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	n := 0
	for buf := make([]byte, 64<<10); err == nil; {
		var k int
		k, err = resp.Body.Read(buf)
		n += k
	}
	if resp.StatusCode != 200 || n == 0 || err.Error() == "EOF" {
		t.Errorf("%s, %d bytes, then %v: the client takes it for all", resp.Status, n, err)
	}
	if deeds, _ := s.centre.Deeds(context.Background(), 10); len(deeds) != 0 {
		t.Errorf("it is noted as an export: %v", deeds)
	}
}

func TestACutConnectionEndsTheWork(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	open := s.centre.Gate()
	defer open()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/v1/events/2026-11.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token("", network.ScopeExport))
	done := make(chan struct{})
	go func() {
		defer close(done)
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_ = resp.Body.Close()
		}
	}()
	eventually(t, "the export begins", func() bool { return s.centre.Exported() == "running" })
	cancel()
	<-done
	eventually(t, "the export ends", func() bool { return s.centre.Exported() == context.Canceled.Error() })
}

func TestExportsAreBounded(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.Exports = 1 })
	token := s.token("", network.ScopeExport)
	open := s.centre.Gate()
	done := make(chan reply)
	go func() { done <- s.do(request{path: "/v1/events/2026-11.csv", token: token}) }()
	eventually(t, "the export begins", func() bool { return s.centre.Exported() == "running" })
	s.refused(503, wire.CodeOverloaded, request{path: "/v1/events/2026-11.csv", token: token})
	open()
	if got := <-done; got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
	s.want(200, request{path: "/v1/events/2026-11.csv", token: token})
}
