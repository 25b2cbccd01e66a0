//go:build !windows

package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/central/form"
	"onewindow/queue"
	"onewindow/wire"
)

// testCentre is the centre's HTTP interface as the district's screen asks it.
type testCentre struct {
	*httptest.Server

	mu     sync.Mutex
	state  wire.District
	refuse int           // status of every answer, if not 0
	again  chan struct{} // closed and renewed when streams shall end
}

func newDistrictCentre(t *testing.T) *testCentre {
	t.Helper()
	now := time.Now()
	c := &testCentre{again: make(chan struct{}), state: wire.District{Rev: 1, At: now, Name: "Longgang", Halls: []wire.HallRow{
		{Hall: "LG-00", Name: queue.Text{En: "District Hall"}, Level: queue.LevelDistrict, Standing: wire.HallOpen, Heard: now, Day: now.Format(time.DateOnly),
			Figures: wire.Figures{Waiting: 41, Issued: 99, Longest: 2000, Called: 50, Within15: 60, Open: 7}},
		{Hall: "LG-NW", Name: queue.Text{En: "Nanwan Hall"}, Level: queue.LevelStreet, Parent: "LG-00", Standing: wire.HallAway, Since: now, Heard: now},
	}}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/district/events", c.events)
	mux.HandleFunc("GET /v1/halls/{hall}", func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		_ = json.NewEncoder(w).Encode(wire.DistrictHall{Row: c.state.Halls[0], Themes: []queue.Theme{{ID: "business", Name: queue.Text{En: "Business registration"}}}, Windows: []wire.DistrictWindow{{ID: "1", Label: "1", State: queue.WindowServing, Number: "A007"}}})
	})
	mux.HandleFunc("GET /v1/reports", func(w http.ResponseWriter, r *http.Request) {
		from, dims := r.URL.Query().Get("from"), r.URL.Query()["dim"]
		f := form.Reports{From: from, To: r.URL.Query().Get("to"), Told: []form.ReportsTold{{Hall: "LG-00", Days: []string{from}}, {Hall: "LG-NW", Days: []string{}, Unread: []string{from}, Newer: []string{from}}}}
		part := form.ReportPart{From: from, To: from, Days: 1}
		for _, dim := range dims {
			id := map[string]string{"halls": "LG-00", "theme": "business", "item": "RL-001", "date": from, "window": "1"}[dim]
			part.Rows = append(part.Rows, form.ReportRow{Dim: dim, ID: id, Issued: 31337, Called: 10, WaitMean: 600, InTarget: 734})
		}
		f.Parts = append(f.Parts, part)
		_ = json.NewEncoder(w).Encode(f)
	})
	mux.HandleFunc("GET /v1/halls/{hall}/items", func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(form.HallItems{Hall: "LG-00", Items: []form.HallItem{{Code: "RL-001", Name: queue.Text{En: "Social security card"}}}})
	})
	c.Server = httptest.NewServer(mux)
	t.Cleanup(c.Close)
	t.Cleanup(c.CloseClientConnections)
	return c
}

// events is the stream of states: the newest at once, then nothing until it ends.
func (c *testCentre) events(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	refuse, again, state := c.refuse, c.again, c.state
	c.mu.Unlock()
	if refuse != 0 {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(refuse)
		_ = json.NewEncoder(w).Encode(wire.Error{Code: wire.CodeTokenRefused, Msg: "no such token"})
		return
	}
	data, _ := json.Marshal(state) // plain values
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprintf(w, "event: district\nid: %d\ndata: %s\n\n", state.Rev, data)
	w.(http.Flusher).Flush()
	select {
	case <-r.Context().Done():
	case <-again:
	}
}

// change changes what the centre answers, and ends the streams.
func (c *testCentre) change(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	close(c.again)
	c.again = make(chan struct{})
}

func TestTheDistrictsScreenFollowsTheCentre(t *testing.T) {
	t.Parallel()
	c := newDistrictCentre(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("owa1.a.b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := onTTY(t, os.Environ(), 100, 32, "manager", "--central", "--url", c.URL, "--token-file", token, "--lang", "en")
	p.wait("District Hall")
	p.wait(en("district.standing.away"))
	p.press("2")
	p.wait(en("district.shown", "n", 2, "all", 2))
	p.enter()
	p.wait("A007")
	p.press("\x1b")
	p.waitGone("A007")
	p.press("4")
	p.wait("31337")
	p.wait(en("district.halls_lack", "n", 1, "all", 2))
	p.enter()
	p.wait("Business registrat")
	p.press("b")
	p.wait("Social security ")
	p.press("\x1b")
	p.wait(en("figures.part.halls") + "]")
	p.press("w")
	p.wait(en("district.which_reach"))
	p.press("1")
	p.waitGone(en("district.which_reach"))
	p.press("\x1b")
	p.waitGone("31337")
	c.change(func() { c.state.Rev, c.state.Halls[0].Figures.Waiting = 2, 4242 })
	p.wait("4242")
	c.change(func() { c.refuse = http.StatusUnauthorized })
	p.wait(en("district.code.token_refused"))
	p.wait(en("district.stale", "time", "", "age", "")[:20])
	p.press("\x03")
	p.ends(0)
}

func TestTheDistrictsScreenSaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	if err := os.WriteFile(token, []byte("owa1.a.b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args []string
		code int
		want string
	}{
		"no address":        {nil, 3, "manager.central_url"},
		"no token":          {[]string{"--url", "https://centre.example:8443"}, 3, "--token-file"},
		"no such file":      {[]string{"--url", "https://centre.example:8443", "--token-file", filepath.Join(dir, "none")}, 3, "--token-file"},
		"in the clear":      {[]string{"--url", "http://centre.example:8080", "--token-file", token}, 3, "use https"},
		"no address at all": {[]string{"--url", "centre", "--token-file", token}, 3, "https://host:port"},
		"no terminal":       {[]string{"--url", "https://centre.example:8443", "--token-file", token}, 2, "no terminal"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("onewindow", append([]string{"manager", "--central"}, tc.args...)...)
			out, _ := cmd.CombinedOutput() // the code is looked at
			if code := cmd.ProcessState.ExitCode(); code != tc.code || !strings.Contains(string(out), tc.want) {
				t.Errorf("it ended with %d and said %q", code, out)
			}
		})
	}
}
