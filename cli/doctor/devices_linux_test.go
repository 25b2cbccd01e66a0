package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	call "onewindow/caller/virtual"
	"onewindow/printer/profile"
	print "onewindow/printer/virtual"
	"onewindow/reader"
	read "onewindow/reader/virtual"
	"onewindow/serial"
	"onewindow/serial/pty"
)

// rig is a virtual printer at the far end of a line, and its machine's configuration.
func rig(t *testing.T, o print.Options) (*print.Device, string) {
	t.Helper()
	p, err := profile.Named("generic-80")
	if err != nil {
		t.Fatal(err)
	}
	o.Model = print.Of(p)
	d := print.New(o)
	port := line(t, func(ctx context.Context, p *pty.Port) { _ = d.Run(ctx, p) })
	return d, fmt.Sprintf("[printer]\nport = %q\nprofile = \"generic-80\"\nbaud = 115200\n", port)
}

func TestThePrinterIsToldAsItIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*print.Device)
		want   string
	}{
		{"well", func(*print.Device) {}, "ok ready"},
		{"no paper", func(d *print.Device) { d.PullPaper() }, "failure paper_out"},
		{"cover", func(d *print.Device) { d.OpenCover() }, "failure cover_open"},
		{"low", func(d *print.Device) { d.Refill(500) }, "ok ready, warning near_end"},
		{"silent", func(d *print.Device) { d.Silence(true) }, "failure silent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, conf := rig(t, print.Options{})
			c.change(d)
			r := examine(t, conf, nil, AreaPrinter)
			var got []Finding
			for _, f := range r.Findings {
				if f.Code != "model" {
					got = append(got, f)
				}
			}
			expect(t, c.name, c.want, got...)
			if n := d.State().Tickets; n > 0 {
				t.Errorf("%d papers came out of a printer that was only looked at", n)
			}
		})
	}
}

func TestAPrinterAtAnotherSpeedIsFoundThere(t *testing.T) {
	t.Parallel()
	port := line(t, at(unix.B38400, func(in []byte) []byte {
		return bytes.Repeat([]byte{0x16}, bytes.Count(in, []byte{0x10, 0x04}))
	}))
	r := examine(t, fmt.Sprintf("[printer]\nport = %q\nbaud = 9600\n", port), nil, AreaPrinter)
	found(t, r, "failure baud")
	if f := r.Findings[0]; f.Remedy != "set printer.baud = 38400" {
		t.Errorf("the remedy is %q", f.Remedy)
	}
}

