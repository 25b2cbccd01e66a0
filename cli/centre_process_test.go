//go:build !windows

package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/store"
	"onewindow/hall/journal"
	"onewindow/trust"
	"onewindow/wire"
)

// centre is a centre in the test's own process, which halls reach over TLS.
type centre struct {
	t     *testing.T
	dir   string
	port  int
	store *store.Store
	*halls.Halls
}

func newCentre(t *testing.T) *centre {
	t.Helper()
	c := &centre{t: t, dir: t.TempDir()}
	port, err := freePort()
	if err == nil {
		c.port, err = strconv.Atoi(port)
	}
	if err == nil {
		c.store, err = store.Open(context.Background(), "sqlite://"+filepath.Join(c.dir, "centre.db"))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.store.Close(); err != nil {
			t.Error(err)
		}
	})
	c.open()
	t.Cleanup(c.stop)
	return c
}

// open starts it, also after stop.
func (c *centre) open() {
	c.t.Helper()
	var err error
	c.Halls, err = halls.Listen(context.Background(), halls.Settings{Host: "127.0.0.1", Port: c.port, Dir: c.dir, Name: "龙岗区"}, c.store.Keys(), c.store, nil)
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *centre) stop() {
	if c.Halls == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := c.Halls.Close(ctx); err != nil {
		c.t.Error(err)
	}
	c.Halls = nil
}

func (c *centre) token(hall string) string {
	c.t.Helper()
	tok, err := c.Invite(context.Background(), hall, time.Hour)
	if err != nil {
		c.t.Fatal(err)
	}
	return tok.Token
}

// events are those of a hall that the centre has, each by its sequence. It fails when
// one is there twice.
func (c *centre) events(hall string) map[uint64][]byte {
	c.t.Helper()
	all := map[uint64][]byte{}
	months := map[string]bool{}
	for _, d := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} { // by the hall's clock
		months[time.Now().UTC().Add(d).Format("2006-01")] = true
	}
	for month := range months {
		if err := c.store.Events(context.Background(), hall, month, func(e store.StoredEvent) error {
			if _, twice := all[e.Seq]; twice || e.Superseded {
				c.t.Errorf("event %d is there twice: %v, superseded: %v", e.Seq, twice, e.Superseded)
			}
			all[e.Seq] = bytes.Clone(e.Body)
			return nil
		}); err != nil {
			c.t.Fatal(err)
		}
	}
	return all
}

