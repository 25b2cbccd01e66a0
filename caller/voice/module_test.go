package voice_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/caller/virtual"
	. "onewindow/caller/voice"
)

// fast is a patience that fits a module that speaks fifty times faster.
func fast() Timing {
	return Timing{
		Accept: 80 * time.Millisecond, Probe: 80 * time.Millisecond, Rest: time.Millisecond,
		Syllable: 6 * time.Millisecond, Slack: 200 * time.Millisecond, Watch: 50 * time.Millisecond, Retry: 20 * time.Millisecond,
	}
}

// bench is a driver and a module on a line.
type bench struct {
	*Module
	device *virtual.Voice
	line   *line
	end    func() error  // ends the session and is its error
	over   chan struct{} // closed when the session has ended
	mu     sync.Mutex
	told   []Health
}

// setUp is a bench whose module speaks so many times faster than a real one. What is
// heard is only certain of a text that is still being said when the driver asks for a
// lost answer: on a busy machine an answer may be late and count as lost.
func setUp(t *testing.T, chip Chip, speed float64) *bench {
	t.Helper()
	return setUpWith(t, chip, speed, fast())
}

// setUpWith is setUp with a patience of its own.
func setUpWith(t *testing.T, chip Chip, speed float64, timing Timing) *bench {
	t.Helper()
	b := &bench{device: virtual.NewVoice(virtual.VoiceOptions{Chip: virtual.VoiceChip(chip.Name), Speed: speed, Seed: 7})}
	b.Module = NewModule(chip, ModuleOptions{Baud: 115200, Timing: timing, Told: func(h Health) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.told = append(b.told, h)
	}})
	t.Cleanup(b.device.Close)
	b.plug(t)
	return b
}

