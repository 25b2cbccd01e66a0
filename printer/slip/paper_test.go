package slip

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/printer/glyph"
	"onewindow/printer/profile"
)

func TestOnlyTheRowWithARareCharacterGoesAsDots(t *testing.T) {
	printer := func(rom profile.ROM, four bool) *profile.Profile {
		p := named(t, "generic-80")
		p.ROM, p.FourByte = rom, four
		return &p
	}
	four, two := printer(profile.ROMGB18030, true), printer(profile.ROMGB18030, false)
	gbk, gb2312 := printer(profile.ROMGBK, false), printer(profile.ROMGB2312, false)
	none := named(t, "generic-80-ascii")
	for _, c := range []struct {
		name, text                    string
		four, two, gbk, gb2312, ascii bool // as text
		missing                       string
	}{
		{"ASCII", "Plain text", true, true, true, true, true, ""},
		{"GB 2312", "政务服务", true, true, true, true, false, ""},
		{"traditional", "臺灣政務", true, true, true, false, false, ""},
		{"of GBK", "朱镕基", true, true, true, false, false, ""},
		{"two bytes of GB 18030", "䶮先生", true, true, false, false, false, ""},
		{"extension A", "㙍先生", true, false, false, false, false, ""},
		{"beyond the basic plane", "𬒈先生", true, false, false, false, false, ""},
		{"emoji", "好😀", true, false, false, false, false, "😀"},
		{"Korean", "한국", true, false, false, false, false, "한국"},
	} {
		for printer, as := range map[*profile.Profile]bool{four: c.four, two: c.two, gbk: c.gbk, gb2312: c.gb2312, &none: c.ascii} {
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
	names := sortedKeys(all)
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

func TestAnyTemplateMakesAPaperThatThePrinterUnderstands(t *testing.T) {
	all := classes(t)
	names := sortedKeys(all)
	rapid.Check(t, func(rt *rapid.T) {
		size := func(name string) Size {
			return Size{rapid.IntRange(0, 8).Draw(rt, name+" w"), rapid.IntRange(0, 8).Draw(rt, name+" h")}
		}
		lines := []Line{{Show: PartNumber, Size: size("number")}}
		for range rapid.IntRange(0, 6).Draw(rt, "lines") {
			l := Line{Show: rapid.SampledFrom(parts).Draw(rt, "show"), Size: size("size"), Second: size("second"), Rows: rapid.IntRange(0, 8).Draw(rt, "rows"),
				Align: rapid.SampledFrom([]Align{"", Left, Center, Right}).Draw(rt, "align"), Bold: rapid.Bool().Draw(rt, "bold"),
				Reverse: rapid.Bool().Draw(rt, "reverse"), Gap: rapid.IntRange(0, 200).Draw(rt, "gap"), Module: rapid.IntRange(0, 16).Draw(rt, "module")}
			if l.Show == PartText {
				l.Text = Text{ZhHans: anyText(rt, "text")}
			}
			lines = append(lines, l)
		}
		ticket := full()
		ticket.Copy = rapid.IntRange(0, 1).Draw(rt, "copy")
		ticket.Bilingual = rapid.Bool().Draw(rt, "bilingual")
		tpl := Template{Lines: lines, Logo: glyph.Builtin().Line("标志", 2, 1)}
		p := all[rapid.SampledFrom(names).Draw(rt, "printer")]
		w, err := ownWords()
		if err != nil {
			rt.Fatal(err)
		}
		c := &composer{ticket: ticket, template: tpl, profile: p, font: glyph.Builtin(), words: w, dots: min(p.Dots, p.Columns*glyph.Half)}
		for _, r := range c.rows() {
			if w := glyph.Width(r.text) * r.size.W; r.kind == rowText && w > c.dots {
				rt.Fatalf("%q takes %d dots of %d", r.text, w, c.dots)
			}
		}
		paper, err := Compose(ticket, tpl, p)
		if err != nil {
			rt.Fatal(err)
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
