package profile

import (
	"errors"
	"strings"
	"testing"

	"onewindow/assets"
)

func TestEveryBuiltInProfileReadsAndSaysHonestlyWhatItWasTriedOn(t *testing.T) {
	if _, err := built(); err != nil {
		t.Fatal(err)
	}
	if len(Names()) < 10 {
		t.Fatalf("only %v", Names())
	}
	for _, n := range Names() {
		p, err := Named(n)
		if err != nil {
			t.Fatal(err)
		}
		if p.Verified != "no hardware" || len(p.Source) < 20 {
			t.Errorf("%s: verified %q, source %q", n, p.Verified, p.Source)
		}
		if p.Confirm != ConfirmNone && !p.RealTime {
			t.Errorf("%s confirms, but cannot say why it does not", n)
		}
		if !strings.Contains(p.String(), n) {
			t.Errorf("%s is shown as %q", n, p)
		}
	}
}

func TestTheGenericProfilesAreThere(t *testing.T) {
	for name, dots := range map[string]int{"generic-58": 384, "generic-80": 576, "epson-tm-t70ii-ch": 576} {
		if p, err := Named(name); err != nil || p.Dots != dots {
			t.Errorf("%s: %d dots, %v", name, p.Dots, err)
		}
	}
}

func TestAnUnknownProfileIsRefusedWithTheNamesThatThereAre(t *testing.T) {
	_, err := Named("generic-90")
	if err == nil || !strings.Contains(err.Error(), "generic-80") {
		t.Errorf("error %v", err)
	}
}

func TestAFileExtendsAProfileAndIsNotVerifiedByIt(t *testing.T) {
	p, err := Read([]byte("extends = \"generic-80\"\nname = \"our-printer\"\nbaud = 115200\n"))
	if err != nil {
		t.Fatal(err)
	}
	base, _ := Named("generic-80")
	want := base
	want.Name, want.Baud, want.Source = "our-printer", 115200, "extends generic-80"
	if p != want {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
}

func TestMistakesNameTheLineAndTheWayOut(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"a slip in a key", "extends = \"generic-80\"\nbuad = 9600\n", `line 2: unknown key "buad"; did you mean "baud"?`},
		{"a key like nothing", "extends = \"generic-80\"\n\nabsolutely = 1\n", `line 3: unknown key "absolutely"; a profile has extends, name,`},
		{"a section", "extends = \"generic-80\"\n[printer]\nbaud = 9600\n", "line 2: [printer]: a profile has no sections"},
		{"a dotted key", "extends = \"generic-80\"\nbaud.rate = 3\n", `line 2: unknown key "baud.rate"`},
		{"a base that is none", "extends = \"generic-81\"\n", "line 1: extends: there is no printer profile \"generic-81\"; there are"},
		{"a base that is no text", "extends = 80\n", `line 1: extends: want text in quotes`},
		{"nothing at all", "", "line 1: name is missing: its name in settings; want lower case letters"},
		{"text for a number", "extends = \"generic-80\"\nbaud = \"9600\"\n", "line 2: baud: want 1200, 2400"},
		{"an odd baud", "extends = \"generic-80\"\nbaud = 9601\n", "line 2: baud = 9601: want 1200"},
		{"a number out of range", "extends = \"generic-80\"\nfeed_lines = 99\n", "line 2: feed_lines = 99: want a whole number from 0 to 20"},
		{"a number for text", "extends = \"generic-80\"\nmodel = 3\n", "line 2: model: want text in quotes"},
		{"a word that is none", "extends = \"generic-80\"\nconfirm = \"proces\"\n", `line 2: confirm = "proces": want process, status or none; did you mean "process"?`},
		{"a number for a word", "extends = \"generic-80\"\nrom = 1\n", "line 2: rom: want none, gb2312, gbk or gb18030, in quotes"},
		{"a word for a flag", "extends = \"generic-80\"\nasb = \"yes\"\n", "line 2: asb: want true or false"},
		{"a name in capitals", "extends = \"generic-80\"\nname = \"Ours\"\n", `line 2: name = "Ours": want lower case`},
		{"a line of 570 dots", "extends = \"generic-80\"\ndots = 570\n", "line 2: dots = 570: want a multiple of 8"},
		{"more dots than paper", "extends = \"generic-58\"\n\ndots = 576\n", "line 3: dots = 576: at 203 dpi that is wider than 58 mm"},
		{"more columns than dots", "extends = \"generic-58\"\ncolumns = 48\n", "line 2: columns = 48: characters of 12 dots do not fit into 384 dots; want at most 32"},
		{"Chinese mode without Chinese", "extends = \"generic-80\"\nrom = \"none\"\n", `kanji = "always": a printer without Chinese`},
		{"four bytes in a ROM of two", "extends = \"generic-80\"\nrom = \"gbk\"\nfour_byte = true\n", "line 3: four_byte = true: only a ROM of gb18030"},
		{"a knife without a command", "extends = \"generic-58\"\ncut = \"full\"\n", "cut_command = missing; a printer with a knife needs"},
		{"a missing quote", "extends = \"generic\nname = 1\n", "line 1: "},
		{"a key twice", "extends = \"generic-80\"\nbaud = 9600\nbaud = 9600\n", "line 3: "},
		{"control characters", "extends = \"generic-80\"\nmodel = \"a\\nb\"\n", "line 2: model ="},
		{"not UTF-8", "name = \"\xff\"\n", "line 1: "},
		{"too long", strings.Repeat("#", most+1), "this is not a profile"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := Read([]byte(tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v\nwant it to say %q", err, tc.want)
			}
			if err != nil && p != (Profile{}) {
				t.Errorf("a profile came with the error: %+v", p)
			}
		})
	}
}

func TestAllMistakesAreToldAtOnceInOrderOfLines(t *testing.T) {
	_, err := Read([]byte("extends = \"generic-80\"\nconfirm = \"x\"\nbuad = 1\nasb = 3\n"))
	if err == nil {
		t.Fatal("want an error")
	}
	s := err.Error()
	a, b, c := strings.Index(s, "line 2"), strings.Index(s, "line 3"), strings.Index(s, "line 4")
	if a < 0 || b < a || c < b {
		t.Errorf("error %q", s)
	}
}

func TestAFileWithAByteOrderMarkIsRead(t *testing.T) {
	if _, err := Read([]byte("\ufeffextends = \"generic-80\"\nname = \"a\"\n")); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	b, err := assets.Printer("generic-80")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("extends = \"generic-80\"\nbaud = 115200\n"))
	f.Add([]byte("[a]\nb = {c = 1}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Read(b)
		if err != nil {
			if p != (Profile{}) {
				t.Errorf("a profile came with the error %v", err)
			}
			return
		}
		if key, err := p.check(); err != nil {
			t.Errorf("read a profile whose %s is wrong: %v", key, err)
		}
		if p.Name == "" || p.Dots == 0 || p.Baud == 0 || p.Confirm == "" || p.PaperSpeed == 0 {
			t.Errorf("read a profile with gaps: %+v", p)
		}
	})
}

func TestAMissingFileOfTheBuildIsAnError(t *testing.T) {
	_, err := read([]byte("extends = \"x\"\n"), func(string) (Profile, error) { return Profile{}, errors.New("none") })
	if err == nil {
		t.Error("want an error")
	}
}
