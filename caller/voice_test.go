//go:build linux

package caller

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/caller/virtual"
	"onewindow/caller/voice"
	"onewindow/serial/pty"
)

// quickVoice is a patience that fits a module that speaks forty times faster.
var quickVoice = voice.Timing{
	Accept: 150 * time.Millisecond, Probe: 150 * time.Millisecond, Rest: 2 * time.Millisecond,
	Syllable: 8 * time.Millisecond, Slack: 400 * time.Millisecond, Watch: 100 * time.Millisecond, Retry: 30 * time.Millisecond,
}

// speaker is a voice with a virtual module at the other end of a pty.
type speaker struct {
	*Voice
	port   *pty.Port
	device *virtual.Voice
	stop   func() // ends everything and waits

	mu        sync.Mutex
	skew      time.Duration
	announced []Announced
	dropped   []Dropped
	health    []VoiceHealth
}

// clock is hall time of the test.
func (s *speaker) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.skew)
}

// later lets hall time pass at once.
func (s *speaker) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skew += d
}

// stage is a speaker whose module speaks so many times faster than a real one.
func stage(t testing.TB, speed float64, change func(*VoiceSetting)) *speaker {
	t.Helper()
	link := filepath.Join(t.TempDir(), "voice")
	port, err := pty.Open(pty.Options{Link: link})
	if err != nil {
		t.Fatal(err)
	}
	set := VoiceSetting{Name: "hall", Kind: VoiceSYN6288, Port: link, Baud: 115200, Repeat: 1, NoChime: true}
	if change != nil {
		change(&set)
	}
	s := &speaker{port: port, device: virtual.NewVoice(virtual.VoiceOptions{Chip: virtual.VoiceChip(set.Kind), Speed: speed, Seed: 3})}
	s.Voice, err = NewVoice(set, VoiceOptions{Timing: quickVoice, Clock: s.clock, Told: VoiceTold{
		Announced: func(a Announced) { s.mu.Lock(); defer s.mu.Unlock(); s.announced = append(s.announced, a) },
		Dropped:   func(d Dropped) { s.mu.Lock(); defer s.mu.Unlock(); s.dropped = append(s.dropped, d) },
		Health:    func(h VoiceHealth) { s.mu.Lock(); defer s.mu.Unlock(); s.health = append(s.health, h) },
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { s.Run(ctx) })
	all.Go(func() {
		for port.Await(ctx) == nil {
			_ = s.device.Serve(port)
		}
	})
	s.stop = sync.OnceFunc(func() {
		cancel()
		_ = port.Close()
		all.Wait()
		s.device.Close()
	})
	t.Cleanup(s.stop)
	s.Call(nil)
	until(t, "the voice works", func() bool { return s.Health().Fault == voice.FaultNone })
	return s
}

// made is a call that was made just now.
func (s *speaker) made(number string) Call {
	return Call{Number: number, Window: "w3", Label: "3", At: s.clock(), Times: 1}
}

// heard are the numbers that were said to their end, with ! behind what was cut off.
func (s *speaker) heard() (all []string) {
	for _, sp := range s.device.Spoken() {
		text := strings.TrimPrefix(sp.Text, "请")
		number, _, _ := strings.Cut(text, "号")
		if sp.Interrupted {
			number += "!"
		}
		if !sp.End.IsZero() {
			all = append(all, number)
		}
	}
	return all
}

func (s *speaker) announcedNow() []Announced {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.announced)
}

func (s *speaker) droppedNow() []Dropped {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.dropped)
}

func TestCallsAreHeardInOrderAndAnnouncedWhenTheirSoundBegins(t *testing.T) {
	s := stage(t, 6, nil)
	calls := []Call{s.made("A001"), s.made("B002"), s.made("C003")}
	s.Call(calls)
	until(t, "three calls", func() bool { return len(s.heard()) == 3 })
	if got := strings.Join(s.heard(), " "); got != "A零零幺 B零零二 C零零三" {
		t.Errorf("heard %q", got)
	}
	spoken, told := s.device.Spoken(), s.announcedNow()
	if len(told) != 3 {
		t.Fatalf("announced %+v", told)
	}
	for i, a := range told {
		if a.Number != calls[i].Number || a.Window != "w3" || a.Times != 1 || a.Voice != "hall" {
			t.Errorf("announced %+v", a)
		}
		if i > 0 && a.At.Before(spoken[i-1].End) {
			t.Errorf("%s was announced while %s was still said", a.Number, told[i-1].Number)
		}
		if a.At.After(spoken[i].End) {
			t.Errorf("%s was announced after it was said", a.Number)
		}
	}
}

