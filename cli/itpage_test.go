package cli

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/kiosk/words"
	"onewindow/wire"
)

func page(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// commands are what a page or unit calls our program with.
func commands(text string) [][]string {
	var all [][]string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		for _, part := range regexp.MustCompile(`&&|;|\|`).Split(line, -1) {
			fields := strings.Fields(part)
			i := slices.IndexFunc(fields, func(f string) bool {
				return f == "onewindow" || strings.HasSuffix(f, "/bin/onewindow") && !strings.HasPrefix(f, "bin/")
			})
			if i < 0 || fields[0] == "install" || strings.HasPrefix(fields[0], "Exec") && i == 0 {
				continue
			}
			args := fields[i+1:]
			if len(args) > 0 && args[0] == "onewindow" { // sudo -u onewindow onewindow
				args = args[1:]
			}
			if to := slices.IndexFunc(args, func(f string) bool { return f == ">" || f == "<" }); to >= 0 {
				args = args[:to]
			}
			all = append(all, args)
		}
	}
	return all
}

// understood reports what the program does not know in a command line.
func understood(args []string) error {
	a := &app{flags: map[string]string{}}
	c, rest, err := a.root().Find(args)
	if err != nil {
		return err
	}
	if err := c.ParseFlags(rest); err != nil {
		return err
	}
	if c.HasSubCommands() && len(c.Flags().Args()) > 0 {
		return unknownVerb(c, c.Flags().Args())
	}
	return c.ValidateArgs(c.Flags().Args())
}

func TestEveryCommandOfTheITPageIsOneOfOurs(t *testing.T) { commandsAreOurs(t, "../docs/it.md") }

// commandsAreOurs fails for each command on a page that onewindow does not understand.
func commandsAreOurs(t *testing.T, path string) {
	t.Helper()
	text := page(t, path)
	var shown []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "    ") {
			shown = append(shown, line)
		}
	}
	for _, m := range regexp.MustCompile("`(onewindow [^`]*)`").FindAllStringSubmatch(text, -1) {
		shown = append(shown, m[1]+"\n")
	}
	all := commands(strings.Join(shown, ""))
	if len(all) < 20 {
		t.Fatalf("only %d commands were found", len(all))
	}
	for _, args := range all {
		if err := understood(args); err != nil {
			t.Errorf("onewindow %s: %v", strings.Join(args, " "), err)
		}
		if len(args) > 2 && args[0] == "ctl" && !slices.Contains(args, "--data") {
			verb, _ := wire.FindVerb(args[1], args[2])
			if _, err := (&app{}).body(verb, "", fieldsOf(args[3:])); err != nil {
				t.Errorf("onewindow %s: %v", strings.Join(args, " "), err)
			}
		}
	}
}

// fieldsOf are the arguments before the first flag.
func fieldsOf(args []string) []string {
	if i := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "-") }); i >= 0 {
		return args[:i]
	}
	return args
}

func TestEveryCodeOfTheITPageIsKnown(t *testing.T) {
	known := []string{node.CodeClockJumped, wire.CodeEpochForked, wire.CodeEpochOld, wire.CodeHallUnknown, wire.CodeHallTwice, wire.CodeTooOld, wire.CodeCentreAway}
	for _, e := range []*journal.Error{
		journal.ErrFull, journal.ErrStorage, journal.ErrUncertain, journal.ErrDamaged, journal.ErrNotJournal, journal.ErrForeignHall,
		journal.ErrNewerSchema, journal.ErrLocked, journal.ErrNoDirectory, journal.ErrNotWritable, journal.ErrMissing, journal.ErrExists,
	} {
		known = append(known, e.Code())
		if !strings.Contains(page(t, "../docs/it.md"), "| `"+e.Code()+"` |") {
			t.Errorf("the page does not explain %s", e.Code())
		}
	}
	for _, code := range known {
		if !strings.Contains(page(t, "../docs/it.md"), "| `"+code+"` |") {
			t.Errorf("the page does not explain %s", code)
		}
	}
	_, table, _ := strings.Cut(page(t, "../docs/it.md"), "## Trouble, by code")
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(table, -1) {
		if !slices.Contains(known, m[1]) && !words.Has("refusal."+m[1]) {
			t.Errorf("the page explains %s, which nothing says", m[1])
		}
	}
}

func TestTheITPageTellsEveryExitCode(t *testing.T) {
	_, table, _ := strings.Cut(page(t, "../docs/it.md"), "## Exit codes")
	table, _, _ = strings.Cut(table, "## ")
	for _, code := range []int{exitOK, exitFailure, exitUsage, exitConfig, exitStore, exitRefused, exitTemporary, exitInterrupted} {
		if !strings.Contains(table, "\n| "+strconv.Itoa(code)+" |") {
			t.Errorf("the page does not explain exit code %d", code)
		}
	}
}

func TestTheUnitsStartCommandsThatExist(t *testing.T) {
	for _, file := range []string{"onewindow-hall.service", "onewindow-caller.service", "onewindow-backup.service"} {
		text := strings.ReplaceAll(page(t, "../assets/systemd/"+file), "'", " ")
		text = strings.ReplaceAll(text, "ExecStart=", "ExecStart= ")
		all := commands(text)
		if len(all) == 0 {
			t.Errorf("%s starts nothing of ours", file)
		}
		for _, args := range all {
			if err := understood(args); err != nil {
				t.Errorf("%s: onewindow %s: %v", file, strings.Join(args, " "), err)
			}
		}
	}
	for _, role := range []string{"kiosk", "board"} {
		if err := understood([]string{role}); err != nil {
			t.Error(err)
		}
	}
}
