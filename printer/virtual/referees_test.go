//go:build referees

package virtual

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"onewindow/printer/profile"
	"onewindow/printer/slip"
)

// The referees are programs that nobody here wrote; referees.sh installs them.

// code is what the tickets of the referees carry.
const code = "https://yc.lg.gov.cn/t/7Kq2mX9bLd4"

// ours is a ticket as the kiosk prints it.
func ours() slip.Ticket {
	return slip.Ticket{
		Language: slip.ZhHans,
		Hall:     slip.Text{ZhHans: "龙岗区行政服务大厅"},
		Number:   "A023",
		Theme:    slip.Text{ZhHans: "综合服务"},
		Items:    []slip.Text{{ZhHans: "敬老优待证申领"}},
		Ahead:    4,
		Zones:    []slip.Text{{ZhHans: "二区"}},
		Windows:  []string{"14", "15", "16"},
		Issued:   time.Date(2026, 11, 26, 10, 2, 0, 0, time.FixedZone("CST", 8*3600)),
		Last4:    "123X",
		QR:       code,
	}
}

// papers are the bytes of our ticket for every profile that is built in.
func papers(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, name := range profile.Names() {
		p, err := profile.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		template, err := slip.Default(p.Width)
		if err != nil {
			t.Fatal(err)
		}
		paper, err := slip.Compose(ours(), template, p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = paper.Data
	}
	return all
}

// tool runs a referee and returns what it says.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s %q: %v\n%s%s", name, args, err, out, stderr.String())
	}
	return string(out)
}

// folder is where referees.sh put them.
func folder(t *testing.T, path ...string) string {
	t.Helper()
	dir := os.Getenv("REFEREES")
	if dir == "" {
		t.Fatal("REFEREES is not set; run printer/virtual/referees.sh")
	}
	return filepath.Join(append([]string{dir}, path...)...)
}

func TestRefereeZbarReadsTheCodeOnOurPaper(t *testing.T) {
	for name, data := range papers(t) {
		p, err := profile.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		m := Of(p)
		m.Knife = true
		r := work(t, Options{Model: m})
		r.send(data, cutFeed)
		paper := r.tickets(1)[0]
		r.sound()
		for _, scale := range []float64{1, 2} {
			path := filepath.Join(t.TempDir(), "paper.png")
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := WritePNG(f, paper, scale); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimSpace(tool(t, "zbarimg", "-q", "--raw", "--set", "disable", "--set", "qrcode.enable", path)); got != code {
				t.Errorf("%s at %g: zbar reads %q", name, scale, got)
			} else {
				t.Logf("%s at %g: zbar reads %s", name, scale, got)
			}
		}
	}
}

// escposTools is what that decoder takes for the text in the bytes. It knows no
// Chinese: it shows bytes as characters of code page 437, so they are found again.
func escposTools(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ticket.bin")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	shown := tool(t, "php", folder(t, "escpos-tools", "esc2text.php"), path)
	raw, err := charmap.CodePage437.NewEncoder().String(shown)
	if err != nil {
		t.Fatalf("its text is not of code page 437: %v", err)
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().String(raw)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRefereeEscposToolsReadsTheTextOfOurBytes(t *testing.T) {
	for name, data := range papers(t) {
		p, err := profile.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		text := escposTools(t, data)
		wants := []string{"A023"}
		if p.ROM != profile.ROMNone {
			wants = append(wants, "龙岗区行政服务大厅", "敬老优待证申领", "123X")
		}
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in what it reads:\n%s", name, want, text)
			}
		}
		// It and our device read the same lines.
		r := work(t, Options{Model: Of(p)})
		r.send(data)
		r.settled(len(data))
		r.d.PullPaper()
		ours := r.tickets(1)[0].Text
		theirs := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
		theirs = slices.DeleteFunc(theirs, func(s string) bool { return strings.TrimSpace(s) == "" })
		if a, b := squeezed(ours), squeezed(theirs); a != b {
			t.Errorf("%s: the device reads\n%s\nand escpos-tools\n%s", name, a, b)
		} else {
			t.Logf("%s: both read %d lines alike", name, len(ours))
		}
	}
}

