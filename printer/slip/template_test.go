package slip

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"onewindow/assets"
)

func TestTheDefaultTemplatesCanBeReadAndShowEverything(t *testing.T) {
	for _, width := range []int{58, 80} {
		tpl, err := Default(width)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			switch p {
			case PartLabel, PartTheme, PartText, PartSpace: // for those who want them
				continue
			}
			if !shows(tpl.Lines, p) {
				t.Errorf("the template for %d mm does not show %s", width, p)
			}
		}
		text, err := DefaultText(width)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			head, _, _ := strings.Cut(string(text), "name =")
			if !strings.Contains(head, " "+string(p)) {
				t.Errorf("the comment for %d mm does not tell of %s", width, p)
			}
		}
	}
}

func TestAMistakeInATemplateIsNamedWithItsLineAndTheWayOut(t *testing.T) {
	const number = "[[line]]\nshow = \"number\"\n"
	for _, c := range []struct{ name, file, want string }{
		{"no toml", "name = \"x\"\n[[line\n", "line 2: "},
		{"no lines", "name = \"x\"\n", "begin with a copy"},
		{"no number", "[[line]]\nshow = \"hall\"\n", `add a line with show = "number"`},
		{"unknown part", number + "[[line]]\nshow = \"hal\"\n", `line 4: show = "hal": no part has that name; want one of copy, `},
		{"unknown key", number + "font = 3\n", `line 3: unknown key "line.font"; a line has show, size, `},
		{"unknown key above", "width = 80\n" + number, `line 1: unknown key "width"`},
		{"size", number + "size = \"9x1\"\n", `line 3: size = "9x1": want width and height from 1 to 8, such as "2x2"`},
		{"size of one number", number + "size = 2\n", "line 3: "},
		{"align", number + "align = \"middle\"\n", `line 3: align = "middle": want left, center or right`},
		{"gap", number + "gap = 900\n", "line 3: gap = 900: want a whole number of dots (8 are 1 mm) from 0 to 200"},
		{"rows", number + "rows = 0\n", "line 3: rows = 0: want a whole number from 1 to 8"},
		{"module", "[[line]]\nshow = \"qr\"\nmodule = 1\n" + number, "line 3: module = 1: want a whole number of dots; telephones read 4 and more well, from 2 to 16"},
		{"bold", number + "bold = \"yes\"\n", "line 3: "},
		{"module without qr", number + "module = 4\n", `line 3: module goes only with show = "qr"`},
		{"text without text", number + "[[line]]\nshow = \"text\"\n", `line 3: text goes with show = "text"`},
		{"text elsewhere", number + "text = {zh-Hans = \"x\"}\n", `line 3: text goes with show = "text"`},
		{"line break in text", number + "[[line]]\nshow = \"text\"\ntext = {zh-Hans = \"a\\nb\"}\n", "line 5: text: the character U+000A is not for paper"},
		{"line of nothing", number + "[[line]]\nbold = true\n", "line 3: the line shows nothing"},
		{"empty space", number + "[[line]]\nshow = \"space\"\n", "line 4: a space needs a gap"},
		{"unknown language", number + "[words.fr]\nrules = \"x\"\n", "line 3: [words.fr]: no language of the paper; want one of zh-Hans, zh-Hant, en"},
		{"unknown sentence", number + "[words.en]\nrule = \"x\"\n", `line 4: the paper has no sentence "rule"; it has ahead, `},
		{"unknown value", number + "[words.en]\nahead = \"{count} ahead\"\n", "line 4: ahead has no value {count}; it has {n}"},
		{"value where none is", number + "[words.en]\nrules = \"{n}\"\n", "line 4: rules has no value {n}; it has none"},
		{"control character", number + "[words.en]\nrules = \"a\\u001bb\"\n", "line 4: rules: the character U+001B is not for paper"},
		{"too long", strings.Repeat("# \n", 30_000), "at most 65536"},
		{"too many lines", strings.Repeat(number, 101), "at most 100"},
	} {
		_, err := Parse([]byte(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q in it", c.name, err, c.want)
		}
	}
}

func TestACityChangesItsPaper(t *testing.T) {
	tpl, err := Parse([]byte(`
name = "city"

[[line]]
show = "text"
text = {zh-Hans = "深圳市政务服务", en = "Shenzhen Government Services"}
bold = true

[[line]]
show = "label"

[[line]]
show = "number"
size = "4x4"
align = "right"

[[line]]
show = "rules"
align = "left"

[[line]]
show = "text"
text = {zh-Hans = "咨询电话 12345"}

[words.zh-Hans]
number = "号码"
rules = "过号三个以内到窗口说明即可"
`))
	if err != nil {
		t.Fatal(err)
	}
	p := named(t, "generic-80")
	ticket := standard()
	ticket.Rules = Text{}
	paper, err := Compose(ticket, tpl, p)
	if err != nil {
		t.Fatal(err)
	}
	out := onPaper(t, p, paper.Data)
	want := "深圳市政务服务|号码|A023|过号三个以内到窗口说明即可|咨询电话 12345"
	if got := strings.Join(out.Text, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(out.QR) != 0 {
		t.Error("this template has no code")
	}
	// What is not replaced in a language stays as it was.
	ticket.Language = En
	if paper, err = Compose(ticket, tpl, p); err != nil {
		t.Fatal(err)
	}
	want = "Shenzhen Government Services|Your number|A023|Missed your call? Go to the information desk.|Valid today only.|咨询电话 12345"
	if got := strings.Join(onPaper(t, p, paper.Data).Text, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	// The hall's own sentence goes before the template's.
	ticket.Language, ticket.Rules = ZhHans, Text{ZhHans: "过号作废"}
	if paper, err = Compose(ticket, tpl, p); err != nil {
		t.Fatal(err)
	}
	if got := onPaper(t, p, paper.Data).Text[3]; got != "过号作废" {
		t.Errorf("got %s", got)
	}
}

func TestALogoIsPrintedAndMadeSmallerIfItMustBe(t *testing.T) {
	im := image.NewNRGBA(image.Rect(0, 0, 1000, 90))
	for y := range 90 {
		for x := range 1000 {
			switch {
			case x < 500:
				im.SetNRGBA(x, y, color.NRGBA{20, 20, 120, 255}) // dark
			case x < 700:
				im.SetNRGBA(x, y, color.NRGBA{250, 240, 200, 255}) // light
			} // the rest is transparent
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, im); err != nil {
		t.Fatal(err)
	}
	logo, err := ReadLogo(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !logo.Black(499, 0) || logo.Black(500, 0) || logo.Black(900, 50) {
		t.Error("dark is black; light and transparent are paper")
	}
	p := named(t, "generic-80")
	tpl := own(t, p)
	plain, err := Compose(standard(), tpl, p)
	if err != nil {
		t.Fatal(err)
	}
	tpl.Logo = logo
	paper, err := Compose(standard(), tpl, p)
	if err != nil {
		t.Fatal(err)
	}
	if got := paper.Height - plain.Height; got < 6 || got > 8 { // 45 dots and a gap of 8
		t.Errorf("the logo takes %d mm", got)
	}
	if out := onPaper(t, p, paper.Data); !contains(out, narrowed(logo, p.Dots)) {
		t.Error("the logo is not on the paper")
	}
	for name, data := range map[string][]byte{"no picture": []byte("GIF89a"), "half": file.Bytes()[:file.Len()/2]} {
		if _, err := ReadLogo(data); err == nil || !strings.Contains(err.Error(), "give a PNG") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var huge bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 2001, 1))); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadLogo(huge.Bytes()); err == nil || !strings.Contains(err.Error(), "at most 576 wide") {
		t.Errorf("huge: %v", err)
	}
}

func FuzzATemplateIsReadOrRefused(f *testing.F) {
	for _, name := range []string{"80", "58"} {
		b, err := assets.Slip(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("[[line]]\nshow = \"number\"\nsize = \"8x8\"\nreverse = true\n[words.zh-Hans]\nahead = \"{n}{n}\"\n"))
	f.Add([]byte("[[line]]\nshow = \"text\"\ntext = {en = \"\u2060\"}\n"))
	p := named(f, "generic-58")
	ticket := full()
	ticket.QR = "" // the template only sets its place, and it takes long
	f.Fuzz(func(t *testing.T, data []byte) {
		tpl, err := Parse(data)
		if err != nil {
			return
		}
		if _, err := Compose(ticket, tpl, p); err != nil {
			t.Fatalf("a template that Parse takes makes no paper: %v", err)
		}
	})
}
