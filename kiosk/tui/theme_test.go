package tui

import (
	"image/color"
	"testing"
)

func TestEveryPairOfEveryThemeIsReadable(t *testing.T) {
	for _, name := range ThemeNames {
		th, ok := ThemeNamed(name)
		if !ok || th.Name() != name {
			t.Fatalf("theme %s is not there", name)
		}
		least := 4.5
		if name == "contrast" {
			least = 7
		}
		for _, r := range Styles() {
			p := th.Pair(r)
			if p.Ink.A != 0xff || p.Paper.A != 0xff {
				t.Errorf("%s: style %v has no colours", name, r)
			}
			if c := p.Contrast(); c < least {
				t.Errorf("%s: style %v has a contrast of %.2f, needs %.1f", name, r, c, least)
			}
		}
	}
}

func TestContrastIsThatOfTheStandard(t *testing.T) {
	if c := (Pair{rgb(0xFFFFFF), rgb(0x000000)}).Contrast(); c < 20.99 || c > 21.01 {
		t.Errorf("white on black is %.2f, want 21", c)
	}
	if c := (Pair{rgb(0x777777), rgb(0xFFFFFF)}).Contrast(); c < 4.47 || c > 4.49 {
		t.Errorf("#777 on white is %.2f, want 4.48", c)
	}
}

func TestAnUnknownThemeIsTheLightOne(t *testing.T) {
	if th, ok := ThemeNamed("pink"); ok || th.Name() != "light" {
		t.Errorf("got %s, %v", th.Name(), ok)
	}
}

func TestThereIsAPairForEveryInkOnEveryGround(t *testing.T) {
	th := themes[0]
	for s, want := range map[Style]color.RGBA{
		Warn:                th.pairs[Ink].Paper,
		Warn | OnCard:       th.pairs[Card].Paper,
		Warn | OnZebra:      th.zebra,
		Ink | OnHead:        th.pairs[Head].Paper,
		WarnFill | OnCard:   th.pairs[WarnFill].Paper, // keeps its own
		Bad | Bold | OnHead: th.pairs[Head].Paper,
	} {
		if got := th.Pair(s).Paper; got != want {
			t.Errorf("the paper of %v is %v, want %v", s, got, want)
		}
	}
}

// The sixteen colours as the Linux console and as xterm show them.
var palettes16 = map[string][16]uint32{
	"console": {0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
		0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff},
	"xterm": {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff},
}

func TestInSixteenColoursEveryTextCanBeRead(t *testing.T) {
	for name, palette := range palettes16 {
		for _, th := range themes {
			for _, s := range Styles() {
				ink, paper := sixteen(th.Pair(s))
				if p := (Pair{rgb(palette[ink]), rgb(palette[paper])}); p.Contrast() < 4.5 {
					t.Errorf("%s on %s: %v has a contrast of %.2f", th.Name(), name, s, p.Contrast())
				}
			}
		}
	}
}

func TestInSixteenColoursTheLooksOfButtonsDiffer(t *testing.T) {
	for _, th := range themes[:2] {
		seen := map[[2]any]Style{}
		for _, s := range []Style{Button, PrimaryButton, DangerButton} {
			ink, paper := sixteen(th.Pair(s))
			if other, same := seen[[2]any{ink, paper}]; same {
				t.Errorf("in %s %v looks like %v", th.Name(), s, other)
			}
			seen[[2]any{ink, paper}] = s
		}
	}
}

func TestEveryStyleHasItsName(t *testing.T) {
	for s, want := range map[Style]string{
		Ink: "Ink", ChosenRim: "ChosenRim", BadFill | Bold: "BadFill|Bold",
		Warn | OnCard | Underline: "Warn|OnCard|Underline", Code: "Code", roleCount: "unknown",
	} {
		if got := s.String(); got != want {
			t.Errorf("%d is called %s, want %s", uint16(s), got, want)
		}
	}
	for r := range roleCount {
		if roleNames[r] == "" {
			t.Errorf("role %d has no name", uint16(r))
		}
	}
}