func TestALineThatIsPulledInTheMiddleOfACallCutsNothingOff(t *testing.T) {
	s := stage(t, 6, nil)
	s.Call([]Call{s.made("A001"), s.made("B002")})
	until(t, "the first call", func() bool { return len(s.announcedNow()) == 1 })
	s.port.Unplug()
	until(t, "the unplug is told", func() bool { return s.Health().Fault == voice.FaultGone })
	if h := s.Health(); h.Why == "" || h.Name != "hall" {
		t.Errorf("health %+v", h)
	}
	if err := s.port.Plug(); err != nil {
		t.Fatal(err)
	}
	until(t, "the second call", func() bool { return slices.Contains(s.heard(), "B零零二") })
	// The module went on with the first, which is said again because nobody knows.
	for _, h := range s.heard() {
		if strings.Contains(h, "!") {
			t.Errorf("heard %q", s.heard())
		}
	}
	if got := s.heard(); !slices.Equal(got, []string{"A零零幺", "A零零幺", "B零零二"}) || len(s.droppedNow()) > 0 {
		t.Errorf("heard %q, dropped %v", got, s.droppedNow())
	}
}

func TestWhoeverCameDuringTheFaultIsToldAsUnsaid(t *testing.T) {
	s := stage(t, 20, nil)
	s.port.Unplug()
	until(t, "the unplug is told", func() bool { return s.Health().Fault == voice.FaultGone })
	came, stays := s.made("A001"), s.made("B002")
	s.Call([]Call{came, stays})
	s.Call([]Call{stays})
	until(t, "who came is told as unsaid", func() bool { return len(s.droppedNow()) == 1 })
	if d := s.droppedNow(); d[0].Call.Number != "A001" || d[0].Reason != UnsaidOver {
		t.Errorf("dropped %+v", d)
	}
	if err := s.port.Plug(); err != nil {
		t.Fatal(err)
	}
	until(t, "the other call", func() bool { return len(s.heard()) == 1 })
	if got := s.heard(); got[0] != "B零零二" {
		t.Errorf("heard %q", got)
	}
}

func TestAMinuteOfFaultMakesNobodyHearAnOldCall(t *testing.T) {
	s := stage(t, 20, nil)
	s.device.Fault(virtual.VoiceSilent, -1)
	until(t, "the silence is told", func() bool { return s.Health().Fault == voice.FaultSilent })
	old := s.made("A001")
	s.Call([]Call{old})
	s.later(61 * time.Second)
	until(t, "the call is given up", func() bool { return len(s.droppedNow()) == 1 })
	if d := s.droppedNow(); d[0].Reason != UnsaidStale {
		t.Errorf("dropped %+v", d)
	}
	s.device.Fault(virtual.VoiceSilent, 0)
	late := s.made("B002")
	s.Call([]Call{old, late})
	until(t, "the new call", func() bool { return len(s.heard()) == 1 })
	if got := s.heard(); got[0] != "B零零二" {
		t.Errorf("heard %q", got)
	}
}

