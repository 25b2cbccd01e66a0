package cli_test

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"onewindow/serial"
)

// f5 as a terminal sends it.
const f5 = "\x1b[15~"

func TestTheDemonstrationPrintsNumbersOnPaper(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := onTTY(t, append(os.Environ(), "TMPDIR="+dir), 120, 36, "demo", "--hall", "LG-PH-01", "--lang", "en", "--speed", "1", "--empty")
	number := func() {
		t.Helper()
		p.press(f1)
		var pressed time.Time
		p.until("is where numbers are taken", func(screen string) bool {
			if strings.Contains(screen, en("take.number")) && time.Since(pressed) > 2*time.Second {
				p.press(".") // the last number is still shown
				pressed = time.Now()
			}
			return strings.Contains(screen, en("take.take"))
		})
		p.press("1")
	}
	papers := func(n, left int) { t.Helper(); p.wait(en("tray.out", "n", n, "left", left)) }

	// A number comes out on paper, and the paper lies in the tray.
	number()
	p.wait(en("take.printed"))
	p.press(f5)
	p.wait("Paper 1")
	p.wait("Pinghu Community Service Hall")
	papers(1, 79)

	// Without paper there is a number but no paper, and the kiosk says why.
	p.press("p")
	p.wait(en("tray.is.paper_out"))
	number()
	p.wait(en("take.unprinted.paper_out"))

	// A new roll prints the next number and nothing old.
	p.press(f5)
	p.wait(en("tray.refill"))
	p.press("p")
	p.wait(en("tray.is.ready"))
	papers(1, 79)
	number()
	p.wait(en("take.printed"))
	p.press(f5)
	p.wait("Paper 2")
	papers(2, 79)

	p.press(ctrlC)
	p.ends(0)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v was left behind, %v", left, err)
	}
}

func TestTheDemonstrationCallsByStripAndVoice(t *testing.T) {
	t.Parallel()
	spoken := regexp.MustCompile(`请[A-Z][零幺二三四五六七八九]+号，到[一二三四五六七八九十]{1,3}号窗口`)
	for name, c := range map[string]struct {
		speed string
		is    func(screen string) bool
	}{
		// Every window has called somebody after a while.
		"strips": {"20", func(screen string) bool { return !strings.Contains(screen, en("tray.dark")) }},
		// A voice says no call that is old, and the hall's time must not run away from it
		// on a machine that is busy.
		"voice": {"4", func(screen string) bool { return spoken.MatchString(strings.ReplaceAll(screen, " ", "")) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := onTTY(t, append(os.Environ(), "TMPDIR="+t.TempDir()), 120, 36, "demo", "--hall", "LG-PH", "--speed", c.speed, "--lang", "en", "--screen", "tray")
			p.until("calls by its "+name, func(screen string) bool { return strings.Contains(screen, en("tray.strips")) && c.is(screen) })
			if strings.Contains(p.screen(), "F6 ") {
				t.Errorf("the tray has a bar of tabs:\n%s", p.screen())
			}
			p.signal(syscall.SIGTERM)
			p.ends(0)
		})
	}
}

func TestTheDemonstrationBeginsWithTheFaultThatIsAsked(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{
		"out": en("tray.is.paper_out"), "cover": en("tray.is.cover"), "silent": en("tray.is.silent"), "cutter": en("tray.free"),
	} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			p := onTTY(t, append(os.Environ(), "TMPDIR="+t.TempDir()), 120, 36, "demo", "--hall", "LG-PH-01", "--empty", "--lang", "en", "--screen", "tray", "--printer", state)
			p.wait(want)
			p.press(ctrlC)
			p.ends(0)
		})
	}
}

// virtual is a virtual device that runs as a program of its own.
type virtual struct {
	t   *testing.T
	cmd *exec.Cmd

	mu  sync.Mutex
	out bytes.Buffer
}

func (v *virtual) Write(b []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.out.Write(b)
}

func (v *virtual) said() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.out.String()
}

// device starts "onewindow device args...", and ends it with the test: by a signal,
// to which it ends well.
func device(t *testing.T, args ...string) *virtual {
	t.Helper()
	return deviceWith(t, nil, args...)
}

