//go:build !windows

package cli_test

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/wire"
)

// realCentre is a centre that runs as a process.
type realCentre struct {
	t   *testing.T
	dir string
	env []string
	hallProcess
}

// newRealCentre starts a centre in a folder of its own.
func newRealCentre(t *testing.T) *realCentre {
	t.Helper()
	c := unstarted(t)
	c.run()
	return c
}

// unstarted is one that was not started.
func unstarted(t *testing.T) *realCentre {
	t.Helper()
	c := &realCentre{t: t, dir: t.TempDir(), hallProcess: hallProcess{command: "central", opens: "the centre is open"}}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	c.env = append(os.Environ(), "TMPDIR="+c.dir, "ONEWINDOW_CENTRAL_DATA="+c.data(), "ONEWINDOW_CENTRAL_HOST=127.0.0.1", "ONEWINDOW_CENTRAL_PORT="+port,
		"ONEWINDOW_CENTRAL_HTTP_PORT=-1", "ONEWINDOW_CENTRAL_NAME=龙岗区")
	c.log = filepath.Join(c.dir, "centre.log")
	t.Cleanup(c.kill)
	return c
}

func (c *realCentre) data() string { return filepath.Join(c.dir, "data") }

// run starts it, also after kill.
func (c *realCentre) run() {
	c.t.Helper()
	if err := c.start(c.env); err != nil {
		c.t.Fatal(err)
	}
}

// says runs a sub-command, or the centre with flags, and wants an exit code, and what
// it prints to match.
func (c *realCentre) says(code int, pattern string, args ...string) string {
	c.t.Helper()
	return c.saysWith(nil, code, pattern, args...)
}