// A line that is never silent, and never says what was asked for, must not hold the
// doctor: at that pace the bytes alone would do so for minutes.
func TestALineThatBabblesIsLeftSoon(t *testing.T) {
	t.Parallel()
	port := line(t, func(ctx context.Context, p *pty.Port) {
		for tick := time.NewTicker(60 * time.Millisecond); ; {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_, _ = p.Write([]byte{'x'})
			}
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if answered(ctx, serial.Settings{Name: port, Baud: 9600}, []byte("?"), func([]byte) bool { return false }) || ctx.Err() != nil {
		t.Errorf("it was not left within a minute: %v", ctx.Err())
	}
}

func TestATestPageIsPrintedOnceAndConfirmed(t *testing.T) {
	t.Parallel()
	d, conf := rig(t, print.Options{})
	r := examine(t, conf, func(s *Settings) { s.Print = true }, AreaPrinter)
	if last := r.Findings[len(r.Findings)-1]; told(last) != "ok page_printed" {
		t.Errorf("found %+v", r.Findings)
	}
	if n := d.State().Tickets; n != 1 {
		t.Errorf("%d papers came out", n)
	}
}

func TestATestPageThatPeopleDoNotSeeIsALie(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{"n\n": "failure page_lie", "yes\n": "ok page_printed", "": "ok page_printed"} {
		script, err := print.ParseScript("lie")
		if err != nil {
			t.Fatal(err)
		}
		_, conf := rig(t, print.Options{Script: script})
		var asked []string
		r := examine(t, conf, func(s *Settings) {
			s.Print, s.Ask, s.In = true, true, strings.NewReader(answer)
			s.Tell = func(text string) { asked = append(asked, text) }
		}, AreaPrinter)
		if last := r.Findings[len(r.Findings)-1]; told(last) != want {
			t.Errorf("answer %q: found %+v", answer, last)
		}
		if all := strings.Join(asked, "|"); !strings.Contains(all, "[y/n]") {
			t.Errorf("people were told %q", all)
		}
	}
}

func TestATestPageThatStopsInTheMiddleIsTold(t *testing.T) {
	t.Parallel()
	script, err := print.ParseScript("cover@line=4")
	if err != nil {
		t.Fatal(err)
	}
	_, conf := rig(t, print.Options{Script: script})
	r := examine(t, conf, func(s *Settings) { s.Print = true }, AreaPrinter)
	if last := r.Findings[len(r.Findings)-1]; told(last) != "failure page_interrupted" || !strings.Contains(last.Says, "cover") {
		t.Errorf("found %+v", r.Findings)
	}
}

func TestNoTestPageGoesToAPrinterThatCannotPrint(t *testing.T) {
	t.Parallel()
	d, conf := rig(t, print.Options{})
	d.PullPaper()
	r := examine(t, conf, func(s *Settings) { s.Print = true }, AreaPrinter)
	if last := r.Findings[len(r.Findings)-1]; told(last) != "skipped page" {
		t.Errorf("found %+v", r.Findings)
	}
}

func TestAFileIsAPrinterThatCannotSay(t *testing.T) {
	t.Parallel()
	conf := fmt.Sprintf("[printer]\nport = \"file://%s\"\n", filepath.Join(t.TempDir(), "paper"))
	found(t, examine(t, conf, nil, AreaPorts, AreaPrinter), "ok opens, note mute")
}

// callers writes the file of strips and voices.
func callers(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "devices.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("[caller]\ndevices = %q\n", file)
}

func bxStrip(name string, address int) string {
	return fmt.Sprintf("[[line.strip]]\nname = %q\nkind = \"bx6k\"\naddress = %d\nwindow = %q\nwidth = 64\nheight = 32\n", name, address, name)
}

func TestEachAddressOfALineIsAsked(t *testing.T) {
	t.Parallel()
	card := func(address uint16) *call.BXCard {
		return call.NewBXCard(call.BXCardSettings{Address: address, Generation: 6, Width: 64, Height: 32, Fonts: []int{16, 24, 32}})
	}
	well, dead, flaky := card(1), card(2), card(3)
	dead.Fault(call.BXFaults{Dead: true})
	flaky.Fault(call.BXFaults{Mute: 1})
	on := call.NewBXLine(well, dead, flaky)
	port := line(t, func(_ context.Context, p *pty.Port) { _ = on.Serve(p) })
	conf := callers(t, fmt.Sprintf("[[line]]\nport = %q\nbaud = 57600\n%s%s%s", port, bxStrip("w1", 1), bxStrip("w2", 2), bxStrip("w3", 3)))
	r := examine(t, conf, nil, AreaStrips)
	found(t, r, "ok answers, failure silent, ok answers")
	if f := r.Findings[1]; f.Name != "w2" || !strings.Contains(f.Says, "address 2") {
		t.Errorf("the silent one is %+v", f)
	}
	if screen := well.Frames(); screen == 0 {
		t.Error("the card was not asked")
	}
}

func TestALineOfDeadStripsIsTold(t *testing.T) {
	t.Parallel()
	conf := callers(t, fmt.Sprintf("[[line]]\nport = %q\n%s%s", line(t, deaf), bxStrip("w1", 1), bxStrip("w2", 2)))
	r := examine(t, conf, nil, AreaStrips)
	found(t, r, "failure silent, failure silent")
	if !strings.Contains(r.Findings[0].Remedy, "right way round") {
		t.Errorf("the remedy is %q", r.Findings[0].Remedy)
	}
}

func TestStripsThatNeverAnswerAreNoted(t *testing.T) {
	t.Parallel()
	conf := callers(t, fmt.Sprintf("[[line]]\nport = %q\n[[line.strip]]\nname = \"w1\"\nkind = \"cd5220\"\nwindow = \"1\"\n", line(t, deaf)))
	found(t, examine(t, conf, nil, AreaStrips), "note mute")
}

func TestAVoiceAnswersAndSpeaks(t *testing.T) {
	t.Parallel()
	module := call.NewVoice(call.VoiceOptions{Speed: 40})
	t.Cleanup(module.Close)
	port := line(t, func(_ context.Context, p *pty.Port) { _ = module.Serve(p) })
	conf := callers(t, fmt.Sprintf("[[voice]]\nname = \"hall\"\nkind = \"syn6288\"\nport = %q\n", port))
	found(t, examine(t, conf, nil, AreaVoice), "ok answers")
	if n := len(module.Spoken()); n > 0 {
		t.Errorf("it spoke %d times unasked", n)
	}
	found(t, examine(t, conf, func(s *Settings) { s.Speak = true }, AreaVoice), "ok answers, ok said")
	if said := module.Spoken(); len(said) == 0 || !strings.Contains(said[len(said)-1].Text, "A") {
		t.Errorf("it said %+v", said)
	}
	module.Fault(call.VoiceSilent, -1)
	found(t, examine(t, conf, nil, AreaVoice), "failure silent")
}

func TestAVoiceOfRecordingsNeedsItsPlayer(t *testing.T) {
	t.Parallel()
	conf := func(command string) string {
		return callers(t, fmt.Sprintf("[[voice]]\nname = \"hall\"\nkind = \"clips\"\ncommand = [%s]\n", command))
	}
	found(t, examine(t, conf(`"sh", "-c", "cat >/dev/null"`), nil, AreaVoice), "ok player")
	found(t, examine(t, conf(`"no-such-player"`), nil, AreaVoice), "failure no_player")
	found(t, examine(t, conf(`"false"`), func(s *Settings) { s.Speak = true }, AreaVoice), "ok player, failure not_played")
}

func TestAFileOfStripsWithMistakesIsTold(t *testing.T) {
	t.Parallel()
	conf := callers(t, "[[voice]]\nname = \"hall\"\nkind = \"parrot\"\n")
	r := examine(t, conf, nil, AreaConfig, AreaStrips, AreaVoice)
	if r.Exit != ExitFailures || r.Counts[Skipped] != 2 {
		t.Errorf("found %s", told(r.Findings...))
	}
}

func TestACardReaderAnswersAndReadsACardWithoutTellingIt(t *testing.T) {
	t.Parallel()
	sam := read.NewSAM(read.Options{})
	port := line(t, func(ctx context.Context, p *pty.Port) { _ = sam.Serve(ctx, p) })
	conf := fmt.Sprintf("[reader]\nport = %q\n", port)
	found(t, examine(t, conf, nil, AreaReader), "ok works")
	person := read.People()[0]
	sam.Put(person)
	r := examine(t, conf, func(s *Settings) { s.Card = true }, AreaReader)
	found(t, r, "ok works, ok card_read")
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), person.Number) || strings.Contains(string(b), person.Name) {
		t.Error("the report tells of the card")
	}
}