// deviceWith is device with an input.
func deviceWith(t *testing.T, in io.Reader, args ...string) *virtual {
	t.Helper()
	v := &virtual{t: t, cmd: exec.Command("onewindow", append([]string{"device"}, args...)...)}
	v.cmd.Stdin, v.cmd.Stdout, v.cmd.Stderr = in, v, v
	if err := v.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = v.cmd.Process.Signal(syscall.SIGTERM)
		if err := v.cmd.Wait(); err != nil {
			t.Errorf("device %s ended: %v; it said\n%s", args[0], err, v.said())
		}
	})
	v.wait("^port ")
	return v
}

// wait waits until the device said something.
func (v *virtual) wait(pattern string) {
	v.t.Helper()
	re := regexp.MustCompile("(?m)" + pattern)
	for deadline := time.Now().Add(patience); !re.MatchString(v.said()); {
		if time.Now().After(deadline) {
			v.t.Fatalf("the device never said %q but\n%s", pattern, v.said())
		}
		<-time.After(5 * time.Millisecond)
	}
}

func TestTheTrayOfASmallDemonstrationShowsPapersAndDevicesInTurn(t *testing.T) {
	t.Parallel()
	p := onTTY(t, append(os.Environ(), "TMPDIR="+t.TempDir()), 44, 20, "demo", "--hall", "LG-PH-01", "--lang", "en", "--speed", "1", "--empty")
	p.press(f5)
	p.wait(en("tray.see_devices"))
	p.press("d")
	p.wait(en("tray.see_papers"))
	p.wait(en("tray.strips"))
	p.press("d")
	p.wait(en("tray.see_devices"))
	p.press(ctrlC)
	p.ends(0)
}

func TestAKioskPrintsOnADeviceOfItsOwn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	printer := device(t, "printer", "--link", dir+"/printer", "--speed", "0", "--png", dir+"/papers", "--script", "cutter@ticket=2,once")
	h := newHall(t)
	h.env = append(h.env, "ONEWINDOW_PRINTER_PORT="+dir+"/printer")
	kiosk := h.terminal(100, 32, "kiosk")
	kiosk.wait(en("take.take"))
	kiosk.press("1")
	kiosk.wait(en("take.printed"))
	printer.wait(`paper 1, cut: .*\bA001\b`)
	f, err := os.Open(dir + "/papers/paper-0001.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if pic, err := png.Decode(f); err != nil || pic.Bounds().Dx() < 576 {
		t.Errorf("the picture of the paper: %v", err)
	}
	if got := h.ctl("ticket", "find", "number=A001"); !strings.Contains(got, `"printed"`) {
		t.Errorf("the hall does not know of the paper: %s", got)
	}
}

func TestAPrinterWithoutAKnifeIsTornOffByItself(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	printer := device(t, "printer", "--profile", "generic-58", "--link", dir+"/printer", "--speed", "0", "--png", dir+"/papers")
	h := newHall(t)
	h.env = append(h.env, "ONEWINDOW_PRINTER_PORT="+dir+"/printer", "ONEWINDOW_PRINTER_PROFILE=generic-58")
	kiosk := h.terminal(100, 32, "kiosk")
	kiosk.wait(en("take.take"))
	kiosk.press("1")
	kiosk.wait(en("take.printed"))
	printer.wait(`paper 1, torn off: .*\bA001\b`)
	f, err := os.Open(dir + "/papers/paper-0001.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if pic, err := png.Decode(f); err != nil || pic.Bounds().Dx() < 384 {
		t.Errorf("the picture of the paper: %v", err)
	}
}

func TestASecondDeviceDoesNotTakeTheLinkOfTheFirst(t *testing.T) {
	t.Parallel()
	link := t.TempDir() + "/printer"
	first := exec.Command("onewindow", "device", "printer", "--link", link)
	out, err := first.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = first.Process.Kill()
		_ = first.Wait()
	}()
	if _, err := out.Read(make([]byte, 1)); err != nil { // its first line: the port is there
		t.Fatal(err)
	}
	for _, kind := range []string{"voice", "scanner"} {
		says, err := exec.Command("onewindow", "device", kind, "--link", link).CombinedOutput()
		if err == nil || !strings.Contains(string(says), fmt.Sprintf("which onewindow (pid %d) has", first.Process.Pid)) || !strings.Contains(string(says), "Hint: end that device first") {
			t.Errorf("a second device on its link says %v:\n%s", err, says)
		}
	}
	// Killed, it leaves its link behind, and another one takes it.
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	if _, err := os.Lstat(link); err != nil {
		t.Fatalf("the link is gone: %v", err)
	}
	device(t, "voice", "--link", link)
}