func (c *realCentre) saysWith(env []string, code int, pattern string, args ...string) string {
	c.t.Helper()
	cmd := exec.Command("onewindow", append([]string{"central"}, args...)...)
	cmd.Env = append(c.env[:len(c.env):len(c.env)], env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	if ok, err := regexp.Match(pattern, out); cmd.ProcessState.ExitCode() != code || !ok || err != nil {
		c.t.Errorf("onewindow central %.60s: exit code %d, want %d and %q:\n%s", strings.Join(args, " "), cmd.ProcessState.ExitCode(), code, pattern, out)
	}
	return string(out)
}

// ask reads what a sub-command prints as JSON.
func (c *realCentre) ask(into any, args ...string) {
	c.t.Helper()
	out := c.says(0, "", append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		c.t.Fatalf("%v: %v in\n%s", args, err, out)
	}
}

// row waits until the status says that of a hall.
func (c *realCentre) row(hall, what string, ok func(wire.HallRow) bool) wire.HallRow {
	c.t.Helper()
	var last wire.HallRow
	for deadline := time.Now().Add(patience); ; {
		var d wire.District
		c.ask(&d, "status")
		for _, r := range d.Halls {
			if r.Hall == hall {
				if last = r; ok(r) {
					return r
				}
			}
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("%s: never: %s: %+v\n%s", hall, what, last, c.text())
		}
	}
}

// invited has a hall join the centre, and starts it anew.
func (c *realCentre) invited(h *testHall, hall string) {
	c.t.Helper()
	var token string
	for _, line := range strings.Split(c.says(0, "owh1.", "hall", "invite", hall), "\n") {
		if strings.HasPrefix(line, "owh1.") {
			token = line
		}
	}
	h.says(0, "speaks for hall "+hall, "join", token)
	if code, err := h.stop(); code != 0 || err != nil {
		c.t.Fatal(code, err)
	}
	h.run()
}

// TestACentreFromItsFirstStart is the first hour of whoever sets one up, and what must
// not go wrong later.
func TestACentreFromItsFirstStart(t *testing.T) {
	t.Parallel()
	const id = "LG-PH-01"
	c := newRealCentre(t)
	if i, err := os.Stat(filepath.Join(c.data(), "admin.token")); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("the token of this machine: %v, %v", i, err)
	}
	c.says(6, "hall_unknown", "hall", "invite", id)
	c.says(0, "127 halls are in the network", "network", "load", "longgang")
	c.says(0, `(?m)^LG-PH-01 +community +LG-PH +never +- +.*平湖`, "network", "list")
	h := newHallAs(t, id)
	h.ctl("ticket", "issue", "theme=general")
	c.invited(h, id)
	r := c.row(id, "it is open and a number waits", func(r wire.HallRow) bool {
		return r.Standing == wire.HallOpen && r.Figures.Waiting == 1 && r.Behind == 0
	})
	if r.Parent != "LG-PH" || r.Version == "" {
		t.Errorf("%+v", r)
	}

	// What the centre publishes runs in the hall, and is the hall's own again.
	rules := filepath.Join(c.dir, "rules.json")
	if err := os.WriteFile(rules, []byte(strings.Replace(c.says(0, `"calls": 3`, "sample", "rules"), `"calls": 3`, `"calls": 5`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	c.says(0, "version 1", "publish", "rules", rules, "--to", "below:LG-PH", "--note", "五次")
	runs := func(version uint64) func(wire.HallRow) bool {
		return func(r wire.HallRow) bool {
			for _, p := range r.Parts {
				if p.Part == "rules" {
					return p.Version == version
				}
			}
			return false
		}
	}
	c.row(id, "it runs the rules", runs(1))
	if out := h.ctl("state", "settings"); !strings.Contains(out, `"calls": 5`) {
		t.Error("the hall does not call five times")
	}
	c.says(0, `1 +rules +below:LG-PH .* 1 `, "publications")

	// Killed and started again, the centre has everything, and the hall comes back.
	c.kill()
	c.run()
	c.row(id, "it is back with its rules", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen && runs(1)(r) })
	c.says(0, "not published", "withdraw", "rules", "--to", "below:LG-PH")
	c.row(id, "the rules are its own", runs(0))
	var n form.Network
	if c.ask(&n, "network", "list"); len(n.Halls) != 127 {
		t.Errorf("%d halls", len(n.Halls))
	}
	file := filepath.Join(c.dir, "events.csv")
	c.says(0, "events.csv", "export", time.Now().UTC().Format("2006-01"), "--hall", id, "-o", file)
	if b, err := os.ReadFile(file); err != nil || !strings.Contains(string(b), "ticket.issued/1") {
		t.Errorf("%v:\n%.500s", err, b)
	}
	c.says(0, `publish +LG-PH .*五次`, "deeds")

	// A copy of the running centre is a centre.
	copied := filepath.Join(c.dir, "copy.db")
	c.says(0, "copy.db: [0-9]+ bytes", "backup", copied)
	c.says(2, "exists", "backup", copied)
	if code, err := c.stop(); code != 0 || err != nil {
		t.Fatalf("SIGTERM: %d, %v:\n%s", code, err, c.text())
	}
	c.says(3, "no centre runs in", "status")
	c.env = append(c.env, "ONEWINDOW_CENTRAL_DB=sqlite://"+copied)
	c.run()
	c.row(id, "the copy knows it", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen })

	// A hall that is revoked is cut, and works on.
	c.says(0, "no key", "hall", "revoke", id)
	c.row(id, "it has no key", func(r wire.HallRow) bool { return r.Why != nil && r.Why.Code == wire.CodeHallUnknown })
	h.ctl("ticket", "issue", "theme=general")
}

func TestTokensOpenWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	c := newRealCentre(t)
	c.says(0, "1 halls", "network", "load", oneHall(t))
	var made form.NewToken
	c.ask(&made, "token", "add", "--name", "大屏", "--scope", "read", "--expires", "1h")
	file := filepath.Join(c.dir, "read.token")
	if err := os.WriteFile(file, []byte(made.Text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.says(0, "X-1 +never", "status", "--token-file", file)
	c.says(6, "forbidden", "hall", "invite", "X-1", "--token-file", file)
	c.says(0, `(?m)^`+made.ID+` +read .*大屏`, "token", "list")
	c.says(2, "--name is needed", "token", "add")
	c.says(6, "bad_request", "token", "add", "--name", "x", "--scope", "everything")
	c.says(0, "no more", "token", "revoke", made.ID)
	for deadline := time.Now().Add(patience); ; {
		cmd := exec.Command("onewindow", "central", "status", "--token-file", file)
		cmd.Env = c.env
		if out, err := cmd.CombinedOutput(); err != nil {
			if cmd.ProcessState.ExitCode() != 6 || !strings.Contains(string(out), wire.CodeTokenRefused) {
				t.Errorf("a token that was revoked: %d\n%s", cmd.ProcessState.ExitCode(), out)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a token that was revoked opens on")
		}
	}
	// Whoever lost the file gets another one with the next start.
	if code, err := c.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	if err := os.WriteFile(filepath.Join(c.data(), "admin.token"), []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.run()
	c.says(0, "X-1", "status")
}

// TestACentreKeepsItsNetworkWhereverTheDatabaseIs runs on SQLite, and, with the address of
// an empty PostgreSQL in ONEWINDOW_TEST_POSTGRES, on that as well:
// POSTGRES_RUN='go test -run WhereverTheDatabaseIs ./cli' sh central/store/postgres.sh.
func TestACentreKeepsItsNetworkWhereverTheDatabaseIs(t *testing.T) {
	t.Parallel()
	for _, db := range []string{"", os.Getenv("ONEWINDOW_TEST_POSTGRES")} {
		c := unstarted(t)
		c.env = append(c.env, "ONEWINDOW_CENTRAL_DB="+db)
		c.run()
		c.says(0, "1 halls", "network", "load", oneHall(t))
		h := newHallAs(t, "LG-PH-02")
		c.says(0, "in the network", "hall", "add", "LG-PH-02", "--name", "二厅", "--level", "community", "--under", "X-1")
		h.ctl("ticket", "issue", "theme=general")
		c.invited(h, "LG-PH-02")
		c.row("LG-PH-02", "all of it is there", func(r wire.HallRow) bool {
			return r.Standing == wire.HallOpen && r.Behind == 0 && r.Figures.Waiting == 1
		})
		c.kill()
		c.run()
		c.says(0, "(?m)^X-1 +district .*一厅(.|\n)*^LG-PH-02 +community +X-1 ", "network", "list")
		c.row("LG-PH-02", "it is back", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen })
		// A second centre on the same database keeps the network in its own folder.
		second := unstarted(t)
		second.env = append(second.env, "ONEWINDOW_CENTRAL_DB="+cmp.Or(db, "sqlite://"+filepath.Join(c.data(), "central.db")))
		second.run()
		second.says(0, "(?m)^X-1 +district .*一厅", "network", "list")
		second.keeps("the same network, and the token of its own machine", func(k network.Keepsake) bool {
			return len(k.Places) == 2 && len(k.Live()) == 1 && k.Key.ID == c.kept().Key.ID && len(k.Tokens) == 2
		})
		second.kill()
		if strings.HasPrefix(db, "postgres") {
			c.says(3, "pg_dump", "backup", filepath.Join(c.dir, "copy.db"))
		}
		c.kill()
		h.kill()
	}
}

func TestTheInterfaceSpeaksTLSWithACertificateOfOnesOwn(t *testing.T) {
	t.Parallel()
	c := unstarted(t)
	cert, key := filepath.Join(c.dir, "cert.pem"), filepath.Join(c.dir, "key.pem")
	certify(t, cert, key)
	c.env = append(c.env, "ONEWINDOW_CENTRAL_HTTP_CERT="+cert, "ONEWINDOW_CENTRAL_HTTP_KEY="+key, "ONEWINDOW_CENTRAL_HTTP_HOST=127.0.0.1")
	c.run()
	c.says(0, "1 halls", "network", "load", oneHall(t), "--ca", cert)
	c.says(0, "X-1 +never", "status", "--ca", cert)
	c.says(75, "certificate", "status")
	if !strings.Contains(c.text(), "http=https://localhost:") {
		t.Errorf("it is said to be elsewhere:\n%s", c.text())
	}
}

// certify writes a certificate of localhost that is its own authority.
func certify(t *testing.T, cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tpl := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, tpl, tpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// oneHall is a file with a network of one hall.
func oneHall(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "network.json")
	if err := os.WriteFile(file, []byte(`{"halls":[{"id":"X-1","name":{"zh-Hans":"一厅"},"level":"district"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestACentreThatCannotStartSaysWhatToDo(t *testing.T) {
	t.Parallel()
	c := unstarted(t)
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	_, port, _ := net.SplitHostPort(busy.Addr().String())
	blocked := filepath.Join(c.dir, "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.says(3, `(?s)HTTP interface.*in use.*Hint: .*central.http_port`, "--http-port", port)
	c.says(3, `:`+port+`.*in use`, "--port", port)
	c.says(3, `(?s)data folder.*Hint: .*central.data`, "--data", filepath.Join(blocked, "data"))
	c.says(3, `(?s)in the clear.*Hint: .*http_clear`, "--http-host", "0.0.0.0")
	c.saysWith([]string{"ONEWINDOW_CENTRAL_HTTP_CERT=" + blocked}, 3, "go together")
	c.saysWith([]string{"ONEWINDOW_CENTRAL_HTTP_CERT=" + blocked, "ONEWINDOW_CENTRAL_HTTP_KEY=" + blocked}, 3, "(?s)certificate.*Hint")
	c.says(4, "(?s)neither sqlite.*Hint", "--db", "mysql://x")
	if out := c.says(4, "(?s)database.*Hint: .*central.db", "--db", "postgres://centre:s3cret-pw@127.0.0.1:"+port+"/one?connect_timeout=1&sslmode=disable"); strings.Contains(out, "s3cret") {
		t.Errorf("the password is told:\n%s", out)
	}
	if out := c.says(4, "(?s)database.*Hint", "--db", "postgres://centre:s3cret%zz-pw@127.0.0.1:bad/one"); strings.Contains(out, "s3cret") {
		t.Errorf("the password is told:\n%s", out)
	}
	c.says(3, "(?s)no centre runs.*Hint", "status", "--data", filepath.Join(c.dir, "none"))
	c.says(2, "did you mean status", "statsu")
	c.says(2, "--to is needed", "publish", "rules", blocked)
	c.says(2, "no part", "publish", "staff", blocked, "--to", "all")
	c.says(2, "not JSON", "publish", "rules", blocked, "--to", "all")
	c.says(2, "no month", "export", "yesterday")
	c.says(4, "no such file", "backup", "--data", filepath.Join(c.dir, "none"), filepath.Join(c.dir, "copy.db"))

	// A database of tomorrow is left alone.
	c.run()
	if code, err := c.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	db, err := sql.Open("sqlite", filepath.Join(c.data(), "central.db")) // the driver is in the program
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO schema_version (version, name) VALUES (999, 'of tomorrow')"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c.says(4, "(?s)newer release.*Hint: install the newer release")
}

func TestTheDoorsOfTheInterfaceAreWhereTheyShouldBe(t *testing.T) {
	t.Parallel()
	c := newRealCentre(t)
	b, err := os.ReadFile(filepath.Join(c.data(), "http.url"))
	if err != nil {
		t.Fatal(err)
	}
	url := strings.TrimSpace(string(b))
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/openapi.json": 200, "/v1/district": 401, "/signin": 200, "/nothing": 404, "/v1/nothing": 404} {
		resp, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, resp.Status, want)
		}
	}
	// A second one in the same folder is refused, and the first goes on; of one that was
	// killed the file is left, and whoever asks is told of it.
	c.says(3, `(?s)another centre is running.*Hint: .*central.data`, "--http-port", "-1")
	c.says(0, "", "status")
	if again, err := os.ReadFile(filepath.Join(c.data(), "http.url")); err != nil || string(again) != string(b) {
		t.Errorf("http.url is %q (%v), it was %q", again, err, b)
	}
	if !regexp.MustCompile(`the centre is open.*halls=\[tls://127.0.0.1:\d+\] http=` + url + ` data=\S+ db=\S+central.db`).MatchString(c.text()) {
		t.Errorf("the start does not say where everything is:\n%s", c.text())
	}
	c.kill()
	c.says(75, `unreachable.*out of the file \S+http.url: is the centre`, "status")
}
