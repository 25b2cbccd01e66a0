package api

import (
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onewindow/central/network"
)

const pagePath = "../../docs/api.md"

// example is a curl command of docs/api.md.
type example struct {
	line   int
	shell  string // as it stands there
	req    request
	status int
}

var (
	fenced = regexp.MustCompile("(?s)```sh\n(.*?)```")
	words  = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)`)
	wanted = regexp.MustCompile(`#\s*→\s*(\d{3})\s*$`)
)

// examples are those of the page, read as a shell and curl would.
func examples(t *testing.T, token string) (all []example) {
	t.Helper()
	b, err := os.ReadFile(pagePath)
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for _, m := range fenced.FindAllStringSubmatchIndex(page, -1) {
		line := strings.Count(page[:m[2]], "\n") + 1
		for _, shell := range strings.Split(strings.ReplaceAll(page[m[2]:m[3]], "\\\n", " "), "\n") {
			if strings.TrimSpace(shell) == "" {
				continue
			}
			e := example{line: line, shell: shell, req: request{method: http.MethodGet, header: http.Header{}}}
			status := wanted.FindStringSubmatch(shell)
			if status == nil {
				t.Fatalf("docs/api.md:%d: the example does not say its status: %s", line, shell)
			}
			if e.status, err = strconv.Atoi(status[1]); err != nil {
				t.Fatal(err)
			}
			e.read(t, shell[:strings.LastIndex(shell, "#")], token)
			all = append(all, e)
		}
	}
	return all
}

// read reads the arguments of curl.
func (e *example) read(t *testing.T, shell, token string) {
	t.Helper()
	var args []string
	for _, w := range words.FindAllStringSubmatch(shell, -1) {
		args = append(args, strings.ReplaceAll(strings.ReplaceAll(w[1]+w[2]+w[3], "$TOKEN", token), `\"`, `"`))
	}
	for i := 1; i < len(args); i++ {
		switch a := args[i]; {
		case a == "-sS":
		case a == "-X":
			i++
			e.req.method = args[i]
		case a == "-d":
			i++
			e.req.body = args[i]
		case a == "-H":
			i++
			name, value, _ := strings.Cut(args[i], ": ")
			e.req.header.Set(name, value)
		case strings.HasPrefix(a, "$CENTRE/"):
			e.req.path = strings.TrimPrefix(a, "$CENTRE")
		default:
			t.Fatalf("docs/api.md:%d: %q is not read by this test", e.line, a)
		}
	}
}

func TestTheExamplesOfTheManualDoWhatItSays(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	all := examples(t, s.token("", network.ScopeRead, network.ScopeTickets, network.ScopeExport))
	if len(all) < 12 {
		t.Errorf("only %d examples were found", len(all))
	}
	for _, e := range all {
		if got := s.do(e.req); got.status != e.status {
			t.Errorf("docs/api.md:%d: %s\nis answered with %d %s", e.line, e.shell, got.status, got.body)
		}
	}
}

// The manual's figures are those of the code.
func TestTheManualNamesTheLimitsThatThereAre(t *testing.T) {
	b, err := os.ReadFile(pagePath)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(b)), " ")
	var set Settings
	set.complete()
	for _, says := range []string{
		"ask " + strconv.Itoa(int(set.Rate)) + " times a second, and " + strconv.Itoa(set.Burst) + " times at once",
		"A token has " + strconv.Itoa(set.TokenStreams) + " streams at a time",
		"An address from which " + strconv.Itoa(attemptsAtOnce) + " bad tokens came",
		"at most " + strconv.Itoa(maxDays) + ", or half hours, at most " + strconv.Itoa(maxHalfDays) + " days",
		"At most " + strconv.Itoa(maxDays) + " days, and " + strconv.Itoa(mostReports) + " days of halls, at a time",
		"Every " + strconv.Itoa(int(set.paces.say.Seconds())) + " seconds without a change",
	} {
		if !strings.Contains(page, says) {
			t.Errorf("docs/api.md does not say: %s", says)
		}
	}
	for _, scope := range network.Scopes {
		if !strings.Contains(page, "| `"+string(scope)+"` |") {
			t.Errorf("docs/api.md does not explain the scope %s", scope)
		}
	}
}