// plug gives the module a new line.
func (b *bench) plug(t *testing.T) {
	t.Helper()
	b.line = newLine()
	l := b.line
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var err error
	wg.Go(func() { _ = b.device.Serve(far{l}) })
	ended := make(chan struct{})
	b.over = ended
	go func() { defer close(ended); err = b.Session(ctx, l) }()
	b.end = func() error {
		cancel()
		<-ended
		l.pull()
		wg.Wait()
		return err
	}
	t.Cleanup(func() { _ = b.end() })
	eventually(t, "the module is found", func() bool { return b.Health().Fault == FaultNone })
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

// say says a text, and tells whether it was begun.
func (b *bench) say(t *testing.T, text string) (began bool, err error) {
	t.Helper()
	n := 0
	err = b.Say(t.Context(), plainText(text), Manner{Volume: 5, Speed: 5}, func() { n++ })
	if n > 1 {
		t.Errorf("%q began %d times", text, n)
	}
	return n == 1, err
}

func plainText(text string) Utterance {
	return Utterance{Sentences: []Sentence{{Language: Mandarin, Words: []Word{{Text: text}}}}}
}

// heard are the texts of the module, and a mark behind those that were cut off.
func (b *bench) heard() string {
	var all []string
	for _, s := range b.device.Spoken() {
		if s.Interrupted {
			s.Text += "!"
		}
		all = append(all, s.Text)
	}
	return strings.Join(all, " ")
}

func chips() []Chip { return []Chip{SYN6288(), XFS5152CE()} }

func TestSentencesAreSaidOneAfterTheOther(t *testing.T) {
	for _, chip := range chips() {
		t.Run(chip.Name, func(t *testing.T) {
			b := setUp(t, chip, 8)
			for _, text := range []string{"请A零二三号到三号窗口", "请A零二四号到四号窗口", "请B幺号到五号窗口"} {
				if began, err := b.say(t, text); err != nil || !began {
					t.Fatal(began, err)
				}
			}
			if got := b.heard(); got != "请A零二三号到三号窗口 请A零二四号到四号窗口 请B幺号到五号窗口" {
				t.Errorf("heard %q", got)
			}
			if n := b.device.Refused(); n > 0 {
				t.Errorf("%d frames were refused", n)
			}
			for _, w := range b.line.sent() {
				if w[0] != 0xFD || len(w) < 4 || int(w[1])<<8|int(w[2]) != len(w)-3 {
					t.Errorf("a write is not one whole frame: % X", w)
				}
			}
		})
	}
}

func TestManyWhoSpeakAtOnceCutNobodyOff(t *testing.T) {
	b := setUp(t, SYN6288(), 8)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := b.say(t, "请到三号窗口"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := b.heard(); strings.Contains(got, "!") || strings.Count(got, "请") != 8 {
		t.Errorf("heard %q", got)
	}
}

func TestALongTextIsSaidInPiecesWithoutCuttingOneOff(t *testing.T) {
	b := setUp(t, SYN6288(), 40)
	text := strings.Repeat("各位请注意，三楼大厅今天下午提前结束取号。", 8)
	if _, err := b.say(t, text); err != nil {
		t.Fatal(err)
	}
	if got := b.heard(); strings.ReplaceAll(got, " ", "") != text {
		t.Errorf("heard %q", got)
	}
}

func TestWhatAModuleForgetsToTellIsFoundOut(t *testing.T) {
	for _, tc := range []struct {
		fault virtual.VoiceFault
		heard string
	}{
		{virtual.VoiceLosesEnd, "请到三号窗口 请到四号窗口"},
		{virtual.VoiceLosesTaken, "请到三号窗口 请到四号窗口"},
		{virtual.VoiceEarlyEnd, "请到三号窗口 请到四号窗口"},
		{virtual.VoiceDropsFrame, "请到三号窗口 请到四号窗口"},
		{virtual.VoiceRejects, "请到三号窗口 请到四号窗口"},
		{virtual.VoiceJunk, "请到三号窗口 请到四号窗口"},
	} {
		for _, chip := range chips() {
			t.Run(string(tc.fault)+" "+chip.Name, func(t *testing.T) {
				t.Parallel()
				patient := fast()
				patient.Syllable = 100 * time.Millisecond
				b := setUpWith(t, chip, 1.5, patient) // slow enough to be speaking still when it is asked
				n := 1
				if tc.fault == virtual.VoiceJunk {
					n = -1
				}
				b.device.Fault(tc.fault, n)
				for _, text := range []string{"请到三号窗口", "请到四号窗口"} {
					if began, err := b.say(t, text); err != nil || !began {
						t.Fatal(began, err)
					}
				}
				if got := b.heard(); got != tc.heard {
					t.Errorf("heard %q, want %q", got, tc.heard)
				}
			})
		}
	}
}

func TestAModuleThatRefusesATextTwiceHasNotSaidItAndIsInError(t *testing.T) {
	b := setUp(t, SYN6288(), 50)
	b.device.Fault(virtual.VoiceRejects, 2)
	if began, err := b.say(t, "请到"); !errors.Is(err, ErrRejected) || began {
		t.Fatalf("began %v, error %v", began, err)
	}
	eventually(t, "the error shows", func() bool { return b.Health().Fault == FaultError })
	if _, err := b.say(t, "三号"); err != nil {
		t.Fatal(err)
	}
	if h := b.Health(); h.Fault != FaultNone || h.Why != "" {
		t.Errorf("health %+v after a text was said", h)
	}
}

func TestASilentModuleIsToldAndComesBackByItself(t *testing.T) {
	b := setUp(t, XFS5152CE(), 4)
	b.device.Fault(virtual.VoiceSilent, -1)
	if began, err := b.say(t, "请到"); !errors.Is(err, ErrSilent) || began {
		t.Fatalf("began %v, error %v", began, err)
	}
	eventually(t, "the silence shows", func() bool { return b.Health().Fault == FaultSilent })
	at := time.Now()
	if _, err := b.say(t, "请到"); !errors.Is(err, ErrSilent) || time.Since(at) > 30*time.Second {
		t.Errorf("a silent module kept the caller for %s: %v", time.Since(at), err)
	}
	b.device.Fault(virtual.VoiceSilent, 0)
	eventually(t, "it is back", func() bool { return b.Health().Fault == FaultNone })
	if _, err := b.say(t, "三号"); err != nil {
		t.Fatal(err)
	}
	if got := b.heard(); got != "三号" {
		t.Errorf("heard %q", got)
	}
}

func TestSilenceIsNoticedWhileNothingIsCalled(t *testing.T) {
	b := setUp(t, SYN6288(), 50)
	b.device.Fault(virtual.VoiceSilent, -1)
	eventually(t, "the silence shows", func() bool { return b.Health().Fault == FaultSilent })
}

func TestAModuleThatFallsSilentInTheMiddleHasBegun(t *testing.T) {
	b := setUp(t, SYN6288(), 4)
	b.device.Fault(virtual.VoiceLosesEnd, -1)
	began := false
	err := b.Say(t.Context(), plainText("请到三号窗口"), Manner{5, 5}, func() {
		began = true
		b.device.Fault(virtual.VoiceSilent, -1)
	})
	if !began || !errors.Is(err, ErrSilent) {
		t.Errorf("began %v, error %v", began, err)
	}
}

func TestAPowerCutInTheMiddleIsAnErrorAfterTheBeginning(t *testing.T) {
	b := setUp(t, SYN6288(), 1)
	began := false
	err := b.Say(t.Context(), plainText("请到三号窗口"), Manner{5, 5}, func() {
		began = true
		b.device.Restart()
	})
	if !began || !errors.Is(err, ErrRestarted) {
		t.Errorf("began %v, error %v", began, err)
	}
	b.device.Fault(virtual.VoiceEarlyEnd, 0)
	if _, err := b.say(t, "三"); err != nil {
		t.Fatal(err)
	}
}

func TestATextThatNeverEndsIsStopped(t *testing.T) {
	b := setUp(t, SYN6288(), 4)
	b.device.Fault(virtual.VoiceNeverEnds, 1)
	if began, err := b.say(t, "请到"); !began || !errors.Is(err, ErrStuck) {
		t.Fatalf("began %v, error %v", began, err)
	}
	if _, err := b.say(t, "三号"); err != nil {
		t.Fatal(err)
	}
	if got := b.heard(); got != "请到! 三号" {
		t.Errorf("heard %q", got)
	}
}

func TestAfterAReplugWhatTheModuleStillSaysIsNotCutOff(t *testing.T) {
	b := setUp(t, SYN6288(), 3)
	began := false
	err := b.Say(t.Context(), plainText("请A零二三号到三号窗口，请A零二三号到三号窗口"), Manner{5, 5}, func() {
		began = true
		b.line.hostGone.Store(true)
	})
	if !began || !errors.Is(err, ErrGone) {
		t.Fatalf("began %v, error %v", began, err)
	}
	<-b.over
	b.line.hostGone.Store(false)
	b.LineDown(nil)
	ctx, cancel := context.WithCancel(t.Context())
	var again sync.WaitGroup
	again.Go(func() { _ = b.Session(ctx, b.line) })
	defer again.Wait()
	defer cancel()
	if err := b.sayWhenThere(t, "四号"); err != nil {
		t.Fatal(err)
	}
	if got := b.heard(); got != "请A零二三号到三号窗口，请A零二三号到三号窗口 四号" {
		t.Errorf("heard %q", got)
	}
}

// sayWhenThere tries until the module takes it.
func (b *bench) sayWhenThere(t *testing.T, text string) error {
	t.Helper()
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if _, err = b.say(t, text); err == nil {
			return nil
		}
	}
	return err
}

func TestAPulledLineEndsTheSessionAndTheSentence(t *testing.T) {
	b := setUp(t, SYN6288(), 5)
	began := false
	err := b.Say(t.Context(), plainText("请到三号窗口"), Manner{5, 5}, func() {
		began = true
		b.line.pull()
	})
	if !began || !errors.Is(err, ErrGone) {
		t.Errorf("began %v, error %v", began, err)
	}
	eventually(t, "the session is over", func() bool {
		_, err := b.say(t, "三号")
		return errors.Is(err, ErrGone)
	})
	if err := b.end(); !errors.Is(err, errPulled) {
		t.Errorf("the session ended with %v", err)
	}
	b.LineDown(errPulled)
	if h := b.Health(); h.Fault != FaultGone || !strings.Contains(h.Why, "pulled") {
		t.Errorf("health %+v", h)
	}
	b.plug(t)
	if err := b.sayWhenThere(t, "三号"); err != nil {
		t.Fatal(err)
	}
}

func TestNothingThatCanBeSaidIsAnErrorOfTheTextOnly(t *testing.T) {
	b := setUp(t, SYN6288(), 50)
	if _, err := b.say(t, "𠀀"); !errors.Is(err, ErrNothing) {
		t.Errorf("error %v", err)
	}
	if h := b.Health(); h.Fault != FaultNone {
		t.Errorf("health %+v", h)
	}
}

func TestSessionsLeaveNoGoroutineBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	b := setUp(t, SYN6288(), 50)
	for range 30 {
		if err := b.end(); err != nil {
			t.Fatal(err)
		}
		b.plug(t)
	}
	_ = b.end()
	eventually(t, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
}
