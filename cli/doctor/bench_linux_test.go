package doctor

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	call "onewindow/caller/virtual"
	"onewindow/cli/config"
	print "onewindow/printer/virtual"
	read "onewindow/reader/virtual"
	"onewindow/serial"
	"onewindow/serial/pty"
)

// patience is how long a test waits for what must happen.
const patience = time.Minute

// TestMain makes the test binary a program that holds a port, too.
func TestMain(m *testing.M) {
	if port := os.Getenv("HOLD_PORT"); port != "" {
		c, err := serial.Open(serial.Settings{Name: port})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("held")
		_, _ = os.Stdin.Read(make([]byte, 1))
		_ = c.Close()
		os.Exit(0)
	}
	// The tests wait for time-outs most of the time.
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// examine examines a machine that is configured so.
func examine(t *testing.T, conf string, change func(*Settings), only ...Area) Report {
	t.Helper()
	file := filepath.Join(t.TempDir(), "onewindow.toml")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	none := func(string) (string, bool) { return "", false }
	c, _, err := config.Load(file, none, nil)
	s := Settings{Config: c, ConfigErr: err, ConfigFile: file, Program: "test", Only: only, speeds: []int{9600, 38400}}
	if change != nil {
		change(&s)
	}
	return Examine(t.Context(), s)
}

// drivers are the rooms whose goroutines must have ended with an examination.
var drivers = regexp.MustCompile(`onewindow/(serial|printer|reader|caller/voice|hall/lan)\.|cli/doctor\.examination`)

// goroutines are those of the drivers that still run.
func goroutines() string {
	buf := make([]byte, 1<<20)
	var left []string
	for _, one := range strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if drivers.MatchString(one) {
			left = append(left, one)
		}
	}
	return strings.Join(left, "\n\n")
}

// found compares what was found.
func found(t *testing.T, r Report, want string) {
	t.Helper()
	if got := told(r.Findings...); got != want {
		t.Errorf("found %q, want %q\n%+v", got, want, r.Findings)
	}
	expect(t, "report", told(r.Findings...), r.Findings...)
}

// line is a serial line whose far end is served until the test ends.
func line(t *testing.T, serve func(ctx context.Context, p *pty.Port)) string {
	t.Helper()
	p, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "port")})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		serve(ctx, p)
	}()
	t.Cleanup(func() {
		stop()
		_ = p.Close()
		<-done
	})
	return p.Name()
}

// deaf is a far end that hears everything and says nothing.
func deaf(_ context.Context, p *pty.Port) {
	buf := make([]byte, 256)
	for {
		if _, err := p.Read(buf); err != nil {
			return
		}
	}
}

// at answers questions only when the host's line has that speed.
func at(speed uint32, answer func(in []byte) []byte) func(context.Context, *pty.Port) {
	return func(_ context.Context, p *pty.Port) {
		buf := make([]byte, 256)
		for {
			n, err := p.Read(buf)
			if err != nil {
				return
			}
			fd, err := unix.Open(p.Name(), unix.O_RDONLY|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
			if err != nil {
				continue
			}
			t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
			_ = unix.Close(fd)
			if err != nil || t.Cflag&unix.CBAUD != speed {
				continue
			}
			if out := answer(buf[:n]); len(out) > 0 {
				_, _ = p.Write(out)
			}
		}
	}
}

// held has another program of that name hold a port until the test ends.
func held(t *testing.T, program, port string, args ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Args = append([]string{program}, args...)
	c.Env = append(os.Environ(), "HOLD_PORT="+port)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = c.Wait()
	})
	if said, err := bufio.NewReader(out).ReadString('\n'); strings.TrimSpace(said) != "held" {
		t.Fatalf("the other program says %q, %v", said, err)
	}
}

func TestAnExaminationLeavesNothingRunning(t *testing.T) {
	sam, module := read.NewSAM(read.Options{}), call.NewVoice(call.VoiceOptions{Speed: 40})
	t.Cleanup(module.Close)
	_, conf := rig(t, print.Options{})
	conf += fmt.Sprintf("[reader]\nport = %q\n", line(t, func(ctx context.Context, p *pty.Port) { _ = sam.Serve(ctx, p) }))
	conf += callers(t, fmt.Sprintf("[[line]]\nport = %q\n%s[[voice]]\nname = \"hall\"\nkind = \"syn6288\"\nport = %q\n",
		line(t, deaf), bxStrip("w1", 1), line(t, func(_ context.Context, p *pty.Port) { _ = module.Serve(p) })))
	r := examine(t, conf, nil, AreaPorts, AreaPrinter, AreaStrips, AreaVoice, AreaReader)
	if r.Counts[Failure] != 1 {
		t.Errorf("found %s", told(r.Findings...))
	}
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		left := goroutines()
		if left == "" {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("goroutines are left:\n%s", left)
		}
	}
}

