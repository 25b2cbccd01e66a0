package virtual

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
)

// wire is a host's end in memory.
type wire struct {
	in  *io.PipeReader
	mu  sync.Mutex
	out bytes.Buffer
}

func (w *wire) Read(p []byte) (int, error) { return w.in.Read(p) }

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(p)
}

func (w *wire) answers() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.String()
}

// hosted is a module with a host that sends by the returned function.
func hosted(t *testing.T, o VoiceOptions) (v *Voice, send func(...byte), w *wire) {
	t.Helper()
	r, host := io.Pipe()
	w = &wire{in: r}
	v = NewVoice(o)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := v.Serve(w); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		_ = host.Close()
		wg.Wait()
		v.Close()
	})
	return v, func(b ...byte) {
		t.Helper()
		if _, err := host.Write(b); err != nil {
			t.Error(err)
		}
	}, w
}

func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); <-time.After(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// The frames are the datasheets' own.
var (
	synSpeak  = []byte{0xFD, 0x00, 0x0B, 0x01, 0x00, 0xD3, 0xEE, 0xD2, 0xF4, 0xCC, 0xEC, 0xCF, 0xC2, 0xC1} // 宇音天下
	synStatus = []byte{0xFD, 0x00, 0x02, 0x21, 0xDE}
	synStop   = []byte{0xFD, 0x00, 0x02, 0x02, 0xFD}
	xfsSpeak  = []byte{0xFD, 0x00, 0x0A, 0x01, 0x00, 0xBF, 0xC6, 0xB4, 0xF3, 0xD1, 0xB6, 0xB7, 0xC9} // 科大讯飞
	xfsStatus = []byte{0xFD, 0x00, 0x01, 0x21}
)

func TestAModuleSaysATextAndTellsItsEnd(t *testing.T) {
	v, send, w := hosted(t, VoiceOptions{Speed: 20})
	send(synStatus...)
	send(synSpeak...)
	soon(t, "the end", func() bool { return w.answers() == "\x41\x4F\x41\x4F" })
	if s := v.Spoken(); len(s) != 1 || s[0].Text != "宇音天下" || s[0].Interrupted || s[0].End.IsZero() {
		t.Errorf("said %+v", s)
	}
}

func TestAModuleAnswersAQuestionWhileItSpeaks(t *testing.T) {
	v, send, w := hosted(t, VoiceOptions{Chip: XFS5152CE, Speed: 0.05})
	send(xfsSpeak...)
	send(xfsStatus...)
	soon(t, "the answers", func() bool { return w.answers() == "\x41\x41\x4E" })
	if s := v.Spoken(); len(s) != 1 || s[0].Text != "科大讯飞" || !s[0].End.IsZero() {
		t.Errorf("said %+v", s)
	}
}

func TestANewTextCutsOffWhatIsBeingSaid(t *testing.T) {
	v, send, w := hosted(t, VoiceOptions{Speed: 0.5})
	send(synSpeak...)
	soon(t, "the first", func() bool { return len(v.Spoken()) == 1 })
	send(synSpeak...)
	soon(t, "the end", func() bool { return strings.HasSuffix(w.answers(), "\x4F") })
	if s := v.Spoken(); len(s) != 2 || !s[0].Interrupted || s[1].Interrupted {
		t.Errorf("said %+v", s)
	}
	send(synSpeak...)
	soon(t, "the third", func() bool { return len(v.Spoken()) == 3 })
	send(synStop...)
	soon(t, "the stop", func() bool { return v.Spoken()[2].Interrupted })
}

func TestABadFrameIsRefused(t *testing.T) {
	damaged := bytes.Clone(synSpeak)
	damaged[7] ^= 1
	long := append([]byte{0xFD, 0x00, 0xCC, 0x01, 0x01}, bytes.Repeat([]byte{'A'}, 201)...)
	for name, frame := range map[string][]byte{
		"a wrong sum":         damaged,
		"a text too long":     long[:3],
		"an unknown command":  {0xFD, 0x00, 0x02, 0x7A, 0xFD ^ 0x02 ^ 0x7A},
		"an unknown encoding": {0xFD, 0x00, 0x04, 0x01, 0x07, 'A', 0xFD ^ 0x04 ^ 0x01 ^ 0x07 ^ 'A'},
		"half a character":    {0xFD, 0x00, 0x04, 0x01, 0x03, 'A', 0xFD ^ 0x04 ^ 0x01 ^ 0x03 ^ 'A'},
		"a rubbish text":      {0xFD, 0x00, 0x04, 0x01, 0x01, 0xFF, 0xFD ^ 0x04 ^ 0x01 ^ 0x01 ^ 0xFF},
	} {
		t.Run(name, func(t *testing.T) {
			v, send, w := hosted(t, VoiceOptions{})
			send(frame...)
			soon(t, "the refusal", func() bool { return w.answers() == "\x45" })
			if v.Refused() != 1 || len(v.Spoken()) > 0 {
				t.Errorf("refused %d, said %+v", v.Refused(), v.Spoken())
			}
		})
	}
}

func TestBytesThatComeTogetherHaveNoPauseInside(t *testing.T) {
	v, send, w := hosted(t, VoiceOptions{Gap: time.Nanosecond})
	send(synStatus...)
	soon(t, "the answer", func() bool { return len(w.answers()) > 1 })
	if w.answers() != "\x41\x4F" || v.Refused() != 0 {
		t.Errorf("answered % X, refused %d", w.answers(), v.Refused())
	}
}

func TestAFrameWithAPauseInsideIsRefused(t *testing.T) {
	v, send, w := hosted(t, VoiceOptions{Gap: time.Millisecond})
	send(synSpeak[:6]...)
	<-time.After(20 * time.Millisecond)
	send(synStatus...)
	soon(t, "the answers", func() bool { return w.answers() == "\x45\x41\x4F" })
	if v.Refused() != 1 {
		t.Errorf("refused %d", v.Refused())
	}
}

func TestMarksAreObeyedAndNotRead(t *testing.T) {
	c := chipOf(SYN6288)
	plain, m, err := c.read([]byte("\x01[v16][t5]A1[x1]soundk"))
	if err != nil || plain != "A1soundk" || m.volume != 16 || m.text != "[v16][t5][x1]" {
		t.Errorf("%q, %+v, %v", plain, m, err)
	}
	slow, fast := chipOf(XFS5152CE), chipOf(XFS5152CE)
	p1, m1, _ := slow.read([]byte("\x00[s0]123"))
	p2, m2, _ := fast.read([]byte("\x00[s10]123"))
	if a, b := takes(p1, m1), takes(p2, m2); a <= b || a != 3*b {
		t.Errorf("slowest %s, fastest %s", a, b)
	}
}

// FuzzVoice: whatever the host sends, the module goes on, and takes the next whole
// frame after a rest.
func FuzzVoice(f *testing.F) {
	f.Add(false, []byte{0xFD, 0xFD, 0x00})
	f.Add(true, append(bytes.Clone(synSpeak), xfsSpeak...))
	f.Add(true, []byte("[v10]\xfd\x00\x03\x01\x03"))
	f.Fuzz(func(t *testing.T, xfs bool, b []byte) {
		o, status := VoiceOptions{Speed: 1e6}, synStatus
		if xfs {
			o.Chip, status = XFS5152CE, xfsStatus
		}
		v := NewVoice(o)
		defer v.Close()
		var out bytes.Buffer
		v.connect(&out)
		for _, c := range b {
			v.take(c, time.Now())
		}
		v.mu.Lock()
		v.last = v.last.Add(-time.Second) // a rest
		v.mu.Unlock()
		v.Close()
		v.take(0, time.Now())
		out.Reset()
		for _, c := range status {
			v.take(c, time.Now())
		}
		if got := out.String(); got != "\x41\x4F" {
			t.Fatalf("after % X a status query is answered by % X", b, got)
		}
	})
}
