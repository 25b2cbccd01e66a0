package virtual

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onewindow/printer/profile"
)

var update = flag.Bool("update", false, "write the expected files anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not as expected; see the difference, then go test -update\ngot\n%s", name, got)
	}
}

func TestAChineseTicketComesOutAsItWasMeant(t *testing.T) {
	for _, width := range []int{58, 80} {
		r := work(t, Options{Model: Standard(width)})
		r.send(sample(), cutFeed, processID("aB3x"))
		r.hears(processed("aB3x")...)
		got := r.tickets(1)[0]
		r.sound()
		if !got.Cut || !got.Partial {
			t.Errorf("cut %v, partial %v; want a partial cut", got.Cut, got.Partial)
		}
		if want := []string{"https://yc.example.gov.cn/t/A023-7K2M"}; !slices.Equal(got.QR, want) {
			t.Errorf("QR codes %q, want %q", got.QR, want)
		}
		if want := []string{"A023"}; !slices.Equal(got.Codes, want) {
			t.Errorf("bar codes %q, want %q", got.Codes, want)
		}
		name := map[int]string{58: "chinese58", 80: "chinese80"}[width]
		golden(t, name+".txt", []byte(strings.Join(got.Text, "\n")+"\n"))
		goldenPicture(t, name+".png", got.Image)
	}
}

// goldenPicture compares dots, not files, because encoders of PNG change.
func goldenPicture(t *testing.T, name string, got *Dots) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		pic := image.NewGray(got.Bounds())
		for y := range got.height {
			for x := range got.width {
				pic.Set(x, y, got.At(x, y))
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, pic); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s: %v, want %v", name, got.Bounds(), want.Bounds())
	}
	w, g := shrink(want, 1), shrink(got, 1)
	for y := range w {
		if !slices.Equal(w[y], g[y]) {
			t.Fatalf("%s differs from row %d on", name, y)
		}
	}
}

// printed is the one piece of paper that a stream makes, with the findings.
func printed(t *testing.T, o Options, parts ...any) (Ticket, []Finding) {
	t.Helper()
	o.Knife = -1 // what is printed lies at once behind the knife
	r := work(t, o)
	r.send(stream(parts...), 0x1d, 0x56, 0x00)
	return r.tickets(1)[0], r.d.Findings()
}

