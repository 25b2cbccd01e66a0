package slip

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"onewindow/printer/escpos"
	"onewindow/printer/glyph"
	"onewindow/printer/profile"
	"onewindow/printer/virtual"
)

// contains reports whether a picture stands somewhere on the paper, in the middle
// or at the left.
func contains(out virtual.Ticket, b glyph.Bitmap) bool {
	at := out.Image.Bounds()
	for _, x := range []int{(at.Dx() - b.Width) / 2, 0, (at.Dx() - (b.Width+7)/8*8) / 2} {
		for y := 0; y+b.Height <= at.Dy(); y++ {
			if same(out, b, x, y) {
				return true
			}
		}
	}
	return false
}

func same(out virtual.Ticket, b glyph.Bitmap, x, y int) bool {
	for dy := range b.Height {
		for dx := range b.Width {
			if out.Image.Dark(x+dx, y+dy) != b.Black(dx, dy) {
				return false
			}
		}
	}
	return true
}

// classes are printers that are told things in different ways.
func classes(t testing.TB) map[string]profile.Profile {
	all := map[string]profile.Profile{}
	for _, name := range []string{"generic-80", "generic-58", "generic-80-ascii", "netum-nt-5890k"} {
		all[name] = named(t, name)
	}
	native := named(t, "generic-58")
	native.Name, native.QR = "58-native", profile.QRNative
	all[native.Name] = native
	bracket := named(t, "generic-80")
	bracket.Name, bracket.Kanji, bracket.ROM, bracket.FourByte, bracket.Smooth = "80-bracket", profile.KanjiBracket, profile.ROMGB2312, false, true
	all[bracket.Name] = bracket
	old := named(t, "netum-nt-5890k")
	old.Name, old.SizeCommand, old.FeedAfterImage = "58-esc-fs", profile.SizeESCFS, false
	all[old.Name] = old
	return all
}

func TestTheBytesForEachClassOfPrinterAreAsTheyWere(t *testing.T) {
	rare := standard()
	rare.Items = []Text{{ZhHans: "𬒈㙍䶮先生😀变更登记"}}
	reprint := standard()
	reprint.Copy, reprint.Class = 2, Priority
	for name, p := range classes(t) {
		for kind, ticket := range map[string]Ticket{"standard": standard(), "rare": rare, "reprint": reprint} {
			paper, err := Compose(ticket, own(t, p), p)
			if err != nil {
				t.Fatal(err)
			}
			again, err := Compose(ticket, own(t, p), p)
			if err != nil || !bytes.Equal(paper.Data, again.Data) {
				t.Errorf("%s, %s: the same ticket gave other bytes", name, kind)
			}
			got := fmt.Sprintf("%d bytes, %d mm, missing %q\n%s", len(paper.Data), paper.Height, string(paper.Missing), list(t, paper.Data))
			path := filepath.Join("testdata", name+"-"+kind+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s, %s: the bytes differ from %s; if that is meant, run go test ./printer/slip -update\n%s", name, kind, path, got)
			}
		}
	}
}

// list writes bytes as people read them: a command a line, text as text, and of
// pictures the size and a sum.
func list(t *testing.T, data []byte) string {
	t.Helper()
	var s strings.Builder
	for len(data) > 0 {
		n, whole := escpos.Next(data)
		if !whole {
			t.Fatalf("a command is broken off: % x", data)
		}
		one := data[:n]
		data = data[n:]
		switch {
		case bytes.HasPrefix(one, []byte{0x1d, 'v', '0'}):
			h := fnv.New32a()
			h.Write(one[8:])
			fmt.Fprintf(&s, "%s + %d bytes of dots, sum %08x\n", hex.EncodeToString(one[:8]), len(one)-8, h.Sum32())
		case one[0] >= ' ':
			text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(one)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&s, "%q\n", text)
		default:
			fmt.Fprintf(&s, "%s\n", hex.EncodeToString(one))
		}
	}
	return s.String()
}