func TestAHallCallsOnDevicesOfTheirOwn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	strips := device(t, "led", "--link", dir+"/strips", "--kind", "bx6k", "--address", "1-2")
	voice := device(t, "voice", "--link", dir+"/voice", "--speed", "20")
	list := `[[line]]
port = "` + dir + `/strips"
[[line.strip]]
name = "w2"
kind = "bx6k"
address = 1
window = "2"
width = 128
height = 32
[[line.strip]]
name = "hall"
kind = "bx6k"
address = 2
zones = ["*"]
width = 128
height = 32
[[voice]]
name = "hall"
kind = "syn6288"
port = "` + dir + `/voice"
`
	if err := os.WriteFile(dir+"/caller.toml", []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	h := newHall(t)
	h.kill()
	h.env = append(h.env, "ONEWINDOW_CALLER_DEVICES="+dir+"/caller.toml")
	h.run()
	h.ctl("hall", "staff", "id=wang", "name=王", "pin=4711")
	h.ctl("ticket", "issue", "theme=general")
	h.ctl("window", "signin", "window=2", "clerk=wang", "pin=4711")
	h.ctl("window", "next", "window=2")
	strips.wait(`strip 1 shows: .*A001`)
	strips.wait(`strip 2 shows: .*A001`)
	voice.wait(`said: （叮咚）请A零零幺号，到二号窗口`)
	if empty := regexp.MustCompile(`(?m)(\| *)+$`).FindString(strips.said()); empty != "" {
		t.Errorf("rows without anything are printed:\n%s", strips.said())
	}
	if strings.Contains(voice.said(), "soundk") {
		t.Errorf("the chime is printed as the module hears it:\n%s", voice.said())
	}
}

func TestAPrinterOnTheNetworkTakesPapers(t *testing.T) {
	t.Parallel()
	v := device(t, "printer", "--listen", "127.0.0.1:0", "--speed", "0")
	address := regexp.MustCompile(`(?m)^port tcp://(.*)$`).FindStringSubmatch(v.said())
	if address == nil {
		t.Fatalf("the printer does not say where it is: %s", v.said())
	}
	for n := range 2 { // one caller after the other
		c, err := net.Dial("tcp", address[1])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte("\x1b@HELLO\n\x1dVB\x00")); err != nil {
			t.Fatal(err)
		}
		v.wait(fmt.Sprintf("paper %d, cut: HELLO$", n+1))
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAScannerSendsWhatIsTyped(t *testing.T) {
	t.Parallel()
	link := t.TempDir() + "/scanner"
	in, typed := io.Pipe()
	v := deviceWith(t, in, "scanner", "--link", link, "--end", "crlf")
	defer typed.Close()
	c, err := serial.Open(serial.Settings{Name: link, Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(typed, "https://example.org/t/1\n"); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for deadline := time.Now().Add(patience); !bytes.HasSuffix(got, []byte("\r\n")) && time.Now().Before(deadline); {
		b := make([]byte, 64)
		n, err := c.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b[:n]...)
	}
	if string(got) != "https://example.org/t/1\r\n" {
		t.Errorf("the host got %q", got)
	}
	v.wait("sent: https://example.org/t/1")
}

func TestACardDeviceIsReadByAKiosk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := newHall(t)
	h.env = append(h.env, "ONEWINDOW_READER_PORT="+dir+"/cards")
	kiosk := h.terminal(100, 32, "kiosk")
	kiosk.wait(en("take.take"))
	device(t, "idcard", "--link", dir+"/cards", "--put", "1") // before it has heard the hall, a kiosk takes no card
	kiosk.wait("0022")                                        // the end of the number on the card, all that is shown of it
}

func TestADeviceOnATerminalShowsItsPaperAndTakesKeys(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := onTTY(t, os.Environ(), 100, 32, "device", "printer", "--link", dir+"/printer", "--speed", "0", "--lang", "en")
	p.wait(en("tray.is.ready"))
	p.wait(dir + "/printer")
	if err := os.WriteFile(dir+"/printer", []byte("\x1b@HELLO\n\x1dVB\x00"), 0); err != nil {
		t.Fatal(err)
	}
	p.wait("HELLO")
	p.press("o")
	p.wait(en("tray.is.cover"))
	p.press(ctrlC)
	p.ends(0)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v was left behind, %v", left, err)
	}
}