// inked is the rectangle that holds all dark dots.
func inked(d *Dots) image.Rectangle {
	var r image.Rectangle
	for y := range d.height {
		for x := range d.width {
			if d.Dark(x, y) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func TestCharactersGrowAsTheCommandsSay(t *testing.T) {
	gsfs, escfs := Standard(80), Standard(80)
	gsfs.Sizes, escfs.Sizes = profile.SizeGSFS, profile.SizeESCFS
	for _, c := range []struct {
		name  string
		model Model
		bytes []byte
		high  int // rows of the piece: no feed is larger than the line
	}{
		{"GS ! grows Latin and Chinese", Standard(80), stream(0x1d, 0x21, 0x33, "国\n"), 96},
		{"eight times", Standard(80), stream(0x1d, 0x21, 0x77, "A\n"), 192},
		{"FS ! grows Chinese", gsfs, stream(0x1c, 0x21, 0x0c, "国\n"), 48},
		{"FS W grows Chinese", Standard(80), stream(0x1c, 0x57, 1, "国\n"), 48},
		{"GS ! leaves Chinese where FS ! is needed", gsfs, stream(0x1d, 0x21, 0x33, "国\n"), 30},
		{"ESC ! grows Latin", escfs, stream(0x1b, 0x21, 0x30, "A\n"), 48},
		{"ESC ! leaves Chinese", Standard(80), stream(0x1b, 0x21, 0x30, "国\n"), 30},
		{"the highest decides", Standard(80), stream("A", 0x1d, 0x21, 0x11, "国\n"), 48},
		{"line spacing", Standard(80), stream(0x1b, 0x33, 60, "A\n"), 60},
		{"ESC d", Standard(80), stream("A", 0x1b, 0x64, 3), 90},
		{"ESC J", Standard(80), stream("A", 0x1b, 0x4a, 100), 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found := printed(t, Options{Model: c.model}, c.bytes)
			if len(found) > 0 {
				t.Errorf("findings %v", found)
			}
			if h := got.Image.Bounds().Dy(); h != c.high {
				t.Errorf("%d rows, want %d", h, c.high)
			}
		})
	}
}

func TestWhatAPrinterDoesNotKnowIsFoundAndNotSwallowed(t *testing.T) {
	bare := Model{Dots: 384}
	for _, c := range []struct {
		name  string
		model Model
		bytes []byte
		says  string
	}{
		{"an unknown ESC", Standard(80), stream(0x1b, 0x07), "unknown command ESC 07"},
		{"an unknown GS", Standard(80), stream(0x1d, 0x07), "unknown command GS 07"},
		{"an unknown FS", Standard(80), stream(0x1c, 0x07), "unknown command FS 07"},
		{"an unknown GS (", Standard(80), stream(0x1d, 0x28, 0x5a, 2, 0, 1, 2), "unknown command GS ( Z"},
		{"a control character", Standard(80), stream(0x02), "control character 02"},
		{"the Japanese mode", Standard(80), stream(0x1c, 0x43, 1), "Japanese"},
		{"an alignment inside of a line", Standard(80), stream("A", 0x1b, 0x61, 1), "no effect"},
		{"a size of nine", Standard(80), stream(0x1d, 0x21, 0x08), "8 times"},
		{"a QR code without data", Standard(80), stream(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30), "without data"},
		{"a QR code wider than the paper", Standard(58), qrCode(16, "https://example.gov.cn/"), "there are 384"},
		{"Chinese without a ROM", bare, stream(0x1c, 0x26), "without Chinese"},
		{"four bytes in a GBK ROM", Model{Dots: 384, ROM: profile.ROMGBK, KanjiAtStart: true}, stream("㐂"), "no Chinese character"},
		{"a GBK character in a GB2312 ROM", Model{Dots: 384, ROM: profile.ROMGB2312, KanjiAtStart: true}, stream("镕"), "not in the ROM"},
		{"QR without QR", bare, qrCode(6, "x"), "does not know"},
		{"a cut without a knife", bare, stream(0x1d, 0x56, 0x00), "without a knife"},
		{"a picture too wide", Standard(58), stream(0x1d, 0x76, 0x30, 0, 49, 0, 1, 0, make([]byte, 49)), "392 dots wide"},
		{"a picture of the wrong length", Standard(80), stream(0x1d, 0x28, 0x4c, 11, 0, 0x30, 0x70, 0x30, 1, 1, 0x31, 16, 0, 1, 0, 0xff), "2 bytes, and 1 follow"},
		{"a picture of too many rows", Standard(80), stream(0x1d, 0x38, 0x4c, 10, 0xff, 0, 0, 0x30, 0x70, 0x30, 1, 1, 0x31, 1, 0, 0, 0xff, make([]byte, 0xff00)), "65280 rows"},
		{"a line without an end", Standard(80), bytes.Repeat(stream(0x1b, 0x24, 0, 0, "A"), 2001), "over each other"},
		{"a bar code without a set", Standard(80), stream(0x1d, 0x6b, 0x49, 2, "AB"), "{A, {B or {C"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := work(t, Options{Model: c.model})
			r.send(c.bytes)
			r.settled(len(c.bytes))
			if !slices.ContainsFunc(r.d.Findings(), func(f Finding) bool { return strings.Contains(f.What, c.says) }) {
				t.Errorf("findings %v, want one that says %q", r.d.Findings(), c.says)
			}
		})
	}
}

func TestRubbishIsShownAsRubbish(t *testing.T) {
	gbk := Model{Dots: 384, ROM: profile.ROMGBK, KanjiAtStart: true, Knife: true}
	got, _ := printed(t, Options{Model: gbk}, "张㐂先生\n")
	// The code of 㐂 is 81 39 EF 36: its bytes are printed as what they seem to be.
	if text := got.Text[0]; !strings.HasPrefix(text, "张▒9") || strings.Contains(text, "㐂") {
		t.Errorf("the line is %q; a GBK printer has no four-byte codes", text)
	}
}

func TestAPictureIsThatOfItsBits(t *testing.T) {
	rows := []byte{0xf0, 0x0f, 0x81, 0x18}
	for _, c := range []struct {
		name  string
		bytes []byte
		ink   image.Rectangle
	}{
		{"GS v 0", stream(0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, rows), image.Rect(0, 0, 16, 2)},
		{"GS v 0 twice as large", stream(0x1d, 0x76, 0x30, 3, 2, 0, 2, 0, rows), image.Rect(0, 0, 32, 4)},
		{"GS v 0 in the middle", stream(0x1b, 0x61, 1, 0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, rows), image.Rect(280, 0, 296, 2)},
		{"GS v 0 on the right", stream(0x1b, 0x61, 2, 0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, rows), image.Rect(560, 0, 576, 2)},
		{"behind a margin", stream(0x1d, 0x4c, 40, 0, 0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, rows), image.Rect(40, 0, 56, 2)},
		{"in a narrow area", stream(0x1d, 0x57, 100, 0, 0x1b, 0x61, 2, 0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, rows), image.Rect(84, 0, 100, 2)},
		{"GS ( L", stream(0x1d, 0x28, 0x4c, 14, 0, 0x30, 0x70, 0x30, 1, 1, 0x31, 16, 0, 2, 0, rows, 0x1d, 0x28, 0x4c, 2, 0, 0x30, 0x32), image.Rect(0, 0, 16, 2)},
		{"GS 8 L", stream(0x1d, 0x38, 0x4c, 14, 0, 0, 0, 0x30, 0x70, 0x30, 2, 1, 0x31, 16, 0, 2, 0, rows, 0x1d, 0x28, 0x4c, 2, 0, 0x30, 0x32), image.Rect(0, 0, 32, 2)},
		{"ESC *", stream(0x1b, 0x2a, 33, 2, 0, 0xff, 0xff, 0xff, 0x80, 0, 0, 0x0a), image.Rect(0, 0, 2, 24)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found := printed(t, Options{}, c.bytes)
			if len(found) > 0 {
				t.Errorf("findings %v", found)
			}
			if r := inked(got.Image); r != c.ink {
				t.Errorf("ink in %v, want %v", r, c.ink)
			}
		})
	}
}

