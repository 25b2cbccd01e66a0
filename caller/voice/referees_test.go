//go:build referees && linux

package voice

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"onewindow/caller/virtual"
	"onewindow/serial/pty"
)

// referee runs a host of referees.sh on what it is asked and returns its lines.
func referee(t *testing.T, asks []string, program string, args ...string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdin = strings.NewReader(strings.Join(asks, "\n") + "\n")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("run referees.sh, which builds the host: %v", err)
	}
	var lines []string
	for s := bufio.NewScanner(strings.NewReader(string(out))); s.Scan(); {
		lines = append(lines, s.Text())
	}
	return lines
}

func TestRefereeLibdriverMakesTheSameFrames(t *testing.T) {
	c := SYN6288()
	asks := []string{"status", "stop"}
	want := []string{fmt.Sprintf("%X", c.Status()), fmt.Sprintf("%X", c.Stop())}
	random := rand.New(rand.NewPCG(4, 2))
	pool := []rune("请号到窗口零幺二三四五六七八九十百再次呼叫，。！ABCXYZ0123456789[v10]镕")
	for range 2000 {
		n := 1 + random.IntN(90)
		text := make([]rune, n)
		for i := range text {
			text[i] = pool[random.IntN(len(pool))]
		}
		for code, e := range []Encoding{GB2312, GBK} {
			b, _ := c.encode(e, string(text))
			if len(b) == 0 {
				continue
			}
			f, err := c.Speak(e, b)
			if err != nil {
				t.Fatal(err)
			}
			asks = append(asks, fmt.Sprintf("speak %d %X", code, b))
			want = append(want, fmt.Sprintf("%X", f))
		}
	}
	got := referee(t, asks, os.Getenv("SYN6288_HOST"), "dump")
	if len(got) != len(want) {
		t.Fatalf("%d frames, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s:\nlibdriver %s\nours      %s", asks[i], got[i], want[i])
		}
	}
	t.Logf("%d frames are the same", len(got))
}

func TestRefereeLibdriverTakesTheVirtualModuleForARealOne(t *testing.T) {
	port, err := pty.Open(pty.Options{Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	device := virtual.NewVoice(virtual.VoiceOptions{Chip: virtual.SYN6288})
	var wg sync.WaitGroup
	wg.Go(func() { _ = device.Serve(port) })
	b, _ := SYN6288().encode(GBK, "请A零二三号到三号窗口")
	asks := []string{"status", fmt.Sprintf("speak 1 %X", b), "status", "stop", "status"}
	got := referee(t, asks, os.Getenv("SYN6288_HOST"), port.Name())
	if want := "idle accepted speaking idle"; strings.Join(got, " ") != want {
		t.Errorf("libdriver says %q, want %q", got, want)
	}
	_ = port.Close()
	wg.Wait()
	device.Close()
	if s := device.Spoken(); len(s) != 1 || s[0].Text != "请A零二三号到三号窗口" || !s[0].Interrupted {
		t.Errorf("the module said %+v", s)
	}
}

func TestRefereeForXFS5152CEMakesTheSameFrames(t *testing.T) {
	c := XFS5152CE()
	var asks, want []string
	random := rand.New(rand.NewPCG(5, 2))
	pool := []rune("请号到窗口零幺二三四五六七八九十百，。！ABC0123㐀镕")
	for range 500 {
		text := make([]rune, 1+random.IntN(900))
		for i := range text {
			text[i] = pool[random.IntN(len(pool))]
		}
		asks = append(asks, string(text))
		b, missing := c.encode(UTF16, "\ufeff[m3]"+string(text))
		f, err := c.Speak(UTF16, b)
		if err != nil || len(missing) > 0 {
			t.Fatal(err, missing)
		}
		want = append(want, fmt.Sprintf("%X", f))
	}
	got := referee(t, asks, "node", "testdata/xfs5152ce_host.js", os.Getenv("XFS5152CE_LIBRARY"))
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%d frames, want %d; the first is %s, want %s", len(got), len(want), got[0], want[0])
	}
	t.Logf("%d frames are the same", len(got))
}
