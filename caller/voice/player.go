package voice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// FilePlace stands in a player's command for the name of the sound file. A command
// without it gets the sound on its standard input.
const FilePlace = "{file}"

const (
	// holds is how long a command must run to be taken as sounding: one that cannot
	// open its sound card fails sooner.
	holds = 150 * time.Millisecond
	// playSlack is how much longer than the sound itself a command may take.
	playSlack = 5 * time.Second
)

// Player says utterances by clips and a command of the machine.
type Player struct {
	clips   *Clips
	command []string
	holds   time.Duration
	slack   time.Duration
	log     *slog.Logger
	told    func(Health)

	saying chan struct{} // holds one token: who may say something

	mu     sync.Mutex
	health Health
}

// NewPlayer is a voice that plays by command, such as ["aplay", "-q", "-"]. told
// hears each change of health and must not block; it may be nil, as may log.
func NewPlayer(clips *Clips, command []string, log *slog.Logger, told func(Health)) (*Player, error) {
	if len(command) == 0 || command[0] == "" {
		return nil, errors.New(`a voice that plays clips needs a command, such as ["aplay", "-q", "-"]`)
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if told == nil {
		told = func(Health) {}
	}
	p := &Player{clips: clips, command: command, holds: holds, slack: playSlack, log: log, told: told, saying: make(chan struct{}, 1), health: Health{Since: time.Now()}}
	p.Look()
	return p, nil
}

// Look finds out whether the command is there at all.
func (p *Player) Look() {
	if _, err := exec.LookPath(p.command[0]); err != nil {
		p.set(FaultGone, fmt.Sprintf("%v; install it, or name another command", err))
	} else if p.Health().Fault == FaultGone {
		p.set(FaultNone, "")
	}
}

// Health is how the voice was when it was last used.
func (p *Player) Health() Health {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.health
}

func (p *Player) set(f Fault, why string) {
	p.mu.Lock()
	h, changed := p.health.become(f, why)
	p.health = h
	p.mu.Unlock()
	if changed {
		p.told(h)
	}
}

// Say plays u and returns when its sound is over, even if the command returned
// before. A command that takes much longer is killed. When ctx ends, the sound is
// ended with it.
func (p *Player) Say(ctx context.Context, u Utterance, how Manner, started func()) error {
	sound := p.clips.Join(u, how.Volume)
	if len(sound.Missing) > 0 {
		p.log.Warn("voice: words that no clip says are left out", "clips", strings.Join(sound.Missing, " "), "text", u.Text())
	}
	if sound.WAV == nil {
		return fmt.Errorf("say %q: %w", u.Text(), ErrNothing)
	}
	select {
	case p.saying <- struct{}{}:
		defer func() { <-p.saying }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := p.play(ctx, sound, started)
	switch {
	case err == nil:
		p.set(FaultNone, "")
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		p.set(faultOf(err), err.Error())
		return fmt.Errorf("say %q: %w", u.Text(), err)
	}
	return nil
}

// play runs the command for one sound.
func (p *Player) play(ctx context.Context, sound Sound, started func()) error {
	args := append([]string(nil), p.command...)
	file := ""
	for i, a := range args {
		if !strings.Contains(a, FilePlace) {
			continue
		}
		if file == "" {
			var err error
			if file, err = write(sound.WAV); err != nil {
				return fmt.Errorf("%w: %w", ErrPlay, err)
			}
			defer func() { _ = os.Remove(file) }()
		}
		args[i] = strings.ReplaceAll(a, FilePlace, file)
	}
	ctx, cancel := context.WithTimeout(ctx, sound.Length+p.slack)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	var out firstOf
	cmd.Stdout, cmd.Stderr = &out, &out
	if file == "" {
		cmd.Stdin = bytes.NewReader(sound.WAV)
	}
	killAll(cmd)
	cmd.WaitDelay = time.Second // what it left behind may hold the output open

	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%w: %w; install it, or name another command", ErrGone, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var err error
	select {
	case err = <-ended:
		if err == nil || time.Since(begun) >= p.holds {
			started()
		}
	case <-time.After(p.holds):
		started()
		err = <-ended
	}
	switch {
	case ctx.Err() != nil && err != nil:
		return fmt.Errorf("%w: %s did not end %s after the sound and was killed%s", ErrPlay, args[0], p.slack, out.said())
	case err != nil:
		return fmt.Errorf("%w: %s: %w%s", ErrPlay, args[0], err, out.said())
	}
	// A command may hand the sound to a server and return; the next one would be
	// heard over it.
	select {
	case <-time.After(time.Until(begun.Add(sound.Length))):
	case <-ctx.Done():
	}
	return nil
}

// write puts the sound into a file of its own.
func write(wav []byte) (name string, err error) {
	f, err := os.CreateTemp("", "onewindow-voice-*.wav")
	if err != nil {
		return "", err
	}
	_, err = f.Write(wav)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// firstOf keeps the first words of what a command complains about.
type firstOf struct{ b []byte }

func (f *firstOf) Write(p []byte) (int, error) {
	f.b = append(f.b, p[:min(len(p), 300-len(f.b))]...)
	return len(p), nil
}

func (f *firstOf) said() string {
	if s := strings.TrimSpace(string(f.b)); s != "" {
		return ": " + s
	}
	return ""
}
