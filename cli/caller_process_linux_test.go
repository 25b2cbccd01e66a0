package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	called "onewindow/caller/virtual"
	"onewindow/serial/pty"
)

// callerPlant is a hall as a process, with a strip over window 1 and a voice on real
// lines.
type callerPlant struct {
	t     *testing.T
	dir   string
	env   []string
	hall  hallProcess
	card  *called.BXCard
	voice *called.Voice
}

func newCallerPlant(t *testing.T) *callerPlant {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	p := &callerPlant{t: t, dir: t.TempDir()}
	p.env = append(os.Environ(), hallEnv(p.dir, port)...)
	p.hall.log = filepath.Join(p.dir, "hall.log")
	p.card = called.NewBXCard(called.BXCardSettings{Name: "w1", Address: 1, Generation: 6, Width: 256, Height: 16})
	p.voice = called.NewVoice(called.VoiceOptions{Speed: 40})
	t.Cleanup(p.voice.Close)
	strips, voice := p.line("strips", called.NewBXLine(p.card).Serve), p.line("voice", p.voice.Serve)
	file := fmt.Sprintf(`
[[line]]
port = %q
[[line.strip]]
name = "w1"
kind = "bx6k"
address = 1
window = "1"
width = 256
height = 16
[[voice]]
name = "hall"
kind = "syn6288"
port = %q
repeat = 1
no_chime = true
`, strips, voice)
	if err := os.WriteFile(p.file(), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.hall.kill)
	return p
}

func (p *callerPlant) file() string { return filepath.Join(p.dir, "devices.toml") }

// line is a line at whose end a device lives.
func (p *callerPlant) line(name string, serve func(io.ReadWriter) error) string {
	port, err := pty.Open(pty.Options{Link: filepath.Join(p.dir, name)})
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var one sync.WaitGroup
	one.Go(func() {
		for port.Await(ctx) == nil {
			if err := serve(port); err != nil && !errors.Is(err, pty.ErrUnplugged) && !errors.Is(err, pty.ErrClosed) {
				p.t.Errorf("%s: %v", name, err)
				return
			}
		}
	})
	p.t.Cleanup(func() {
		cancel()
		_ = port.Close()
		one.Wait()
	})
	return port.Name()
}

func (p *callerPlant) start(flags ...string) {
	p.t.Helper()
	if err := p.hall.start(p.env, flags...); err != nil {
		p.t.Fatal(err)
	}
}

