package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onewindow/assets"
	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/printer/profile"
	"onewindow/printer/slip"
)

const devicesPage = "../docs/devices.md"

// shown are the blocks of a page that are set as code.
func shown(text string) (blocks []string) {
	var block strings.Builder
	end := func() {
		if b := strings.TrimRight(block.String(), "\n"); b != "" {
			blocks = append(blocks, b+"\n")
		}
		block.Reset()
	}
	for line := range strings.Lines(text) {
		code, ok := strings.CutPrefix(line, "    ")
		switch {
		case ok:
			block.WriteString(code)
		case strings.TrimSpace(line) == "" && block.Len() > 0:
			block.WriteString("\n")
		default:
			end()
		}
	}
	end()
	return blocks
}

// filesOf are the pieces of blocks that begin with the name of the file they are for.
func filesOf(text, file string) (pieces []string) {
	for _, b := range shown(text) {
		for _, piece := range regexp.MustCompile(`(?m)^# /etc/onewindow/`).Split(b, -1) {
			if rest, ok := strings.CutPrefix(piece, file); ok {
				_, body, _ := strings.Cut(rest, "\n")
				pieces = append(pieces, body)
			}
		}
	}
	return pieces
}

func TestEveryCommandOfTheDevicesPageIsOneOfOurs(t *testing.T) {
	text := page(t, devicesPage)
	all := strings.Join(shown(text), "\n")
	for _, m := range regexp.MustCompile("`((?:sudo -u onewindow )?onewindow [^`]*)`").FindAllStringSubmatch(text, -1) {
		all += strings.Join(strings.Fields(m[1]), " ") + "\n"
	}
	// What stands in quotes may hold what parts commands.
	all = regexp.MustCompile(`"[^"\n]*"`).ReplaceAllString(all, "x")
	found := commands(all)
	if len(found) < 20 {
		t.Fatalf("only %d commands were found", len(found))
	}
	for _, args := range found {
		if err := understood(args); err != nil {
			t.Errorf("onewindow %s: %v", strings.Join(args, " "), err)
		}
	}
}

func TestTheExamplesOfTheDevicesPageAreTaken(t *testing.T) {
	text, dir := page(t, devicesPage), t.TempDir()
	write := func(content string) string {
		f := filepath.Join(dir, "example.toml")
		if err := os.WriteFile(f, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	examples := func(file string, least int, take func(string) error) {
		found := filesOf(text, file)
		if len(found) < least {
			t.Errorf("%d examples of %s, want %d", len(found), file, least)
		}
		for _, e := range found {
			if err := take(e); err != nil {
				t.Errorf("%s: %v\n%s", file, err, e)
			}
		}
	}
	none := func(string) (string, bool) { return "", false }
	examples("onewindow.toml", 5, func(e string) error {
		_, _, err := config.Load(write(e), none, nil)
		return err
	})
	examples("printer.toml", 1, func(e string) error {
		_, err := profile.Read([]byte(e))
		return err
	})
	examples("devices.toml", 2, func(e string) error {
		_, err := devices.ReadCaller(write(e))
		return err
	})
	examples("ticket.toml", 1, func(e string) error {
		packaged, err := assets.Slip("80")
		if err != nil {
			return err
		}
		_, err = slip.Parse(append(append(packaged, '\n'), e...))
		return err
	})
}

// A table that promises what no profile has is worse than none.
func TestTheDevicesPageTellsEveryProfileAsItIs(t *testing.T) {
	rows := map[string][]string{}
	for line := range strings.Lines(page(t, devicesPage)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) == 9 {
			for i := range cells {
				cells[i] = strings.Trim(cells[i], "| `")
			}
			rows[cells[0]] = cells
		}
	}
	for _, name := range profile.Names() {
		p, err := profile.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{p.Name, p.Model, strconv.Itoa(p.Width), string(p.ROM), string(p.Confirm), strconv.Itoa(p.Baud) + ", " + string(p.Flow), string(p.QR), string(p.Cut), p.Source}
		if !slices.Equal(rows[name], want) {
			t.Errorf("%s is\n%q, and the page says\n%q", name, want, rows[name])
		}
		if p.Verified != "no hardware" {
			t.Errorf("%s was tried on %s: the page says that nothing was", name, p.Verified)
		}
		delete(rows, name)
	}
	delete(rows, "profile")
	for name := range rows {
		if !strings.HasPrefix(name, "---") {
			t.Errorf("the page tells of a profile %q, which is not there", name)
		}
	}
}

func TestTheDevicesPageTellsEveryKeyOfAProfile(t *testing.T) {
	_, table, _ := strings.Cut(page(t, devicesPage), "## A profile of your own")
	table, _, _ = strings.Cut(table, "\n### ")
	for _, name := range packagedProfiles(t) {
		for line := range strings.Lines(name) {
			key, _, ok := strings.Cut(line, " = ")
			if ok && !strings.Contains(table, "`"+key+"`") {
				t.Errorf("the page does not explain %s", key)
			}
		}
	}
}

// packagedProfiles are the packaged profiles' texts.
func packagedProfiles(t *testing.T) (texts []string) {
	t.Helper()
	names, err := assets.Printers()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := assets.Printer(n)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	return texts
}

func TestTheLinksWithinTheDevicesPageLead(t *testing.T) {
	text := page(t, devicesPage)
	anchors := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^##+ (.+)$`).FindAllStringSubmatch(text, -1) {
		a := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(m[1]), "")
		anchors[strings.ReplaceAll(a, " ", "-")] = true
	}
	for _, m := range regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(text, -1) {
		if !anchors[m[1]] {
			t.Errorf("no heading for #%s", m[1])
		}
	}
}

// What the page tells of messages is what the program says.
func TestTheMessagesOfTheDevicesPageAreOurs(t *testing.T) {
	var code strings.Builder
	for _, dir := range []string{"../serial", "../printer", "../caller", "../caller/voice", "../reader", "devices", "doctor"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			code.WriteString(page(t, f))
		}
	}
	text := strings.Join(strings.Fields(page(t, devicesPage)), " ")
	for _, message := range []string{
		"there is no such device now", "the port is in use", "is it the right port?", "no serial port", "this port has no RTS and CTS", "the port does not know this speed",
		"the printer is well and did not answer the question behind the cut", "characters that no font has are boxes on the paper", "makes no sense",
	} {
		if !strings.Contains(text, message) || !strings.Contains(code.String(), message) {
			t.Errorf("%q is not both on the page and in the program", message)
		}
	}
}