func TestACardReaderWithAFaultIsTold(t *testing.T) {
	t.Parallel()
	found(t, examine(t, fmt.Sprintf("[reader]\nport = %q\n", line(t, deaf)), nil, AreaReader), "failure silent")
	sam := read.NewSAM(read.Options{})
	sam.Break(read.Unauthorised, -1)
	port := line(t, func(ctx context.Context, p *pty.Port) { _ = sam.Serve(ctx, p) })
	found(t, examine(t, fmt.Sprintf("[reader]\nport = %q\n", port), nil, AreaReader), "failure error")
}

func TestACardReaderAtAnotherSpeedIsFoundThere(t *testing.T) {
	t.Parallel()
	port := line(t, at(unix.B9600, func(in []byte) []byte {
		if !bytes.Contains(in, reader.AskStatus.Frame()) {
			return nil
		}
		return reader.Answer(reader.StatusDone, nil)
	}))
	r := examine(t, fmt.Sprintf("[reader]\nport = %q\n", port), nil, AreaReader)
	found(t, r, "failure baud")
	if f := r.Findings[0]; f.Remedy != "set reader.baud = 9600" {
		t.Errorf("the remedy is %q", f.Remedy)
	}
}

func TestAScannersPortIsOpened(t *testing.T) {
	t.Parallel()
	found(t, examine(t, fmt.Sprintf("[reader]\nscanner_port = %q\n", line(t, deaf)), nil, AreaScanner), "note opens")
}
