package doctor

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"onewindow/caller"
	"onewindow/caller/voice"
	"onewindow/serial"
)

// voiceFacts are what is known of one voice.
type voiceFacts struct {
	Name string
	Kind caller.VoiceKind
	// Clips is why recordings cannot be used.
	Clips error
	// Health is how it is; the fault is FaultGone for clips whose command is missing.
	Health voice.Health
	Baud   int
	// AnswersAt is another speed at which it answers.
	AnswersAt int
	Command   []string
}

// speechFacts are what became of a sentence.
type speechFacts struct {
	Name string
	Text string
	Err  error
	// Began: its sound began.
	Began bool
	// Heard is what people say; Asked: somebody said it.
	Heard, Asked bool
}

func needsVoices(p *patient) string {
	return p.needsCaller(func() bool { return len(p.caller.Voices.Voices) > 0 }, "no voice is configured (caller.devices)")
}

func voicesExtra(p *patient) time.Duration {
	if !p.Speak {
		return 0
	}
	each := speakTime
	if p.Ask {
		each += people
	}
	return each * time.Duration(len(p.caller.Voices.Voices))
}

func lookVoices(ctx context.Context, p *patient) []Finding {
	var all []Finding
	for _, v := range p.caller.Voices.Voices {
		if v.Kind == caller.VoiceClips {
			all = append(all, p.clips(ctx, v)...)
			continue
		}
		line := serial.Settings{Name: v.Port, Baud: v.Baud}
		if line.Baud == 0 {
			line.Baud = 9600
		}
		if f, ok := p.usable(v.Name, line); !ok {
			all = append(all, f)
			continue
		}
		all = append(all, p.module(ctx, v, line)...)
	}
	return all
}

// module looks at a speech module.
func (p *patient) module(ctx context.Context, v caller.VoiceSetting, line serial.Settings) []Finding {
	f := voiceFacts{Name: v.Name, Kind: v.Kind, Baud: line.Baud}
	chip, err := voice.ChipNamed(string(v.Kind))
	if err != nil {
		return []Finding{finding(Failure, "kind", "%v", err).about(v.Name).remedy("name a kind that is known in the file of caller.devices")}
	}
	conn, err := serial.Open(line)
	if err != nil {
		f.Health = voice.Health{Fault: voice.FaultGone, Why: err.Error()}
		return []Finding{judgeVoice(f)}
	}
	changes := make(chan voice.Health, 8)
	m := voice.NewModule(chip, voice.ModuleOptions{Encoding: v.Encoding, Baud: line.Baud, Told: func(h voice.Health) {
		select {
		case changes <- h:
		default:
		}
	}})
	session, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = m.Session(session, conn)
	}()
	end := func() {
		stop()
		<-ended
		_ = conn.Close()
	}
	f.Health = firstHealth(ctx, m, changes, ended)
	var said []Finding
	if p.Speak && f.Health.Fault == voice.FaultNone {
		said = append(said, judgeSpeech(p.speak(ctx, m, v)))
	}
	end()
	if f.Health.Fault == voice.FaultSilent {
		f.AnswersAt = p.answersAt(ctx, line, chip.Status(), func(in []byte) bool {
			// Ready, understood, speaking, idle: the answers of both chips.
			return slices.ContainsFunc(in, func(b byte) bool { return strings.IndexByte("\x4a\x41\x4e\x4f", b) >= 0 })
		})
	}
	return append([]Finding{judgeVoice(f)}, said...)
}

// firstHealth waits until something is known of a module.
func firstHealth(ctx context.Context, m *voice.Module, changes <-chan voice.Health, ended <-chan struct{}) voice.Health {
	late := time.NewTimer(4 * time.Second)
	defer late.Stop()
	for m.Health().Fault == voice.FaultGone {
		select {
		case <-changes:
			continue
		case <-ended:
		case <-late.C:
		case <-ctx.Done():
		}
		break
	}
	return m.Health()
}

