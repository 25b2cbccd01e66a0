//go:build examples

package api

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onewindow/central/network"
)

// The examples of the manual once more, by a real shell with curl, and the one in
// JavaScript by Node.js: go test -tags examples ./central/api -run Manual

func TestAShellRunsTheExamplesOfTheManual(t *testing.T) {
	s := serve(t, nil)
	token := s.token("", network.ScopeRead, network.ScopeTickets, network.ScopeExport)
	for _, e := range examples(t, token) {
		command := strings.Replace(e.shell[:strings.LastIndex(e.shell, "#")], "curl ", "curl -o /dev/null -w '%{http_code}' ", 1)
		if got := s.run(t, token, "sh", "-c", command); got != strconv.Itoa(e.status) {
			t.Errorf("docs/api.md:%d: %s\nprints %s", e.line, e.shell, got)
		}
	}
}

func TestNodeRunsTheStreamOfTheManual(t *testing.T) {
	b, err := os.ReadFile(pagePath)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```js\n(.*?)```").FindSubmatch(b)
	if m == nil || bytes.Count(m[1], []byte("\n")) > 10 {
		t.Fatal("docs/api.md has no stream in ten lines of JavaScript")
	}
	s := serve(t, nil)
	script := "let shown = 0; const show = d => { console.log(d.rev, d.halls.length); if (++shown === 2) process.exit(0) }\n" + string(m[1])
	change := func() {
		for range 200 {
			if s.api.streams.count() > 0 {
				s.centre.Change(nil)
				return
			}
			eventually(t, "the stream begins", func() bool { return s.api.streams.count() > 0 })
		}
	}
	go change()
	if got := s.run(t, s.token("", network.ScopeRead), "node", "--input-type=module", "-e", script); !strings.HasSuffix(got, "2 4") {
		t.Errorf("it shows %q", got)
	}
}

// run runs a command and returns what it prints.
func (s *server) run(t *testing.T, token, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "CENTRE="+s.url, "TOKEN="+token)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s; these tests need curl and Node.js, or leave out the build tag examples", name, err, out, &stderr)
	}
	return strings.TrimSpace(string(out))
}
