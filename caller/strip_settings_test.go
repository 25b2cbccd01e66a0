package caller

import (
	"strings"
	"testing"

	"onewindow/caller/led"
)

const goodStrips = `
[[line]]
port = "/dev/serial/by-id/usb-485"
baud = 57600

[[line.strip]]
name = "w3"
kind = "bx6k"
address = 3
window = "3"
width = 64
height = 32
colours = 2
brightness = 8
over_programs = true

[[line.strip]]
name = "hall"
kind = "bx5k"
address = 40
zones = ["*"]
width = 256
height = 64
languages = ["zh-Hans", "en"]

[[voice]]
kind = "syn6288"

[[line]]
port = "/dev/ttyS1"

[[line.strip]]
name = "w4"
kind = "led8"
window = "4"
`

func TestAFileOfStripsIsRead(t *testing.T) {
	s, err := ParseStrips([]byte("\ufeff" + goodStrips))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Lines) != 2 || len(s.Lines[0].Strips) != 2 || s.Lines[0].Baud != 57600 {
		t.Fatalf("read %+v", s)
	}
	w3, hall, w4 := s.Lines[0].Strips[0], s.Lines[0].Strips[1], s.Lines[1].Strips[0]
	if w3.Charset != led.GB2312 || len(w3.Languages) != 1 || w3.Languages[0] != ZhHans || w3.Colours != 2 || w3.Brightness != 8 || !w3.card(0, stripTimeout).Over {
		t.Errorf("read %+v", w3)
	}
	if hall.Colours != 1 || len(hall.Languages) != 2 || hall.Zones[0] != "*" {
		t.Errorf("read %+v", hall)
	}
	if w4.Languages[0] != En || s.Lines[1].Baud != 2400 {
		t.Errorf("read %+v at %d baud", w4, s.Lines[1].Baud)
	}
	if again := s; again.Check() != nil {
		t.Errorf("what was read is refused: %v", again.Check())
	}
}

func TestAFileWithoutStripsHasNone(t *testing.T) {
	for _, text := range []string{"", "[[voice]]\nport = \"/dev/x\"\n"} {
		if s, err := ParseStrips([]byte(text)); err != nil || len(s.Lines) != 0 {
			t.Errorf("%q is %+v, %v", text, s, err)
		}
	}
}

