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
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

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

// said is all that the layout of a ticket says, without blanks.
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

func TestOnlyTheRowWithARareCharacterGoesAsDots(t *testing.T) {
	full := named(t, "generic-80")
	full.FourByte = true
	gbk, gb2312, none := named(t, "generic-80"), named(t, "generic-80"), named(t, "generic-80-ascii")
	gbk.ROM, gb2312.ROM = profile.ROMGBK, profile.ROMGB2312
	for _, c := range []struct {
		name, text                    string
		four, two, gbk, gb2312, ascii bool // as text
		missing                       string
	}{
		{"ASCII", "Plain text", true, true, true, true, true, ""},
		{"GB 2312", "政务服务", true, true, true, true, false, ""},
		{"traditional", "臺灣政務", true, true, true, false, false, ""},
		{"of GBK", "朱镕基", true, true, true, false, false, ""},
		{"two bytes since 2005", "䶮先生", true, true, false, false, false, ""},
		{"extension A", "㙍先生", true, false, false, false, false, ""},
		{"beyond the basic plane", "𬒈先生", true, false, false, false, false, ""},
		{"emoji", "好😀", true, false, false, false, false, "😀"},
		{"Korean", "한국", true, false, false, false, false, "한국"},
	} {
		for printer, as := range map[*profile.Profile]bool{&full: c.four, &gbk: c.gbk, &gb2312: c.gb2312, &none: c.ascii} {
			ticket := standard()
			ticket.Items = []Text{{ZhHans: c.text}}
			rows, _ := laidOut(t, ticket, *printer)
			for _, r := range rows {
				switch {
				case r.kind != rowText:
				case r.text == c.text && r.dots == as:
					t.Errorf("%s on %s: as text %v, want %v", c.name, printer.ROM, !r.dots, as)
				case r.text != c.text && r.dots && printer != &none:
					t.Errorf("%s on %s: %q goes as dots, too", c.name, printer.ROM, r.text)
				}
			}
			paper, err := Compose(ticket, own(t, *printer), *printer)
			if err != nil {
				t.Fatal(err)
			}
			missing := c.missing
			if as {
				missing = "" // the printer has it
			}
			if string(paper.Missing) != missing {
				t.Errorf("%s on %s: missing %q, want %q", c.name, printer.ROM, string(paper.Missing), missing)
			}
		}
	}
}