func TestAPortThatARunningOnewindowHoldsIsNoFault(t *testing.T) {
	t.Parallel()
	port := line(t, deaf)
	held(t, "onewindow", port, "kiosk")
	r := examine(t, fmt.Sprintf("[printer]\nport = %q\n", port), nil, AreaPorts, AreaPrinter)
	found(t, r, "ok in_use, ok in_use")
	if says := r.Findings[0].Says; !strings.Contains(says, "onewindow kiosk (pid ") {
		t.Errorf("it says %q", says)
	}
	if r.Exit != ExitWell {
		t.Errorf("exit %d", r.Exit)
	}
}

func TestAPortThatAnotherProgramHoldsIsNamedWithIt(t *testing.T) {
	t.Parallel()
	port := line(t, deaf)
	held(t, "minicom", port)
	r := examine(t, fmt.Sprintf("[printer]\nport = %q\n", port), nil, AreaPorts, AreaPrinter)
	found(t, r, "failure busy, skipped no_port")
	if says := r.Findings[0].Says; !strings.Contains(says, "minicom (pid ") {
		t.Errorf("it says %q", says)
	}
}

func TestAPortThatIsNotThereIsAFailureOnce(t *testing.T) {
	t.Parallel()
	conf := fmt.Sprintf("[reader]\nport = %q\n", filepath.Join(t.TempDir(), "none"))
	found(t, examine(t, conf, nil, AreaPorts, AreaReader), "failure missing, skipped no_port")
	found(t, examine(t, conf, nil, AreaReader), "failure missing")
}

func TestAPortThatIsNoneIsCalledWhatItIs(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, is := range map[string]string{"/dev": "a folder", "/dev/null": "a device of another kind", file: "a file"} {
		r := examine(t, fmt.Sprintf("[reader]\nscanner_port = %q\n", name), nil, AreaScanner)
		found(t, r, "failure no_port")
		if f := r.Findings[0]; !strings.Contains(f.Says, "it is "+is+", no serial port") || !strings.Contains(f.Remedy, "/dev/serial/by-id") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestAPortThatAnotherDevicesProgramHoldsIsAWarning(t *testing.T) {
	t.Parallel()
	port := line(t, deaf)
	held(t, "onewindow", port, "hall")
	r := examine(t, fmt.Sprintf("[printer]\nport = %q\n", port), nil, AreaPorts, AreaPrinter)
	found(t, r, "warning another_owner, skipped no_port")
	if says := r.Findings[0].Says; !strings.Contains(says, "in use by onewindow hall (pid ") || !strings.Contains(says, "which has no printer: is it the right port?") {
		t.Errorf("it says %q", says)
	}
}

func TestOneLineForTwoDevicesIsAFailure(t *testing.T) {
	t.Parallel()
	port := line(t, deaf)
	r := examine(t, fmt.Sprintf("[reader]\nport = %q\nscanner_port = %q\n", port, port), nil, AreaPorts)
	found(t, r, "ok opens, failure shared")
}

func TestTwoNamesOfOneLineAreOneLine(t *testing.T) {
	t.Parallel()
	port := line(t, deaf)
	other := filepath.Join(t.TempDir(), "other")
	if err := os.Symlink(port, other); err != nil {
		t.Fatal(err)
	}
	found(t, examine(t, fmt.Sprintf("[reader]\nport = %q\nscanner_port = %q\n", port, other), nil, AreaPorts), "ok opens, failure shared")
}

func TestAMachineWithNothingIsExaminedWithoutAFailure(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	conf := fmt.Sprintf("[terminal]\nidentity = %q\n[hall]\ndata = %q\n", filepath.Join(dir, "terminal.json"), filepath.Join(dir, "none"))
	r := examine(t, conf, nil)
	if r.Counts[Failure] > 0 {
		t.Errorf("failures of a bare machine: %+v", r.Findings)
	}
	for _, area := range Areas {
		seen := false
		for _, f := range r.Findings {
			seen = seen || f.Area == area
		}
		if !seen {
			t.Errorf("nothing is said of %s", area)
		}
	}
}

func TestAConfigurationThatCannotBeUsedKeepsDevicesAlone(t *testing.T) {
	t.Parallel()
	r := examine(t, "[hall]\nprot = 1\n[printer]\nport = \"/dev/null\"\n", nil, AreaConfig, AreaHall, AreaPorts, AreaPrinter, AreaStrips, AreaVoice, AreaReader, AreaScanner)
	if r.Exit != ExitFailures || r.Findings[0].Code != "mistake" || r.Counts[Skipped] != 7 {
		t.Errorf("found %s", told(r.Findings...))
	}
}

func TestTheTimeForAllOfItHolds(t *testing.T) {
	t.Parallel()
	port := line(t, deaf)
	began := time.Now()
	r := examine(t, fmt.Sprintf("[printer]\nport = %q\n[reader]\nport = %q\n", port, line(t, deaf)), func(s *Settings) { s.Timeout = 100 * time.Millisecond }, AreaPrinter, AreaReader)
	if took := time.Since(began); took > patience {
		t.Errorf("it took %v", took)
	}
	if last := r.Findings[len(r.Findings)-1]; last.Code != "not_reached" {
		t.Errorf("found %s", told(r.Findings...))
	}
}