func TestTheStandardTicketIsAtMost350Bytes(t *testing.T) {
	for _, p := range []profile.Profile{named(t, "generic-80"), classes(t)["58-native"]} {
		paper, err := Compose(standard(), own(t, p), p)
		if err != nil {
			t.Fatal(err)
		}
		e := escpos.New(p)
		e.Raw(paper.Data)
		e.Cut()
		e.Raw([]byte{0x1d, '(', 'H', 6, 0, 48, 48, 'a', 'b', 'c', 'd'}) // was it printed?
		t.Logf("%s: %d bytes with cut and question, %d mm", p.Name, e.Len(), paper.Height)
		if e.Len() > 350 {
			t.Errorf("%s: %d bytes", p.Name, e.Len())
		}
		if paper.Height > 95 {
			t.Errorf("%s: %d mm of paper", p.Name, paper.Height)
		}
	}
}

// laidOut are the rows of a ticket in its default template.
func laidOut(t *testing.T, ticket Ticket, p profile.Profile) (rows []row, c *composer) {
	t.Helper()
	w, err := ownWords()
	if err != nil {
		t.Fatal(err)
	}
	c = &composer{ticket: ticket, template: own(t, p), profile: p, font: glyph.Builtin(), words: w, dots: min(p.Dots, p.Columns*glyph.Half)}
	return c.rows(), c
}

func TestEverythingOnTheTicketIsOnThePaper(t *testing.T) {
	for name, p := range classes(t) {
		for _, lang := range []Lang{ZhHans, ZhHant, En} {
			ticket := full()
			ticket.Language, ticket.Bilingual = lang, lang == ZhHans
			ticket.Items = append(ticket.Items, Text{ZhHans: "𬒈㙍䶮先生更名", En: "Name of 𬒈㙍䶮"})
			paper, err := Compose(ticket, own(t, p), p)
			if err != nil {
				t.Fatal(err)
			}
			out := onPaper(t, p, paper.Data)
			typed := strings.Join(out.Text, "\n")
			rows, c := laidOut(t, ticket, p)
			var all strings.Builder
			for _, r := range rows {
				all.WriteString(ink(r.text))
				switch {
				case r.kind != rowText:
				case !r.dots && !strings.Contains(typed, strings.TrimRight(r.text, " ")):
					t.Errorf("%s, %s: %q was not printed as text", name, lang, r.text)
				case r.dots && !r.reverse && !r.bold && !contains(out, c.font.Line(r.text, r.size.W, r.size.H)):
					t.Errorf("%s, %s: %q was not printed as dots", name, lang, r.text)
				}
			}
			for _, want := range wanted(ticket) {
				if !strings.Contains(all.String(), ink(clean(want))) {
					t.Errorf("%s, %s: %q is not on the ticket\n%s", name, lang, want, all.String())
				}
			}
			if p.QR == profile.QRNative && (len(out.QR) != 1 || out.QR[0] != ticket.QR) {
				t.Errorf("%s, %s: the code holds %q", name, lang, out.QR)
			}
		}
	}
}

// wanted are the texts of a ticket in its language.
func wanted(t Ticket) (all []string) {
	langs := []Lang{t.first()}
	if l := t.second(); l != "" {
		langs = append(langs, l)
	}
	all = append(all, t.Number, t.Last4, t.Before.Format("15:04"), t.Issued.Format("2006-01-0215:04"), ranges(t.Windows)[0], fmt.Sprint(t.Ahead))
	for _, l := range langs {
		all = append(all, t.Hall.In(l), t.Ground.In(l))
		for _, list := range [][]Text{t.Items, t.Zones, t.Legs} {
			for _, e := range list {
				all = append(all, e.In(l))
			}
		}
		for _, m := range t.Materials {
			all = append(all, m.Name.In(l))
		}
	}
	return all
}

func TestTheHeightIsThatOfThePaper(t *testing.T) {
	for name, p := range classes(t) {
		if p.Cut == profile.CutNone {
			p.Cut, p.CutCommand = profile.CutFull, profile.CutFeed
		}
		for _, ticket := range []Ticket{standard(), full()} {
			paper, err := Compose(ticket, own(t, p), p)
			if err != nil {
				t.Fatal(err)
			}
			const knife = 12 * virtual.DotsPerMM // of the roll before the first line
			rows := onPaper(t, p, paper.Data).Image.Bounds().Dy() - knife
			if want := (rows*254 + 2029) / 2030; paper.Height != want {
				t.Errorf("%s: said %d mm, printed %d", name, paper.Height, want)
			}
		}
	}
}