func TestACallThatIsBehindIsSaidInFewWords(t *testing.T) {
	s := stage(t, 20, func(v *VoiceSetting) {
		v.Kind, v.Languages, v.Repeat, v.NoChime = VoiceXFS5152CE, []voice.Language{voice.Mandarin, voice.English}, 2, false
	})
	c := s.made("A023")
	s.later(11 * time.Second)
	s.Call([]Call{c})
	until(t, "the short call", func() bool { return len(s.device.Spoken()) == 2 })
	if sp := s.device.Spoken(); sp[0].Text != "A零二三号，到三号窗口。" || sp[1].Text != "A zero two three, window three." {
		t.Errorf("said %+v", sp)
	}
	until(t, "its end", func() bool { return len(s.heard()) == 2 })
	s.Call([]Call{s.made("B001")})
	until(t, "the full call", func() bool { return len(s.device.Spoken()) > 2 })
	if sp := s.device.Spoken()[2]; !strings.HasPrefix(sp.Text, "sound101，请B零零幺号") || sp.Volume != 7 {
		t.Errorf("said %+v", sp)
	}
}

func TestInQuietHoursCallsAreToldAsUnsaidAndNoticesAreSaid(t *testing.T) {
	s := stage(t, 20, func(v *VoiceSetting) { v.Quiet = []QuietTime{{"00:00", "12:00", 0}, {"12:00", "00:00", 0}} })
	s.Call([]Call{s.made("A001")})
	until(t, "the call is dropped", func() bool { return len(s.droppedNow()) == 1 })
	if d := s.droppedNow(); d[0].Reason != UnsaidQuiet {
		t.Errorf("dropped %+v", d)
	}
	s.Notice(Text{ZhHans: "请从南门离开"})
	until(t, "the notice", func() bool { return len(s.device.Spoken()) == 1 })
	if sp := s.device.Spoken()[0]; sp.Text != "请从南门离开。" {
		t.Errorf("said %+v", sp)
	}
}

func TestANoticeComesBeforeTheCallsThatWaitAndCutsNobodyOff(t *testing.T) {
	s := stage(t, 6, nil)
	s.Call([]Call{s.made("A001"), s.made("B002")})
	until(t, "the first call", func() bool { return len(s.announcedNow()) == 1 })
	s.Notice(Text{ZhHans: "请从南门离开"})
	until(t, "all is said", func() bool { return len(s.heard()) == 3 })
	if got := strings.Join(s.heard(), " "); got != "A零零幺 从南门离开。 B零零二" {
		t.Errorf("heard %q", got)
	}
}

// TestWithRandomFaultsEveryCallIsHeardOrToldAsUnsaid pulls the line, cuts the power
// and loses bytes while people are called.
func TestWithRandomFaultsEveryCallIsHeardOrToldAsUnsaid(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := stage(t, 100, nil)
			random := rand.New(rand.NewPCG(seed, 9))
			var list, all []Call
			restarts := 0
			for i := range 45 {
				switch random.IntN(16) {
				case 0:
					s.device.Fault(virtual.VoiceLosesEnd, 1)
				case 1:
					s.device.Fault(virtual.VoiceLosesTaken, 1)
				case 2:
					s.device.Fault(virtual.VoiceRejects, 1+random.IntN(2))
				case 3:
					s.device.Fault(virtual.VoiceJunk, 3)
				case 4:
					s.device.Fault(virtual.VoiceDropsFrame, 1)
				case 5:
					s.device.Fault(virtual.VoiceEarlyEnd, 1)
				case 6:
					s.device.Restart()
					restarts++
				case 7:
					s.port.Unplug()
					if err := s.port.Plug(); err != nil {
						t.Fatal(err)
					}
				}
				c := s.made(fmt.Sprintf("A%03d", i+100))
				all, list = append(all, c), append(list, c)
				if k := random.IntN(3 * len(list)); k < len(list)-1 { // not the new one, of which the voice has not heard
					list = slices.Delete(list, k, k+1)
				}
				s.Call(list)
				<-time.After(time.Duration(random.IntN(120)) * time.Millisecond)
			}
			number := func(c Call) string {
				u := Phrasing{Languages: []voice.Language{voice.Mandarin}, One: OneYao}.Call(c, false, true).Text()
				before, _, _ := strings.Cut(u, "号")
				return before
			}
			until(t, "the last calls", func() bool {
				heard, dropped := s.heard(), s.droppedNow()
				for _, c := range all {
					if !slices.Contains(heard, number(c)) && !slices.ContainsFunc(dropped, func(d Dropped) bool { return d.Call.Number == c.Number }) {
						return false
					}
				}
				return true
			})
			s.stop()
			cut, last := 0, time.Time{}
			for _, sp := range s.device.Spoken() {
				if sp.Interrupted {
					cut++
				}
				if sp.At.Before(last) {
					t.Errorf("%q began before the text before it had ended", sp.Text)
				}
				last = sp.End
			}
			if cut > restarts+1 { // one more may be under way when all is switched off
				t.Errorf("%d texts were cut off, with %d power cuts", cut, restarts)
			}
			if n := len(s.device.Spoken()); n < len(all)/3 {
				t.Errorf("only %d texts of %d calls were said; this proves little", n, len(all))
			}
			t.Logf("%d calls: %d texts, %d dropped, %d power cuts, %d cut off by them", len(all), len(s.device.Spoken()), len(s.droppedNow()), restarts, cut)
		})
	}
}