func TestPlacesInALine(t *testing.T) {
	solid := stream(0x1d, 0x42, 1, " ", 0x1d, 0x42, 0) // a reversed blank is a black cell
	for _, c := range []struct {
		name  string
		bytes []byte
		left  int
	}{
		{"at the left", stream(solid, 0x0a), 0},
		{"ESC $", stream(0x1b, 0x24, 0x2c, 0x01, solid, 0x0a), 300},
		{"ESC \\ forth and back", stream(0x1b, 0x5c, 100, 0, 0x1b, 0x5c, 0xe2, 0xff, solid, 0x0a), 70},
		{"HT", stream(0x09, solid, 0x0a), 96},
		{"ESC D", stream(0x1b, 0x44, 5, 20, 0, 0x09, 0x09, solid, 0x0a), 240},
		{"FS S", stream(0x1c, 0x53, 7, 3, "　", solid, 0x0a), 34},
		{"ESC SP", stream(0x1b, 0x20, 9, " ", solid, 0x0a), 21},
		{"centred", stream(0x1b, 0x61, 1, solid, 0x0a), 282},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found := printed(t, Options{}, c.bytes)
			if len(found) > 0 {
				t.Errorf("findings %v", found)
			}
			if r := inked(got.Image); r.Min.X != c.left || r.Dx() != 12 {
				t.Errorf("ink in %v, want 12 dots from %d on", r, c.left)
			}
		})
	}
}

func TestALineThatIsFullGoesOnInTheNext(t *testing.T) {
	got, _ := printed(t, Options{Model: Standard(58)}, strings.Repeat("国", 20), "\n")
	if want := []string{strings.Repeat("国", 16), strings.Repeat("国", 4)}; !slices.Equal(got.Text, want) {
		t.Errorf("lines %q, want %q", got.Text, want)
	}
}

func TestTheKnifeStandsBehindTheHead(t *testing.T) {
	r := work(t, Options{})
	r.send(begin, "one\ntwo\n", 0x1d, 0x56, 0x00, "three\n", cutFeed)
	got := r.tickets(2)
	if len(got[0].Text) != 0 {
		t.Errorf("a cut without a feed gave %q; the lines are still inside", got[0].Text)
	}
	if want := []string{"one", "two", "three"}; !slices.Equal(got[1].Text, want) {
		t.Errorf("the next piece has %q, want %q", got[1].Text, want)
	}
}

func TestSmoothLettersHaveNoSteps(t *testing.T) {
	plain, _ := printed(t, Options{}, 0x1d, 0x21, 0x33, "A\n")
	smooth, _ := printed(t, Options{}, 0x1d, 0x62, 1, 0x1d, 0x21, 0x33, "A\n")
	if a, b := dark(plain.Image), dark(smooth.Image); b <= a {
		t.Errorf("%d dots are dark with smoothing and %d without", b, a)
	}
	if inked(plain.Image) != inked(smooth.Image) {
		t.Errorf("smoothing moves the edge from %v to %v", inked(plain.Image), inked(smooth.Image))
	}
}

func dark(d *Dots) (n int) {
	for y := range d.height {
		for x := range d.width {
			if d.Dark(x, y) {
				n++
			}
		}
	}
	return n
}

func TestALineFeedAfterAPictureIsLostWhereThatIsSo(t *testing.T) {
	m := Standard(58)
	m.LostFeed = true
	got, _ := printed(t, Options{Model: m}, 0x1d, 0x76, 0x30, 0, 1, 0, 1, 0, 0xff, "\n\n")
	if h := got.Image.Bounds().Dy(); h != 1+30 {
		t.Errorf("%d rows, want 31: the picture and one of two line feeds", h)
	}
}

// shrink is a picture made small: rows of dots, each of them per
// by per dots of the picture, true where at least three eighths of those are
// dark. A per below 1 counts as 1.
func shrink(from image.Image, per int) [][]bool {
	per = max(per, 1)
	dark := func(x, y int) bool { return color.GrayModel.Convert(from.At(x, y)).(color.Gray).Y < 0x80 }
	if d, ok := from.(*Dots); ok {
		dark = d.Dark
	}
	b := from.Bounds()
	rows := make([][]bool, (b.Dy()+per-1)/per)
	for y := range rows {
		rows[y] = make([]bool, (b.Dx()+per-1)/per)
		for x := range rows[y] {
			r := image.Rect(x*per, y*per, (x+1)*per, (y+1)*per).Add(b.Min).Intersect(b)
			n := 0
			for py := r.Min.Y; py < r.Max.Y; py++ {
				for px := r.Min.X; px < r.Max.X; px++ {
					if dark(px, py) {
						n++
					}
				}
			}
			rows[y][x] = n*8 >= r.Dx()*r.Dy()*3
		}
	}
	return rows
}
