package doctor

import (
	"context"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// fontFacts are what is known of the machine's fonts.
type fontFacts struct {
	// Lister: there is fc-list. Chinese and Mono are how many fonts have Chinese, and
	// how many of those are of one width.
	Lister        bool
	Chinese, Mono int
	// Hall: this machine is no terminal, so that nobody looks at it.
	Hall bool
}

func needsFonts(p *patient) string {
	switch {
	case runtime.GOOS != "linux":
		return "fonts are looked at on Linux only"
	case p.ConfigErr != nil:
		return needsConfig(p)
	case p.identity.Hall == "" && p.isHall && p.Config.Board.Font == "":
		return "this machine shows no screen"
	}
	return ""
}

func lookFonts(ctx context.Context, p *patient) []Finding {
	f := fontFacts{Hall: p.identity.Hall == "" && p.isHall}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if path, err := exec.LookPath("fc-list"); err == nil {
		f.Lister = true
		out, err := exec.CommandContext(ctx, path, ":lang=zh-cn", "family", "spacing").Output()
		if err == nil {
			f.Chinese, f.Mono = countFonts(string(out))
		}
	}
	all := judgeFonts(f)
	if file := p.Config.Board.Font; file != "" && p.Font != nil {
		all = append(all, judgeBoardFont(file, p.Font(file)))
	}
	return all
}

// countFonts reads what fc-list says, a font a line; "spacing=100" is one width, 90
// one of two widths (fontconfig, FC_SPACING).
func countFonts(list string) (all, mono int) {
	for line := range strings.Lines(list) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		all++
		if strings.Contains(line, "Mono") || strings.Contains(line, "spacing=100") || strings.Contains(line, "spacing=90") {
			mono++
		}
	}
	return all, mono
}

func judgeFonts(f fontFacts) []Finding {
	const get = "apt install fonts-noto-cjk fonts-dejavu-core"
	switch {
	case f.Hall:
		return nil
	case !f.Lister:
		return []Finding{finding(Note, "unknown", "fc-list is not there, so fonts cannot be listed; a machine without a display of its own needs none").
			remedy("a kiosk or board: apt install fontconfig, and %s", get)}
	case f.Chinese == 0:
		return []Finding{finding(Warning, "no_chinese", "no font of this machine has Chinese").remedy(get)}
	case f.Mono == 0:
		return []Finding{finding(Warning, "no_mono", "%d fonts have Chinese, and none of one width for a terminal", f.Chinese).remedy(get)}
	}
	return []Finding{finding(OK, "chinese", "%d fonts have Chinese, %d of them of one width", f.Chinese, f.Mono)}
}

func judgeBoardFont(file string, err error) Finding {
	if err != nil {
		return finding(Failure, "board_font", "the font of the board's large words cannot be used").about(file).
			remedy("set board.font to a font file that is there and has Chinese, or leave it empty").detail("%v", err)
	}
	return finding(OK, "board_font", "the font of the board's large words can be read").about(file)
}