func TestAReprintSaysSoWhateverTheTemplate(t *testing.T) {
	bare, err := Parse([]byte("[[line]]\nshow = \"number\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range classes(t) {
		for _, tpl := range []Template{bare, own(t, p)} {
			for _, c := range []struct {
				copy int
				lang Lang
				want string
			}{{0, ZhHans, ""}, {1, ZhHans, "补打 第1次"}, {12, ZhHant, "補印 第12次"}, {2, En, "REPRINT 2"}} {
				ticket := standard()
				ticket.Copy, ticket.Language = c.copy, c.lang
				w, err := ownWords()
				if err != nil {
					t.Fatal(err)
				}
				comp := &composer{ticket: ticket, template: tpl, profile: p, font: glyph.Builtin(), words: w, dots: min(p.Dots, p.Columns*glyph.Half)}
				first := comp.rows()[0]
				switch says := strings.TrimSpace(first.text); {
				case c.want == "" && (strings.Contains(says, "补打") || first.reverse):
					t.Errorf("%s: a first paper says %q", name, says)
				case c.want != "" && (says != c.want || !first.reverse || first.size.H < 2):
					t.Errorf("%s: reprint %d begins with %q (reverse %v, %v), want %q", name, c.copy, says, first.reverse, first.size, c.want)
				}
				paper, err := Compose(ticket, tpl, p)
				if err != nil {
					t.Fatal(err)
				}
				onPaper(t, p, paper.Data)
			}
		}
	}
}

func TestTheNumberIsTheLargest(t *testing.T) {
	for name, p := range classes(t) {
		for _, number := range []string{"A023", "A1000", "B7"} {
			ticket := full()
			ticket.Number = number
			rows, _ := laidOut(t, ticket, p)
			most, at := 0, 0
			for _, r := range rows {
				if r.text == number {
					at = r.size.H * r.size.W
				} else {
					most = max(most, r.size.H*r.size.W)
				}
			}
			if at <= most {
				t.Errorf("%s: %s is printed %d times as large as a plain character, something else %d times", name, number, at, most)
			}
		}
	}
}

func TestWhatCannotBePrintedIsAnError(t *testing.T) {
	p := named(t, "generic-80")
	ticket := standard()
	ticket.Number = " \u200d"
	if _, err := Compose(ticket, own(t, p), p); err == nil || !strings.Contains(err.Error(), "no number") {
		t.Errorf("no number: %v", err)
	}
	ticket = standard()
	ticket.QR = strings.Repeat("x", 3000)
	if _, err := Compose(ticket, own(t, p), p); err == nil || !strings.Contains(err.Error(), "make its text shorter") {
		t.Errorf("a code of 3 000 bytes: %v", err)
	}
	ticket.QR = strings.Repeat("x", 2000) // 161 modules of 2 dots
	if paper, err := Compose(ticket, own(t, p), p); err != nil {
		t.Errorf("a code of 2 000 bytes: %v", err)
	} else if out := onPaper(t, p, paper.Data); len(out.QR) != 1 || out.QR[0] != ticket.QR {
		t.Error("a code of 2 000 bytes is not on the paper")
	}
	if _, err := Compose(standard(), Template{}, p); err == nil || !strings.Contains(err.Error(), "does not show the number") {
		t.Errorf("no template: %v", err)
	}
	if _, err := Compose(standard(), own(t, p), profile.Profile{}); err == nil || !strings.Contains(err.Error(), "too narrow") {
		t.Errorf("no profile: %v", err)
	}
}

func TestAnyTicketMakesAPaperThatThePrinterUnderstands(t *testing.T) {
	all := classes(t)
	var names []string
	for name := range all {
		names = append(names, name)
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := func(name string) Text {
			return Text{ZhHans: anyText(rt, name), ZhHant: anyText(rt, name), En: anyText(rt, name)}
		}
		texts := func(name string) (out []Text) {
			for range rapid.IntRange(0, 3).Draw(rt, name+"s") {
				out = append(out, text(name))
			}
			return out
		}
		ticket := Ticket{
			Language: rapid.SampledFrom(append([]Lang{""}, Langs...)).Draw(rt, "language"), Bilingual: rapid.Bool().Draw(rt, "bilingual"),
			Copy: rapid.IntRange(0, 3).Draw(rt, "copy"), Hall: text("hall"), Number: "X" + anyText(rt, "number"),
			Class: rapid.SampledFrom([]Class{"", Priority, Appointment, "other"}).Draw(rt, "class"), Ground: text("ground"),
			Theme: text("theme"), Items: texts("item"), Legs: texts("leg"), Ahead: rapid.IntRange(-1, 200).Draw(rt, "ahead"),
			Zones: texts("zone"), Windows: rapid.SliceOfN(pieces, 0, 12).Draw(rt, "windows"), Last4: anyText(rt, "last4"), Rules: text("rules"),
		}
		if rapid.Bool().Draw(rt, "code") {
			ticket.QR = "https://x.cn/" + ticket.Number
		}
		if rapid.Bool().Draw(rt, "times") {
			ticket.Before, ticket.Issued = standard().Before, standard().Issued
		}
		for _, m := range texts("material") {
			ticket.Materials = append(ticket.Materials, Material{m, rapid.Bool().Draw(rt, "required")})
		}
		p := all[rapid.SampledFrom(names).Draw(rt, "printer")]
		rows, c := laidOut(t, ticket, p)
		for _, r := range rows {
			if w := glyph.Width(r.text) * r.size.W; r.kind == rowText && w > c.dots {
				rt.Fatalf("%q takes %d dots of %d", r.text, w, c.dots)
			}
		}
		paper, err := Compose(ticket, own(t, p), p)
		if err != nil {
			rt.Fatal(err)
		}
		if paper.Height < 30 {
			rt.Fatalf("%d mm", paper.Height)
		}
		onPaper(t, p, paper.Data)
	})
}

func TestTimesAreThoseOfTheirZone(t *testing.T) {
	ticket := standard()
	ticket.Before = time.Date(2026, 11, 26, 2, 50, 0, 0, time.UTC)
	rows, _ := laidOut(t, ticket, named(t, "generic-80"))
	for _, r := range rows {
		if strings.Contains(r.text, "2:50") {
			return
		}
	}
	t.Error("02:50 UTC is not printed as it is")
}

func BenchmarkCompose(b *testing.B) {
	for _, name := range []string{"generic-80", "generic-58", "generic-80-ascii"} {
		p := named(b, name)
		tpl := own(b, p)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Compose(standard(), tpl, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
