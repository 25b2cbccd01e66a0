//go:build !windows

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"onewindow/kiosk/tui"
)

// goal is a row of docs/steps.md.
type goal struct {
	section, name string
	do            []step
	steps         string
	says          string
}

// step is one thing that a hand does: tap a word, press a key, type a text.
type step struct{ how, what string }

var stepForm = regexp.MustCompile("(tap|key|type) `([^`]+)`")

// goals reads the page.
func goals(t *testing.T) []goal {
	t.Helper()
	page, err := os.ReadFile("../docs/steps.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []goal
	section := ""
	for line := range strings.Lines(string(page)) {
		if s, ok := strings.CutPrefix(line, "## "); ok {
			section = strings.TrimSpace(s)
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if !strings.HasPrefix(line, "| ") || len(cells) != 4 || strings.HasPrefix(line, "| goal") {
			continue
		}
		g := goal{section: section, name: strings.TrimSpace(cells[0]), steps: cells[2], says: strings.Trim(strings.TrimSpace(cells[3]), "`")}
		for _, m := range stepForm.FindAllStringSubmatch(cells[1], -1) {
			g.do = append(g.do, step{m[1], m[2]})
		}
		out = append(out, g)
	}
	if len(out) < 20 {
		t.Fatalf("docs/steps.md has %d rows", len(out))
	}
	return out
}

// count is what the page must say of the steps.
func (g goal) count() string {
	presses, characters := 0, 0
	for _, s := range g.do {
		if s.how == "type" {
			characters += utf8.RuneCountInString(s.what)
		} else {
			presses++
		}
	}
	if characters > 0 {
		return fmt.Sprintf("%d and %d characters", presses, characters)
	}
	return fmt.Sprint(presses)
}

// does does the row's steps at the pace of a hand and waits for what it leads
// to.
func (p *tty) does(g goal) {
	p.t.Helper()
	for i, s := range g.do {
		// Two touches or keys of a person are further apart than the guards
		// against a double tap, and the same key again further than the guard
		// against one that is held.
		pause := max(tui.KeyGuard, tui.PageGuard)
		if i > 0 && s == g.do[i-1] {
			pause = tui.HoldGuard
		}
		p.taken()
		if s.how == "tap" {
			p.wait(s.what) // the guard counts from when the page came
		}
		<-time.After(pause + 50*time.Millisecond)
		switch {
		case s.how == "tap":
			p.tap(s.what)
		case s.what == "enter":
			p.press("\r")
		default:
			p.press(s.what)
		}
	}
	p.wait(g.says)
}

// newcomers are the scenes of the sections: the terminal, and whether each row
// begins with it anew.
var newcomers = map[string]struct {
	role, lang string
	cols, rows int
	anew       bool
}{
	"An older citizen at the kiosk":  {"kiosk", "zh-Hans", 78, 22, true},
	"The same with the keypad alone": {"kiosk", "zh-Hans", 78, 22, true},
	"A citizen who reads English":    {"kiosk", "zh-Hans", 78, 22, true},
	"A clerk at a window":            {"window", "zh-Hans", 100, 32, false},
	"A guide":                        {"guide", "zh-Hans", 120, 36, true},
	"A hall manager":                 {"manager", "zh-Hans", 120, 36, false},
}

// again starts the program of a terminal that is enrolled already.
func (h *testHall) again(role, lang string, cols, rows int) *tty {
	h.t.Helper()
	return onTTY(h.t, h.env, cols, rows, role, "--identity", h.dir+"/"+role+".json", "--lang", lang)
}

// enrol enrols a terminal of that role.
func (h *testHall) enrol(role string, fields ...string) {
	h.t.Helper()
	_, token, _ := strings.Cut(h.ctl(append([]string{"terminal", "token", "role=" + role}, fields...)...), `"token": "`)
	token, _, _ = strings.Cut(token, `"`)
	cmd := exec.Command("onewindow", "join", token, "--identity", h.dir+"/"+role+".json")
	cmd.Env = h.env
	if out, err := cmd.CombinedOutput(); err != nil {
		h.t.Fatalf("join: %v\n%s", err, out)
	}
}

func TestThePageOfStepsCountsThem(t *testing.T) {
	t.Parallel()
	for _, g := range goals(t) {
		if got := g.count(); got != g.steps {
			t.Errorf("%s, %s: the page says %s steps, its keys are %s", g.section, g.name, g.steps, got)
		}
		if _, ok := newcomers[g.section]; !ok {
			t.Errorf("nobody plays %q", g.section)
		}
	}
}

// TestANewcomerReachesEachGoalInTheStepsOfThePage lives one morning of a
// district hall: citizens first, then clerk, guide and manager.
func TestANewcomerReachesEachGoalInTheStepsOfThePage(t *testing.T) {
	t.Parallel()
	h := newHallAs(t, "LG-00")
	for _, f := range [][]string{
		{"id=wang", "name=王", "pin=4711"}, {"id=li", "name=李", "pin=4711"},
		{"id=zhao", "name=赵", "pin=4711", "rights=manage,cancel,pick,reports"},
	} {
		h.ctl(append([]string{"hall", "staff"}, f...)...)
	}
	for _, w := range []string{"3", "25"} {
		h.ctl("hall", "staff", "id=at"+w, "name=陈"+w, "pin=4711")
		h.ctl("window", "signin", "window="+w, "clerk=at"+w, "pin=4711")
	}
	for range 5 {
		h.ctl("ticket", "issue", "theme=business")
	}
	for _, role := range []string{"kiosk", "guide", "manager"} {
		h.enrol(role)
	}
	h.enrol("window", "window=1")
	var p *tty
	section := ""
	for _, g := range goals(t) {
		s := newcomers[g.section]
		if s.anew || section != g.section {
			if p != nil {
				p.leave()
			}
			p = h.again(s.role, s.lang, s.cols, s.rows)
			p.until("draws", func(screen string) bool {
				return strings.Contains(screen, "龙岗") || strings.Contains(screen, "窗口")
			})
		}
		section = g.section
		t.Log(g.section+":", g.name)
		p.does(g)
	}
	p.leave()
}

// leave ends a program from outside.
func (p *tty) leave() {
	_ = p.cmd.Process.Kill()
	<-p.done
}
