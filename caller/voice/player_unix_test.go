//go:build unix

package voice_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	. "onewindow/caller/voice"
)

// short is the shortest thing that clips say.
func short() Utterance {
	return Utterance{Sentences: []Sentence{{Language: Mandarin, Words: []Word{{Text: "到", Clip: "to"}}}}}
}

// player is a voice that plays by a script.
func player(t *testing.T, script string, more ...string) (*Player, func() []Health) {
	t.Helper()
	clips, err := OpenClips("")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "play")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var told []Health
	p, err := NewPlayer(clips, append([]string{file}, more...), nil, func(h Health) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, h)
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, func() []Health {
		mu.Lock()
		defer mu.Unlock()
		return append([]Health(nil), told...)
	}
}

func TestACommandGetsTheSoundOnItsInputOrAsAFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	clips, err := OpenClips("")
	if err != nil {
		t.Fatal(err)
	}
	want := string(clips.Join(short(), 7).WAV)
	for name, tc := range map[string]struct {
		script string
		more   []string
	}{
		"input": {`cat > "$1"`, nil},
		"file":  {`cp "${2#file=}" "$1"`, []string{"file={file}"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "heard.wav")
			p, _ := player(t, tc.script, append([]string{out}, tc.more...)...)
			began := 0
			if err := p.Say(t.Context(), short(), Manner{Volume: 7}, func() { began++ }); err != nil || began != 1 {
				t.Fatal(began, err)
			}
			got, err := os.ReadFile(out)
			if err != nil || string(got) != want {
				t.Errorf("%d bytes were played, want %d: %v", len(got), len(want), err)
			}
		})
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "onewindow-voice-*.wav")); len(left) > 0 {
		t.Errorf("files were left behind: %q", left)
	}
}

func TestACommandThatFailsAtOnceHasNotBegunAndIsTold(t *testing.T) {
	p, told := player(t, "echo no sound card >&2; exit 3")
	p.SetHolds(time.Minute) // "at once" on a machine that is busy
	began := false
	err := p.Say(t.Context(), short(), Manner{Volume: 7}, func() { began = true })
	if !errors.Is(err, ErrPlay) || began || !strings.Contains(err.Error(), "no sound card") {
		t.Errorf("began %v, error %v", began, err)
	}
	if h := told(); len(h) != 1 || h[0].Fault != FaultError || !strings.Contains(h[0].Why, "no sound card") {
		t.Errorf("told %+v", h)
	}
}

func TestACommandThatDoesNotEndIsKilledWithAllThatItStarted(t *testing.T) {
	t.Parallel()
	pid := filepath.Join(t.TempDir(), "pid")
	p, told := player(t, "cat >/dev/null; sleep 600 & echo $! > "+pid+"; wait")
	p.SetSlack(3 * time.Second) // its child is there by then
	began := false
	if err := p.Say(t.Context(), short(), Manner{Volume: 7}, func() { began = true }); !errors.Is(err, ErrPlay) || !began {
		t.Errorf("began %v, error %v", began, err)
	}
	if h := told(); len(h) != 1 || h[0].Fault != FaultError {
		t.Errorf("told %+v", h)
	}
	eventually(t, "its child is gone", func() bool {
		b, err := os.ReadFile(pid)
		if err != nil {
			return false
		}
		state, err := os.ReadFile("/proc/" + strings.TrimSpace(string(b)) + "/stat")
		return err != nil || strings.Contains(string(state), ") Z ")
	})
}

func TestTwoSoundsAreNeverHeardAtOnce(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	p, _ := player(t, `cat >/dev/null; date +%s%N >> "$1"`, log) // returns before its sound is over
	at := time.Now()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := p.Say(t.Context(), short(), Manner{Volume: 7}, func() {}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	clips, err := OpenClips("")
	if err != nil {
		t.Fatal(err)
	}
	if length := clips.Join(short(), 7).Length; time.Since(at) < 3*length {
		t.Errorf("three sounds of %s took %s", length, time.Since(at))
	}
}

func TestAPlayerEndsWithItsContext(t *testing.T) {
	p, told := player(t, "cat >/dev/null; sleep 600")
	ctx, cancel := context.WithCancel(t.Context())
	at := time.Now()
	if err := p.Say(ctx, short(), Manner{Volume: 7}, cancel); !errors.Is(err, context.Canceled) || time.Since(at) > time.Minute {
		t.Errorf("after %s: %v", time.Since(at), err)
	}
	if h := told(); len(h) > 0 {
		t.Errorf("told %+v", h)
	}
}

func TestACommandThatIsNotThereIsToldBeforeItIsNeeded(t *testing.T) {
	clips, err := OpenClips("")
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlayer(clips, []string{"onewindow-no-such-player"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if h := p.Health(); h.Fault != FaultGone || !strings.Contains(h.Why, "install") {
		t.Errorf("health %+v", h)
	}
	if err := p.Say(t.Context(), short(), Manner{Volume: 7}, func() { t.Error("began") }); !errors.Is(err, ErrGone) {
		t.Errorf("error %v", err)
	}
	if _, err := NewPlayer(clips, nil, nil, nil); err == nil {
		t.Error("no command was taken")
	}
}
