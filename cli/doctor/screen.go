package doctor

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// tri is something that may not be known.
type tri int

const (
	unknown tri = iota
	no
	yes
)

// replies are what a terminal answered to questions.
type replies struct {
	// Done: it answered the last question, so that what is unknown it does not know.
	Done bool
	// Chinese, Box and Block are the columns that a character takes; 0 is unknown.
	Chinese, Box, Block int
	Sync, Mouse, Colour tri
}

// screenFacts are what is known of the terminal that doctor runs in.
type screenFacts struct {
	Cols, Rows int
	// Role is what this machine was enrolled as; empty: nothing.
	Role string
	// Term, ColorTerm and Locale are of the environment.
	Term, ColorTerm, Locale string
	// Err is why the terminal could not be asked.
	Err error
	replies
}

// What the terminal is asked, in this order. Each width is measured by where the
// cursor stands after one character at the left edge (ECMA-48, CPR). Modes are asked
// for by DECRQM, the colour by DECRQSS after it was set (DEC STD 070, xterm's
// ctlseqs). Every terminal answers the last one (DA1), so that nothing is waited for
// that does not come.
const (
	askModes  = "\x1b[?2026$p\x1b[?1006$p"
	askColour = "\x1b[48:2:1:2:3m\x1bP$qm\x1b\\\x1b[m"
	askWidths = "\r中\x1b[6n\r\x1b[K\r─\x1b[6n\r\x1b[K\r█\x1b[6n\r\x1b[K"
	askLast   = "\x1b[c"
)

var (
	replyMode   = regexp.MustCompile(`\x1b\[\?(\d+);(\d)\$y`)
	replyColour = regexp.MustCompile(`\x1bP([01])\$r([^\x1b]*)\x1b\\`)
	replyCursor = regexp.MustCompile(`\x1b\[(\d+);(\d+)R`)
	replyLast   = regexp.MustCompile(`\x1b\[\?[\d;]*c`)
)

// parseReplies reads what the terminal answered.
func parseReplies(in []byte) (r replies) {
	r.Done = replyLast.Match(in)
	for _, m := range replyMode.FindAllSubmatch(in, -1) {
		known := yes // 1 set, 2 reset, 3 always set
		if n := string(m[2]); n == "0" || n == "4" {
			known = no
		}
		switch string(m[1]) {
		case "2026":
			r.Sync = known
		case "1006":
			r.Mouse = known
		}
	}
	if m := replyColour.FindSubmatch(in); m != nil && string(m[1]) == "1" {
		r.Colour = no
		if t := strings.ReplaceAll(string(m[2]), ";", ":"); strings.Contains(t, "48:2:") && strings.Contains(t, "1:2:3") {
			r.Colour = yes
		}
	}
	widths := []*int{&r.Chinese, &r.Box, &r.Block}
	for i, m := range replyCursor.FindAllSubmatch(in, len(widths)) {
		if col, err := strconv.Atoi(string(m[2])); err == nil && col > 1 && col < 10 {
			*widths[i] = col - 1
		}
	}
	return r
}

func needsScreen(p *patient) string {
	if p.Screen == nil {
		return "the output is no terminal"
	}
	return ""
}

func lookScreen(ctx context.Context, p *patient) []Finding {
	f := screenFacts{Role: string(p.identity.Role), Term: p.Env("TERM"), ColorTerm: p.Env("COLORTERM")}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if f.Locale = p.Env(name); f.Locale != "" {
			break
		}
	}
	f.Cols, f.Rows, f.Err = term.GetSize(int(p.Screen.Fd()))
	if in, err := askScreen(ctx, p.Screen, askModes+askColour+askWidths+askLast); err == nil {
		f.replies = parseReplies(in)
	} else if f.Err == nil {
		f.Err = err
	}
	return judgeScreen(f)
}