// run runs the command to its end.
func (p *callerPlant) run(args ...string) string {
	p.t.Helper()
	c := exec.Command("onewindow", args...)
	c.Env = p.env
	out, err := c.CombinedOutput()
	if err != nil {
		p.t.Fatalf("onewindow %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (p *callerPlant) ctl(args ...string) string {
	return p.run(append([]string{"ctl", "--hall-data", filepath.Join(p.dir, "data")}, args...)...)
}

// work opens a day with a clerk at window 1.
func (p *callerPlant) work() {
	p.t.Helper()
	if err := openDay(filepath.Join(p.dir, "data")); err != nil {
		p.t.Fatal(err)
	}
	p.ctl("hall", "staff", "id=wang", "name=王", "pin=4711")
	p.ctl("window", "signin", "window=1", "clerk=wang", "pin=4711")
}

// caller runs 'onewindow caller' as an enrolled machine until stop.
func (p *callerPlant) caller() (stop func()) {
	p.t.Helper()
	identity := filepath.Join(p.dir, "caller.json")
	if _, err := os.Stat(identity); err != nil {
		token := regexp.MustCompile(`"token": "(ow1[^"]+)"`).FindStringSubmatch(p.ctl("terminal", "token", "role=caller"))
		p.run("join", token[1], "--identity", identity)
	}
	c := exec.Command("onewindow", "caller", "--identity", identity, "--devices", p.file(), "--log-file", filepath.Join(p.dir, "caller.log"))
	c.Env = p.env
	if err := c.Start(); err != nil {
		p.t.Fatal(err)
	}
	var once sync.Once
	stop = func() {
		once.Do(func() {
			if err := c.Process.Signal(syscall.SIGTERM); err != nil {
				p.t.Error(err)
			}
			if err := c.Wait(); err != nil {
				p.t.Errorf("the caller ends with %v", err)
			}
		})
	}
	p.t.Cleanup(stop)
	return stop
}

func (p *callerPlant) until(what string, met func() bool) {
	p.t.Helper()
	for end := time.Now().Add(patience); !met(); {
		if time.Now().After(end) {
			log, _ := os.ReadFile(filepath.Join(p.dir, "caller.log"))
			p.t.Fatalf("never: %s; the strip shows %q, said is %q\n%s\n%s", what, p.card.Screen(time.Now()).Text(), p.said(), p.hall.text(), log)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func (p *callerPlant) shows(text string) {
	p.t.Helper()
	p.until("the strip shows "+text, func() bool { return strings.Contains(p.card.Screen(time.Now()).Text(), text) })
}

func (p *callerPlant) said() (texts []string) {
	for _, s := range p.voice.Spoken() {
		texts = append(texts, s.Text)
	}
	return texts
}

// says waits until so many calls were said.
func (p *callerPlant) says(n int) {
	p.t.Helper()
	p.until(fmt.Sprint(n, " calls are said"), func() bool { return len(p.said()) == n })
}

// knows waits until the hall knows that both devices work.
func (p *callerPlant) knows() {
	p.t.Helper()
	p.until("the hall knows the devices", func() bool {
		all := p.ctl("state", "get", "topic=hall")
		return strings.Contains(all, `"kind": "strip"`) && strings.Contains(all, `"kind": "voice"`) && !strings.Contains(all, `"fault": "`)
	})
}

// A hall is killed while somebody is called, and comes back: the strip is right all
// the time, and the call is not said again. Neither is it when the machine of the
// strips starts anew.
func TestAHallThatIsKilledAndACallerThatStartsAnewRepeatNothing(t *testing.T) {
	t.Parallel()
	p := newCallerPlant(t)
	p.start()
	p.work()
	stop := p.caller()
	p.knows()
	p.shows("请下一位")
	p.ctl("ticket", "issue", "theme=general")
	p.ctl("window", "next", "window=1")
	p.shows("A001")
	p.says(1)
	p.hall.kill()
	p.shows("A001")
	p.start()
	p.ctl("window", "start", "window=1") // proves that the hall is heard again
	p.shows("A001号办理中")
	p.ctl("window", "undo", "window=1")
	p.shows("请A001号")
	began := time.Now()
	stop()
	p.card.PowerCycle()
	p.until("nobody takes the call for a new one", func() bool { return time.Since(began) > 6*time.Second })
	p.caller()
	p.shows("请A001号")
	p.knows()
	p.until("the citizen has had time to walk", func() bool {
		c := exec.Command("onewindow", "ctl", "--hall-data", filepath.Join(p.dir, "data"), "window", "recall", "window=1")
		c.Env = p.env
		return c.Run() == nil
	})
	p.says(2)
	if all := p.said(); !strings.HasPrefix(all[1], "再次呼叫") {
		t.Errorf("said is %q", all)
	}
}

// The hall's own machine has strips and a voice without another program. The hall's
// end by itself is theirs, too.
func TestTheHallsOwnMachineCallsByItsStripsAndVoice(t *testing.T) {
	t.Parallel()
	p := newCallerPlant(t)
	p.env = append(p.env, "ONEWINDOW_CALLER_DEVICES="+p.file())
	p.start()
	p.work()
	p.knows()
	p.ctl("ticket", "issue", "theme=general")
	p.ctl("window", "next", "window=1")
	p.shows("A001")
	p.says(1)
	p.until("the hall hears that it was said", func() bool {
		return strings.Contains(p.ctl("ticket", "history", "number=A001"), "ticket.announced")
	})
	if code, err := p.hall.stop(); err != nil || code != 0 {
		t.Fatalf("the hall ends with %d, %v:\n%s", code, err, p.hall.text())
	}
	p.card.PowerCycle()
	p.start()
	p.shows("A001")
	p.knows()
	if n := strings.Count(p.ctl("state", "get", "topic=hall"), `"kind": "voice"`); n != 1 {
		t.Errorf("the hall knows %d voices of one", n)
	}
}