// run runs the command with the hall's settings, and returns what it printed and its
// exit code.
func (h *testHall) runs(args ...string) (string, int) {
	h.t.Helper()
	cmd := exec.Command("onewindow", args...)
	cmd.Env = h.env
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// says runs the command and wants an exit code, and what it prints to match.
func (h *testHall) says(code int, pattern string, args ...string) {
	h.t.Helper()
	out, got := h.runs(args...)
	if ok, err := regexp.MatchString(pattern, out); got != code || !ok || err != nil {
		h.t.Errorf("onewindow %.60s: exit code %d, want %d and %q:\n%s", strings.Join(args, " "), got, code, pattern, out)
	}
}

// sys is what the hall says of itself.
func (h *testHall) sys() (s wire.Sys) {
	h.t.Helper()
	var m wire.Message
	err := json.Unmarshal([]byte(h.ctl("state", "get", "topic=sys")), &m)
	if err == nil {
		err = json.Unmarshal(m.Data, &s)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// linked waits until the centre has all that the hall has.
func (h *testHall) linked() {
	h.t.Helper()
	var s wire.Sys
	for deadline := time.Now().Add(patience); ; {
		if s = h.sys(); s.Centre != nil && s.Centre.Up && s.Centre.Behind == 0 {
			return
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("the centre does not get all: %+v\n%s", s.Centre, h.text())
		}
	}
}

// unlinked waits until the hall has noticed that the link is cut.
func (h *testHall) unlinked() {
	h.t.Helper()
	for deadline := time.Now().Add(patience); h.sys().Centre.Up; {
		if time.Now().After(deadline) {
			h.t.Fatal("the hall does not notice that the link is cut")
		}
	}
}

// has compares what the centre has with the journal of the hall, which must not run.
func (c *centre) has(h *testHall, hall string) {
	c.t.Helper()
	j, err := journal.Open(filepath.Join(h.dir, "data"), hall, journal.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	defer j.Close()
	got := c.events(hall)
	if uint64(len(got)) != j.Last() {
		c.t.Errorf("the centre has %d events, the hall %d", len(got), j.Last())
	}
	if err := j.Events(1, func(seq uint64, record []byte) error {
		// Events that hold PINs leave the hall without them.
		if !bytes.Equal(got[seq], record) && !bytes.Contains(record, []byte(`"type":"settings.changed/`)) {
			c.t.Errorf("event %d at the centre\n%s\nat the hall\n%s", seq, got[seq], record)
		}
		return nil
	}); err != nil {
		c.t.Fatal(err)
	}
}

func TestAHallJoinsItsCentreAndEveryEventArrivesOnce(t *testing.T) {
	t.Parallel()
	const id = "LG-PH-01"
	c := newCentre(t)
	h := newHallAs(t, id)
	file := filepath.Join(h.dir, "data", "centre.json")
	if s := h.sys(); s.Centre != nil {
		t.Errorf("a hall that has joined nothing tells of a link: %+v", s.Centre)
	}
	h.says(0, "skipped this hall has joined no centre", "doctor", "--only", "centre", "--all")

	// The token of another hall is refused before anybody sees it.
	other := c.token("LG-PH-02")
	h.says(3, `(?s)hall LG-PH-02, and hall.id of this machine is LG-PH-01.*nothing was sent.*LG-PH-02`, "join", other)
	if _, err := os.Stat(file); err == nil {
		t.Error("it left a file")
	}
	h.says(0, "This machine now speaks for hall LG-PH-02", "join", other, "--hall", "LG-PH-02", "--data", filepath.Join(h.dir, "other"))

	tok := c.token(id)
	h.says(0, `(?s)speaks for hall LG-PH-01 at the centre "龙岗区".*systemctl restart onewindow-hall`, "join", tok)
	if st, err := os.Stat(file); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", st, err)
	}
	h.says(1, "the hall runs since before it joined", "doctor", "--only", "centre")

	// A token is good once, and joining in vain changes nothing.
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	h.says(6, "token_refused", "join", tok)
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed: %v", err)
	}
	h.says(0, `(?s)now speaks.*It did so before at the centre "龙岗区"`, "join", c.token(id))

	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	h.run()
	h.linked()
	h.says(0, `(?s)has joined the centre "龙岗区".*the link is up since .* every event up to`, "doctor", "--only", "centre")

	// It is killed while people draw numbers, again and again.
	numbers := map[string]string{} // by rid
	for round := range 4 {
		var mu sync.Mutex
		var drawing sync.WaitGroup
		for i := range 6 {
			drawing.Go(func() {
				rid := fmt.Sprintf("round-%d-%d", round, i)
				cmd := exec.Command("onewindow", "ctl", "--hall-data", h.dir+"/data", "ticket", "issue", "theme=general", "--rid", rid)
				cmd.Env = h.env
				out, err := cmd.Output()
				var tk wire.Ticket
				if err == nil && json.Unmarshal(out, &tk) == nil {
					mu.Lock()
					defer mu.Unlock()
					numbers[rid] = tk.Number
				}
			})
		}
		h.ctl("ticket", "issue", "theme=general")
		h.kill()
		drawing.Wait()
		h.run()
	}
	h.linked()
	h.ctl("ticket", "issue", "theme=general")
	// What the hall commits last arrives as well.
	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	c.has(h, id)
	issued := map[string]bool{}
	for _, body := range c.events(id) {
		var e struct {
			Type string `json:"type"`
			Data struct {
				Ticket struct {
					Number string `json:"number"`
				} `json:"ticket"`
			} `json:"data"`
		}
		if err := json.Unmarshal(body, &e); err != nil {
			t.Fatal(err)
		}
		if e.Type == "ticket.issued/1" {
			issued[e.Data.Ticket.Number] = true
		}
	}
	if len(issued) < 5 {
		t.Errorf("the centre knows %d numbers", len(issued))
	}
	for rid, n := range numbers {
		if !issued[n] {
			t.Errorf("the centre does not know %s, which %s was given", n, rid)
		}
	}
}

func TestAHallWorksWithoutItsCentreAndTellsItEverythingLater(t *testing.T) {
	t.Parallel()
	const id = "LG-PH-03"
	c := newCentre(t)
	h := newHallAs(t, id)
	h.says(0, "now speaks", "join", c.token(id))
	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	h.run()
	h.linked()

	c.stop()
	h.unlinked()
	h.ctl("ticket", "issue", "theme=general")
	h.says(0, `(?s)note +the hall has no link to the centre since .*[0-9]+ events? waits? for it.*note +the centre cannot be reached`, "doctor", "--only", "centre")
	if s := h.sys(); s.Centre.Behind == 0 || s.Centre.Name != "龙岗区" || s.Centre.Why == "" {
		t.Errorf("%+v", s.Centre)
	}

	// It starts and stops without it, too.
	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	h.run()
	h.ctl("ticket", "issue", "theme=general")
	c.open()
	h.linked()

	// A machine that another has taken the place of is told so, and goes on.
	h.says(0, "now speaks", "join", c.token(id), "--data", filepath.Join(h.dir, "new"))
	h.unlinked()
	h.ctl("ticket", "issue", "theme=general")
	for deadline := time.Now().Add(patience); !strings.Contains(h.sys().Centre.Why, "join the centre again"); {
		if time.Now().After(deadline) {
			t.Fatalf("the hall does not say why: %s\n%s", h.sys().Centre.Why, h.text())
		}
	}
	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	if err := os.Rename(filepath.Join(h.dir, "new", "centre.json"), filepath.Join(h.dir, "data", "centre.json")); err != nil {
		t.Fatal(err)
	}

	// Nobody connects who was told not to.
	last := len(c.events(id))
	h.env = append(h.env, "ONEWINDOW_CENTRE_OFF=true")
	h.run()
	if err := h.wait(regexp.MustCompile("does not connect to the centre that it has joined: centre.off")); err != nil {
		t.Error(err)
	}
	h.ctl("ticket", "issue", "theme=general")
	if s := h.sys(); s.Centre != nil {
		t.Errorf("%+v", s.Centre)
	}
	h.says(0, "note +the hall does not connect: centre.off is set", "doctor", "--only", "centre")
	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	if got := len(c.events(id)); got != last {
		t.Errorf("%d events arrived from a hall that does not connect", got-last)
	}
	h.env = append(h.env, "ONEWINDOW_CENTRE_OFF=false")
	h.run()
	h.linked()
	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	c.has(h, id)
}

func TestWhatIsWrongWithTheLinkStopsNoHall(t *testing.T) {
	t.Parallel()
	const id = "LG-PH-04"
	h := newHallAs(t, id)
	file := filepath.Join(h.dir, "data", "centre.json")
	if code, err := h.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	for name, tc := range map[string]struct{ text, finding string }{
		"cut short":      {`{"hall":"LG-`, "FAILURE .*cannot be used"},
		"another hall's": {`{"hall":"LG-PH-05","urls":["tls://127.0.0.1:1"],"seed":"eA=="}`, "FAILURE .*the file is of hall LG-PH-05"},
		"no key":         {`{"hall":"LG-PH-04","urls":["nats://127.0.0.1:1"],"seed":"eA=="}`, "note +the hall has no link"},
	} {
		if err := os.WriteFile(file, []byte(tc.text), 0o600); err != nil {
			t.Fatal(err)
		}
		h.run()
		if err := h.wait(regexp.MustCompile("the hall cannot connect to the centre; it goes on by itself")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		s := h.sys()
		if s.Centre == nil || s.Centre.Up || s.Centre.Why == "" || len(s.Notes) != 1 || s.Notes[0].Code != wire.CodeCentreAway {
			t.Errorf("%s: %+v %+v", name, s.Centre, s.Notes)
		}
		out, _ := h.runs("doctor", "--only", "centre")
		if ok, err := regexp.MatchString(tc.finding, out); !ok || err != nil {
			t.Errorf("%s: doctor says\n%s", name, out)
		}
		h.ctl("ticket", "issue", "theme=general")
		if code, err := h.stop(); code != 0 || err != nil {
			t.Fatal(code, err)
		}
	}
	// A mistake of the configuration is told at once.
	h.env = append(h.env, "ONEWINDOW_CENTRE_URLS=http://centre.example")
	h.says(3, `centre.urls.*is no address of a centre`, "hall")
	h.says(3, `centre.urls.*is no address of a centre`, "config", "check")
}

func TestAMachineThatCannotJoinSaysWhyBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	h := &testHall{t: t, dir: dir}
	h.env = append(os.Environ(), hallEnv(dir, port)...)
	tok := trust.Token{TLS: true, Pin: trust.Pin{1}, Expires: time.Now().Add(time.Hour), Addrs: []string{"127.0.0.1:" + port}, Hall: "LG-PH-01"}.String()
	h.says(6, "copy the whole line", "join", "owh1.nonsense")
	h.says(6, "copy the whole line", "join", tok[:len(tok)-3])
	h.says(3, "hall.id of this machine is not set", "join", tok, "--hall", "")
	if err := os.WriteFile(filepath.Join(dir, "plain"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	h.says(3, "hall's data folder", "join", tok, "--data", filepath.Join(dir, "plain"))
	if os.Geteuid() == 0 {
		theirs := filepath.Join(dir, "theirs")
		if err := errors.Join(os.Mkdir(theirs, 0o700), os.Chown(theirs, 65534, 65534)); err != nil {
			t.Fatal(err)
		}
		h.says(3, "belongs to another user", "join", tok, "--data", theirs)
	}
	// Nobody is there: trying again makes sense.
	h.says(75, "the centre could not be reached", "join", tok)
	if _, err := os.Stat(filepath.Join(dir, "data", "centre.json")); err == nil {
		t.Error("it left a file")
	}
}