func TestAVoiceOfClipsPlaysACallAndTellsWhenItBegins(t *testing.T) {
	out := filepath.Join(t.TempDir(), "heard.wav")
	play := filepath.Join(t.TempDir(), "play")
	if err := os.WriteFile(play, []byte("#!/bin/sh\ncat > "+out+".new && mv "+out+".new "+out+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	told := make(chan Announced, 1)
	v, err := NewVoice(VoiceSetting{Name: "hall", Kind: VoiceClips, Command: []string{play}, Repeat: 1, NoChime: true},
		VoiceOptions{Told: VoiceTold{Announced: func(a Announced) { told <- a }}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { v.Run(ctx) })
	defer all.Wait()
	defer cancel()
	c := Call{Number: "A1", Window: "w3", Label: "3", At: time.Now(), Times: 1}
	v.Call(nil)
	v.Call([]Call{c})
	if a := <-told; a.Number != "A1" {
		t.Errorf("announced %+v", a)
	}
	clips, err := voice.OpenClips("")
	if err != nil {
		t.Fatal(err)
	}
	want := clips.Join(Phrasing{Languages: []voice.Language{voice.Mandarin}, One: OneYao}.Call(c, false, false), 7).WAV
	until(t, "the sound was played", func() bool { got, err := os.ReadFile(out); return err == nil && string(got) == string(want) })
	if h := v.Health(); h.Fault != voice.FaultNone || h.Kind != VoiceClips {
		t.Errorf("health %+v", h)
	}
}

func TestAPortThatIsNotThereIsToldWithTheWayOutAndTakenWhenItComes(t *testing.T) {
	link := filepath.Join(t.TempDir(), "voice")
	told := make(chan VoiceHealth, 16)
	v, err := NewVoice(VoiceSetting{Name: "hall", Kind: VoiceXFS5152CE, Port: link, Baud: 115200},
		VoiceOptions{Timing: quickVoice, Told: VoiceTold{Health: func(h VoiceHealth) { told <- h }}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { v.Run(ctx) })
	defer all.Wait()
	defer cancel()
	if h := <-told; h.Fault != voice.FaultGone || !strings.Contains(h.Why, link) {
		t.Errorf("told %+v", h)
	}
	port, err := pty.Open(pty.Options{Link: link})
	if err != nil {
		t.Fatal(err)
	}
	device := virtual.NewVoice(virtual.VoiceOptions{Chip: virtual.XFS5152CE})
	all.Go(func() { _ = device.Serve(port) })
	defer func() { _ = port.Close() }()
	for h := range told {
		if h.Fault == voice.FaultNone && h.Why == "" && h.Name == "hall" {
			break
		}
	}
}

func TestAVoiceGivesEverythingBack(t *testing.T) {
	files := func() int {
		d, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(d)
	}
	stage(t, 20, nil).stop() // what is opened once for the whole process
	routines, open := runtime.NumGoroutine(), files()
	for range 10 {
		s := stage(t, 20, nil)
		s.Call([]Call{s.made("A001")})
		until(t, "the call begins", func() bool { return len(s.announcedNow()) == 1 })
		s.stop()
	}
	until(t, "goroutines and descriptors are given back", func() bool { return runtime.NumGoroutine() <= routines && files() <= open })
}