// clips looks at a voice of recordings.
func (p *patient) clips(ctx context.Context, v caller.VoiceSetting) []Finding {
	f := voiceFacts{Name: v.Name, Kind: v.Kind, Command: v.Command}
	clips, err := voice.OpenClips(v.Clips)
	if err != nil {
		f.Clips = err
		return []Finding{judgeVoice(f)}
	}
	player, err := voice.NewPlayer(clips, v.Command, nil, nil)
	if err != nil {
		f.Clips = err
		return []Finding{judgeVoice(f)}
	}
	f.Health = player.Health()
	all := []Finding{judgeVoice(f)}
	if p.Speak && f.Health.Fault == voice.FaultNone {
		all = append(all, judgeSpeech(p.speak(ctx, player, v)))
	}
	return all
}

// speak says what is said for a call, once.
func (p *patient) speak(ctx context.Context, s voice.Speaker, v caller.VoiceSetting) speechFacts {
	u := caller.Phrasing{Languages: v.Languages, One: v.One, Repeat: 1, Chime: !v.NoChime}.
		Call(caller.Call{Number: "A001", Window: "1", Label: "1", Times: 1}, false, false)
	f := speechFacts{Name: v.Name, Text: u.Text()}
	p.Tell("the voice " + v.Name + " says: " + f.Text)
	limited, cancel := context.WithTimeout(ctx, speakTime)
	defer cancel()
	began := make(chan struct{}, 1)
	f.Err = s.Say(limited, u, voice.Manner{Volume: v.Volume, Speed: v.Speed}, func() {
		select {
		case began <- struct{}{}:
		default:
		}
	})
	f.Began = len(began) > 0
	f.Heard, f.Asked = p.question(ctx, "Was the sentence heard in the hall?")
	return f
}

func judgeVoice(f voiceFacts) Finding {
	var x Finding
	switch {
	case f.Clips != nil:
		x = finding(Failure, "clips", "the recordings cannot be used").remedy("correct clips and command of this voice in the file of caller.devices").detail("%v", f.Clips)
	case f.Health.Fault == voice.FaultNone && f.Kind == caller.VoiceClips:
		x = finding(OK, "player", "%s is there to play the recordings", strings.Join(f.Command, " "))
	case f.Health.Fault == voice.FaultNone:
		x = finding(OK, "answers", "the module %s answers", f.Kind)
	case f.Health.Fault == voice.FaultGone && f.Kind == caller.VoiceClips:
		x = finding(Failure, "no_player", "the program %s is not there", f.Command[0]).
			remedy("install it (apt install alsa-utils has aplay), or name another in command").detail("%s", f.Health.Why)
	case f.Health.Fault == voice.FaultSilent && f.AnswersAt > 0:
		x = finding(Failure, "baud", "the module speaks at %d bits per second, and the line is set to %d", f.AnswersAt, f.Baud).
			remedy("set baud = %d of this voice in the file of caller.devices", f.AnswersAt)
	case f.Health.Fault == voice.FaultSilent:
		x = finding(Failure, "silent", "the module does not answer").
			remedy("has it power? are its TXD and RXD crossed with the adapter's? is it a %s, and set to %d bits per second?", f.Kind, f.Baud)
	case f.Health.Fault == voice.FaultGone:
		x = finding(Failure, "gone", "the line to the module ended").remedy("look at the adapter's plug").detail("%s", f.Health.Why)
	default:
		x = finding(Failure, "error", "the module answers, and not as it should").
			remedy("is it a %s? switch it off and on", f.Kind).detail("%s", f.Health.Why)
	}
	return x.about(f.Name)
}

func judgeSpeech(f speechFacts) Finding {
	var x Finding
	switch {
	case f.Err != nil && errors.Is(f.Err, voice.ErrPlay):
		x = finding(Failure, "not_played", "the sentence could not be played").
			remedy("try the command by hand as the user of onewindow; aplay -l lists the sound cards, and that user needs the group audio").detail("%v", f.Err)
	case f.Err != nil:
		x = finding(Failure, "not_said", "the sentence was not said to its end").remedy("look at the module's power and its line").detail("%v", f.Err)
	case f.Asked && !f.Heard:
		x = finding(Failure, "not_heard", "the sentence was said, and nobody heard it").
			remedy("look at amplifier, loudspeaker and volume (alsamixer, or volume in the file of caller.devices)")
	case f.Asked:
		x = finding(OK, "heard", "the sentence was said and heard")
	default:
		x = finding(OK, "said", "the sentence was said: %s", f.Text)
	}
	return x.about(f.Name)
}