func TestMistakesInAFileOfStripsNameTheLineAndTheWayOut(t *testing.T) {
	line := "[[line]]\nport = \"/dev/a\"\n"                                                                          // 2 lines
	strip := "[[line.strip]]\nname = \"a\"\nkind = \"bx6k\"\naddress = 1\nwindow = \"1\"\nwidth = 64\nheight = 16\n" // 7 lines
	with := func(old, new string) string { return line + strings.Replace(strip, old, new, 1) }
	for _, tc := range []struct{ name, text, want string }{
		{"a slip in a key", with("height", "hight"), `line 9: unknown key "line.strip.hight"; a [[line.strip]] has name, kind`},
		{"a slip in a line", "[[line]]\nbuad = 3\n", `line 2: unknown key "line.buad"; a [[line]] has port, baud`},
		{"a slip in a table", "[[lines]]\nport = \"/dev/a\"\n", `line 1: unknown key "lines"; the file has [[line]]`},
		{"text for a number", with("address = 1", "address = \"1\""), "line 6: "},
		{"no TOML", "[[line]\n", "line 1: "},
		{"no strips", line, "line 1: a line needs strips"},
		{"no port", "[[line]]\n" + strip, "line 1: a line needs a name"},
		{"no name", with("name = \"a\"", "font = 16"), `line 3: a strip needs a name`},
		{"no kind", with("kind = \"bx6k\"", ""), `line 3: kind "": want one of bx5k, bx6k, cd5220, led8, alpha`},
		{"a wrong kind", with("bx6k", "bx7k"), `line 5: kind "bx7k": want one of`},
		{"address 0", with("address = 1", "address = 0"), "line 6: address 0: want 1 to 32767"},
		{"address of all", with("address = 1", "address = 65535"), "line 6: address 65535: want 1 to 32767"},
		{"nobody's", with("window = \"1\"\n", ""), `line 3: strip "a": say whose it is`},
		{"somebody's and a hall's", with("window = \"1\"", "window = \"1\"\nzones = [\"*\"]"), "line 8: strip \"a\" has a window and zones"},
		{"an empty zone", with("window = \"1\"", "zones = [\"\"]"), "line 7: strip \"a\": an empty zone"},
		{"no width", with("width = 64\n", ""), "line 3: strip \"a\": set width, "},
		{"no height", with("height = 16\n", ""), "line 3: strip \"a\": set height, "},
		{"neither", with("width = 64\nheight = 16\n", ""), "line 3: strip \"a\": set width and height, "},
		{"a width of 0", with("width = 64", "width = 0"), "line 8: strip \"a\": set width, "},
		{"a speed that is none", "[[line]]\nport = \"/dev/a\"\nbaud = 9601\n" + strip, "line 3: line \"/dev/a\": baud is 9601, and the port does not know this speed; usual are"},
		{"half a unit", with("bx6k", "bx5k") + "", ""},
		{"width of a fifth generation", strings.Replace(with("64", "60"), "bx6k", "bx5k", 1), "line 8: width 60: BX-5K cards count in units of 8 dots"},
		{"a font higher than the strip", with("height = 16", "height = 16\nfont = 32"), "line 10: font 32: want 16, 24 or 32"},
		{"rows", with("height = 16", "height = 16\nrows = 2"), "line 10: rows 2 do not fit into 16 dots"},
		{"colours", with("height = 16", "height = 16\ncolours = 7"), "line 10: colours 7"},
		{"charset", with("height = 16", "height = 16\ncharset = \"big5\""), "line 10: charset \"big5\""},
		{"brightness", with("height = 16", "height = 16\nbrightness = 17"), "line 10: brightness 17"},
		{"a language that is none", with("height = 16", "height = 16\nlanguages = [\"zh\"]"), "line 10: language \"zh\": want zh-Hans, zh-Hant or en"},
		{"traditional without its fonts", with("height = 16", "height = 16\nlanguages = [\"zh-Hant\"]"), "line 10: fonts of GB2312 lack traditional"},
		{"Chinese on a display without", with("bx6k", "cd5220") + "languages = [\"zh-Hans\"]\n", "line 10: a strip of kind cd5220 has no Chinese"},
		{"an Alpha sign without a width", strings.Replace(with("bx6k", "alpha"), "64", "0", 1), "line 8: width 0: want an Alpha sign's characters"},
		{"a strip in a list", line + "strip = [{name = \"a\", kind = \"bx7k\"}]\n", `line 3: kind "bx7k": want one of`},
		{"an address twice", line + strip + strings.Replace(strip, `"a"`, `"b"`, 1), `line 13: "a" and "b" have the same address 1`},
		{"a name twice", line + strip + strings.Replace(strip, "address = 1", "address = 2", 1), `line 11: two strips have the name "a"`},
		{"two without addresses", line + "[[line.strip]]\nname = \"a\"\nkind = \"led8\"\nwindow = \"1\"\n[[line.strip]]\nname = \"b\"\nkind = \"led8\"\nwindow = \"2\"\n", `line 9: displays of kind cd5220 and led8 have no address`},
		{"two protocols", line + strip + "[[line.strip]]\nname = \"b\"\nkind = \"alpha\"\naddress = 2\nwidth = 16\nwindow = \"2\"\n", `line 12: "a" and "b" speak different protocols`},
		{"a port twice", line + strip + line + strings.NewReplacer(`"a"`, `"b"`).Replace(strip), `line 11: port "/dev/a" is there twice`},
		{"parity", "[[line]]\nport = \"/dev/a\"\nparity = \"N\"\n" + strip, `line 3: parity "N": want none, even or odd`},
		{"stop bits", "[[line]]\nport = \"/dev/a\"\nstop_bits = 3\n" + strip, `stop bits is 3; use 1 or 2`},
	} {
		_, err := ParseStrips([]byte(tc.text))
		if tc.want == "" {
			if err != nil {
				t.Errorf("%s: %v", tc.name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestAllMistakesAmongStripsAreReportedAtOnce(t *testing.T) {
	text := strings.NewReplacer("address = 3\n", "address = 0\n", `kind = "led8"`, `kind = "led9"`).Replace(goodStrips)
	_, err := ParseStrips([]byte(text))
	for _, want := range []string{"address 0", `kind "led9"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
}

// FuzzParseStrips: no file makes the reader fall over, and what is taken is complete.
func FuzzParseStrips(f *testing.F) {
	f.Add([]byte(goodStrips))
	for _, s := range []string{"", "[[line]]", "line = [{port = '/dev/a'}]", "[line]\nport = 1", "[[line]]\n[[line.strip]]\n[line.strip.x]", "line.strip = 3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseStrips(b)
		if err != nil {
			return
		}
		for _, l := range s.Lines {
			for _, strip := range l.Strips {
				_ = said(WindowFace(strip, calling))
				_ = said(HallFace(strip, calls("A1", "B2"), lunch))
			}
		}
		if err := s.Check(); err != nil {
			t.Fatalf("what was taken is refused: %v", err)
		}
	})
}
