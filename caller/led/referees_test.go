//go:build referees

package led_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/caller/led"
	"onewindow/caller/virtual"
)

// vendor is the card's maker's own program; see referees.sh.
type vendor struct {
	in  io.WriteCloser
	out *bufio.Reader
	cmd *exec.Cmd
}

func startVendor(t *testing.T) *vendor {
	t.Helper()
	classes := os.Getenv("BX_HOST")
	if classes == "" {
		t.Fatal("BX_HOST is not set; run referees.sh")
	}
	cmd := exec.Command("java", "-cp", classes, "BxHost")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the vendor's program: %v", err)
		}
	})
	return &vendor{in, bufio.NewReader(out), cmd}
}

// ask asks one line.
func (v *vendor) ask(t rapid.TB, format string, args ...any) string {
	t.Helper()
	if _, err := fmt.Fprintf(v.in, format+"\n", args...); err != nil {
		t.Fatal(err)
	}
	line, err := v.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// frame is what the driver sends for some data.
func frame(to uint16, data []byte) []byte {
	return led.BXFrame{To: to, From: 0x8000, Device: 0xFE, Data: data}.Append(nil)
}

func TestTheVendorMakesTheSameFrames(t *testing.T) {
	v := startVendor(t)
	rapid.Check(t, func(t *rapid.T) {
		to := rapid.Uint16Range(1, 0x7FFF).Draw(t, "to")
		generation := rapid.SampledFrom([]int{5, 6}).Draw(t, "generation")
		a := led.BXArea{
			X: 8 * rapid.IntRange(0, 30).Draw(t, "x"), Y: rapid.IntRange(0, 64).Draw(t, "y"), W: 8 * rapid.IntRange(1, 40).Draw(t, "w"), H: rapid.IntRange(16, 200).Draw(t, "h"),
			ID: byte(rapid.IntRange(0, 4).Draw(t, "id")), Run: rapid.SampledFrom([]byte{led.BXLoop, led.BXExpire}).Draw(t, "run"), Expire: time.Duration(rapid.IntRange(0, 30000).Draw(t, "timeout")) * time.Second,
			Align: rapid.SampledFrom([]byte{led.BXTop, led.BXMiddle, led.BXCentre}).Draw(t, "align"), Single: rapid.Bool().Draw(t, "single"),
			Mode: byte(rapid.IntRange(1, 6).Draw(t, "mode")), Speed: byte(rapid.IntRange(0, 24).Draw(t, "speed")), Stay: time.Duration(rapid.IntRange(0, 100).Draw(t, "stay")) * 500 * time.Millisecond,
			Text: rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom([]byte{0xA5, 0xA6, 0x5A, 0x5B}), rapid.Byte()), 1, 300).Draw(t, "text"),
		}
		data, err := led.BXShow(generation, true, a)
		if err != nil {
			t.Fatal(err)
		}
		single := 2
		if a.Single {
			single = 1
		}
		want := v.ask(t, "show %d %d %d %d %d %d %d %d %d %d %d %d %d %d %x", to, generation, a.ID, a.X, a.Y, a.W, a.H, a.Run, a.Expire/time.Second, a.Align, single, a.Mode, a.Speed, a.Stay/(500*time.Millisecond), a.Text)
		if got := hex.EncodeToString(frame(to, data)); got != want {
			t.Fatalf("an area:\n   ours %s\nvendor %s", got, want)
		}
		when := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "when"), 0)
		if got, want := hex.EncodeToString(frame(to, led.BXClock(when))), v.ask(t, "clock %d %s", to, when.Format("2006 1 2 15 4 5")); got != want {
			t.Fatalf("the clock at %v:\n   ours %s\nvendor %s", when, got, want)
		}
	})
	for question, data := range map[string][]byte{"power 9 1": led.BXPower(true), "power 9 0": led.BXPower(false), "clear 9": led.BXClear()} {
		if got, want := hex.EncodeToString(frame(9, data)), v.ask(t, "%s", question); got != want {
			t.Errorf("%s: ours %s, vendor %s", question, got, want)
		}
	}
}

func TestTheVendorReadsOurFramesAndRefusesBrokenOnes(t *testing.T) {
	v := startVendor(t)
	rapid.Check(t, func(t *rapid.T) {
		to := rapid.Uint16().Draw(t, "to")
		data := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom([]byte{0xA5, 0xA6, 0x5A, 0x5B, 1, 2}), rapid.Byte()), 1, 300).Draw(t, "data")
		whole := frame(to, data)
		if got, want := v.ask(t, "unpack %x", whole), fmt.Sprintf("%d %d %x", to, 0x8000, data); got != want {
			t.Fatalf("% X is read as %s, want %s", whole, got, want)
		}
		// A byte that is no mark, changed into another that is none.
		i := rapid.IntRange(8+14, len(whole)-4).Draw(t, "at")
		if bytes.ContainsAny(whole[i-1:i+1], "\xA5\xA6\x5A\x5B") || bytes.Contains([]byte("\xA4\xA7\x5B\x5A\x5C\x59\xA5\xA6"), whole[i:i+1]) {
			return
		}
		whole[i] ^= 1
		if bytes.ContainsAny(whole[i:i+1], "\xA5\xA6\x5A\x5B") {
			return
		}
		if got := v.ask(t, "unpack %x", whole); got != "bad" {
			t.Fatalf("with byte %d changed it is read as %s", i, got)
		}
	})
}

func TestTheVendorReadsTheVirtualCardAndTheCardShowsWhatTheVendorSends(t *testing.T) {
	v := startVendor(t)
	card := virtual.NewBXCard(virtual.BXCardSettings{Address: 7, Generation: 6, Width: 128, Height: 32})
	line := virtual.NewBXLine(card)
	send := func(frame string) string {
		t.Helper()
		b, err := hex.DecodeString(frame)
		if err != nil {
			t.Fatalf("%q: %v", frame, err)
		}
		var out bytes.Buffer
		if err := line.Serve(struct {
			io.Reader
			io.Writer
		}{bytes.NewReader(b), &out}); err != nil {
			t.Fatal(err)
		}
		return v.ask(t, "answer %x", out.Bytes())
	}
	text := append([]byte(`\FO000\C1`), 0xC7, 0xEB, 'A', '0', '2', '3', 0xBA, 0xC5) // 请A023号
	show := func() string { return v.ask(t, "show 7 6 0 0 0 128 32 0 5 0 2 2 0 8 %x", text) }
	if got := send(show()); got != "ack" {
		t.Errorf("the card's answer to the vendor is %s", got)
	}
	shows(t, card, "请A023号")
	card.Fault(virtual.BXFaults{Refuse: []byte{12}})
	if got := send(show()); got != "nack 12" {
		t.Errorf("the card's refusal is %s", got)
	}
	if got := send(v.ask(t, "power 7 0")); got != "ack" || card.Screen(time.Now()).Lit {
		t.Errorf("after power off: %s, lit %v", got, card.Screen(time.Now()).Lit)
	}
	if got := send(v.ask(t, "power 7 1")); got != "ack" {
		t.Errorf("after power on: %s", got)
	}
	shows(t, card, "请A023号")
	if got := send(v.ask(t, "clear 7")); got != "ack" {
		t.Errorf("after clear: %s", got)
	}
	shows(t, card, "")
}