// squeezed is text without what only lays it out. escpos-tools does not know FS !
// and shows what belongs to it as a control character.
func squeezed(lines []string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.Join(lines, ""))
}

func TestRefereeEscposToolsTakesThePicturesOutOfOurBytes(t *testing.T) {
	seen := false
	for name, data := range papers(t) {
		p, err := profile.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		if p.QR != profile.QRRaster {
			continue
		}
		dir := t.TempDir()
		path := filepath.Join(dir, "ticket.bin")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		listed := tool(t, "php", folder(t, "escpos-tools", "escimages.php"), "--pbm", "--file", path, "--output-dir", dir)
		pictures, err := filepath.Glob(filepath.Join(dir, "*.pbm"))
		if err != nil || len(pictures) == 0 {
			t.Errorf("%s: no picture in\n%s", name, listed)
			continue
		}
		seen = true
		slices.Sort(pictures)
		path = filepath.Join(dir, "joined.png")
		joined(t, path, pictures)
		if got := strings.TrimSpace(tool(t, "zbarimg", "-q", "--raw", path)); got != code {
			t.Errorf("%s: zbar reads %q in the joined pictures", name, got)
		} else {
			t.Logf("%s: %s, in which zbar reads %s", name, strings.ReplaceAll(strings.TrimSpace(listed), "\n", " "), got)
		}
	}
	if !seen {
		t.Error("no profile draws its QR code as a picture")
	}
}

// joined stacks the bands of a code, with white around them.
func joined(t *testing.T, path string, bands []string) {
	t.Helper()
	const around = 32
	var rows []byte
	width, height := 0, 0
	for _, band := range bands {
		b, err := os.ReadFile(band)
		if err != nil {
			t.Fatal(err)
		}
		var w, h int
		if _, err := fmt.Sscanf(string(b[:min(len(b), 32)]), "P4\n%d %d\n", &w, &h); err != nil || width != 0 && w != width {
			t.Fatalf("%s: %d by %d, %v", band, w, h, err)
		}
		width, height = w, height+h
		rows = append(rows, b[len(b)-(w+7)/8*h:]...)
	}
	full := NewDots(width+2*around, height+2*around)
	full.lay(around, around, unpack(rows, width, height))
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, full); err != nil {
		t.Fatal(err)
	}
}

func TestRefereeReceiptioWorksWithTheDevice(t *testing.T) {
	// It knows no other port than 9100.
	l, err := net.Listen("tcp", "127.0.0.1:9100")
	if err != nil {
		t.Fatal(err)
	}
	d := New(Options{})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- d.Serve(ctx, l) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	script := filepath.Join(folder(t), "print.js")
	if err := os.WriteFile(script, []byte("require('receiptio').print(process.argv[2], process.argv[3]).then(r => console.log(JSON.stringify(r)));\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	says := func(what, options, want string) {
		t.Helper()
		var got string
		if err := json.Unmarshal([]byte(tool(t, "node", script, what, "-d 127.0.0.1 -p escpos -l zh-hans -t 5 "+options)), &got); err != nil {
			t.Errorf("receiptio: %v", err)
		}
		if got != want {
			t.Errorf("receiptio says %q, want %q", got, want)
		} else {
			t.Logf("receiptio says %s", got)
		}
	}
	says("", "-q", "online")
	says("一窗通办 A023\n{code:"+code+";option:qrcode,6,m}", "", "success")
	paper := d.Tickets(0)
	if len(paper) != 1 {
		t.Fatalf("%d pieces of paper, findings %v", len(paper), d.Findings())
	}
	if text := squeezed(paper[0].Text); text != "一窗通办A023" {
		t.Errorf("its ticket reads %q", text)
	}
	d.PullPaper()
	says("", "-q", "paperempty")
	says("A", "", "paperempty")
	d.Refill(0)
	says("", "-q", "online")
	d.OpenCover()
	says("", "-q", "coveropen")
	says("A", "", "coveropen")
	d.CloseCover()
	says("B", "", "success")
	for _, f := range d.Findings() {
		t.Logf("a finding in its bytes: %s", f.What)
	}
}