// need is the smallest screen of a role.
func need(role string) (cols, rows int) {
	switch role {
	case "kiosk":
		return 44, 14
	case "window":
		return 40, 6
	}
	return 80, 24
}

func judgeScreen(f screenFacts) []Finding {
	var all []Finding
	add := func(x Finding) { all = append(all, x) }
	cols, rows := need(f.Role)
	role := f.Role
	if role == "" {
		role = "terminal"
	}
	switch {
	case f.Cols == 0:
		add(finding(Note, "size_unknown", "the size of this terminal cannot be told"))
	case f.Cols < cols || f.Rows < rows:
		add(finding(Warning, "small", "this terminal has %dx%d, and a %s needs %dx%d", f.Cols, f.Rows, role, cols, rows).
			remedy("make the window larger or the font smaller; on a kiosk or board ONEWINDOW_GRID in session.conf"))
	default:
		add(finding(OK, "size", "this terminal has %dx%d; a %s needs %dx%d", f.Cols, f.Rows, role, cols, rows))
	}
	switch f.Term {
	case "linux":
		add(finding(Warning, "console", "this is the kernel's console, which has no Chinese").
			remedy("run the terminal in cage and foot (see Kiosks and boards in docs/it.md), or over ssh"))
	case "", "dumb":
		add(finding(Warning, "term", "TERM is %q: screens cannot be drawn", f.Term).remedy("run it in a terminal, such as foot; over ssh keep TERM"))
	default:
		add(finding(OK, "term", "TERM is %s", f.Term))
	}
	if l := strings.ToLower(f.Locale); !strings.Contains(l, "utf-8") && !strings.Contains(l, "utf8") {
		add(finding(Warning, "locale", "the locale %q is none of UTF-8; other programs around it may spoil Chinese", f.Locale).
			remedy("export LANG=C.UTF-8, or set it in /etc/default/locale"))
	} else {
		add(finding(OK, "locale", "the locale is %s", f.Locale))
	}
	if !f.Done {
		x := finding(Note, "no_replies", "this terminal does not answer questions, so that its widths and colours are not known")
		if f.Err != nil {
			x = x.detail("%v", f.Err)
		}
		add(x)
		return all
	}
	add(judgeWidths(f.replies))
	ability := func(t tri, code, has, lacks string) {
		if t == yes {
			add(finding(OK, code, "%s", has))
			return
		}
		add(finding(Note, code, "%s", lacks))
	}
	colour := f.Colour
	if c := f.ColorTerm; c == "truecolor" || c == "24bit" {
		colour = yes
	}
	ability(colour, "colour", "it has all colours", "it does not say that it has all colours; the nearest of 256 are shown (COLORTERM=truecolor says otherwise)")
	ability(f.Mouse, "mouse", "it reports mouse and touch", "it does not say that it reports mouse and touch; keys do everything")
	ability(f.Sync, "sync", "it draws whole pictures at once (mode 2026)", "it does not draw whole pictures at once (mode 2026), so that large changes may flicker")
	return all
}

func judgeWidths(r replies) Finding {
	if r.Chinese == 0 || r.Box == 0 || r.Block == 0 {
		return finding(Note, "widths_unknown", "how wide it draws characters is not known")
	}
	measured := fmt.Sprintf("Chinese %d, lines %d, blocks %d columns", r.Chinese, r.Box, r.Block)
	switch {
	case r.Chinese != 2:
		return finding(Failure, "width_chinese", "a Chinese character takes %d columns, and must take 2", r.Chinese).
			remedy("use a terminal with UTF-8 (foot, xterm -u8), and a locale of UTF-8 in tmux or screen").detail("%s", measured)
	case r.Box != 1 || r.Block != 1:
		return finding(Failure, "width_lines", "lines and blocks take %d and %d columns, and must take 1", r.Box, r.Block).
			remedy("switch the terminal's setting of ambiguous characters to narrow").detail("%s", measured)
	}
	return finding(OK, "widths", "Chinese takes two columns, lines and blocks one")
}
