package caller

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"onewindow/caller/voice"
	"onewindow/serial"
)

const (
	// voiceRest is how long after a call that could not be said the voice is tried
	// again.
	voiceRest = 250 * time.Millisecond
	// voiceLook is how often the order is looked at when nothing happens: calls grow
	// old, and quiet hours begin. It also bounds how long a player that was installed
	// meanwhile stays unnoticed.
	voiceLook = time.Second
)

// Announced is a call whose sound begins.
type Announced struct {
	Voice  string
	Number string
	Window string
	Times  int
	At     time.Time // hall time
}

// VoiceHealth is how a voice is.
type VoiceHealth struct {
	Name  string
	Kind  VoiceKind
	Zones []string // none: all
	Fault voice.Fault
	// Why is for whoever looks after the machine: what to do. Empty without a fault.
	Why   string
	Since time.Time // when this fault, or its absence, began
}

// VoiceTold is what a voice tells. Each may be nil. They are called one at a time,
// must not block, because the voice waits for them, and must not call Call.
type VoiceTold struct {
	// Announced hears the moment at which a call is heard, not the one at which its
	// turn came. A call that is cut off by a fault and said again is told again.
	Announced func(Announced)
	// Dropped hears of each call that is not said, once.
	Dropped func(Dropped)
	// Health hears each change of the voice's fault and of its reason.
	Health func(VoiceHealth)
}

// VoiceOptions is what a voice needs besides its settings.
type VoiceOptions struct {
	Told VoiceTold
	Log  *slog.Logger
	// Clock is hall time, in which calls are dated, in the zone that quiet times are
	// told in; time.Now when nil. A terminal's own clock may be wrong.
	Clock func() time.Time
	// Timing is how patient the driver of a module is; voice.DefaultTiming when zero.
	Timing voice.Timing
}

// Voice is one loudspeaker that calls people.
type Voice struct {
	set    VoiceSetting
	o      VoiceOptions
	log    *slog.Logger
	module *voice.Module // nil for clips
	player *voice.Player // nil for a module
	poke   chan struct{} // holds one: there is something new

	mu        sync.Mutex
	announcer *Announcer
	notices   []notice

	tells sync.Mutex // Told is called by one goroutine at a time
}

// notice is a sentence that waits.
type notice struct {
	text Text
	at   time.Time
}

// NewVoice makes the voice of a setting. The error says what is wrong with it, or
// with its clips.
func NewVoice(set VoiceSetting, o VoiceOptions) (*Voice, error) {
	all := VoiceSettings{Voices: []VoiceSetting{set}}
	if err := all.Check(); err != nil {
		return nil, err
	}
	v := &Voice{set: all.Voices[0], o: o, poke: make(chan struct{}, 1)}
	v.announcer = NewAnnouncer(v.set.Zones)
	if v.o.Log == nil {
		v.o.Log = slog.New(slog.DiscardHandler)
	}
	v.log = v.o.Log.With("voice", v.set.Name)
	if v.o.Clock == nil {
		v.o.Clock = time.Now
	}
	if !v.set.module() {
		clips, err := voice.OpenClips(v.set.Clips)
		if err == nil {
			v.player, err = voice.NewPlayer(clips, v.set.Command, v.log, v.healthIs)
		}
		if err != nil {
			return nil, fmt.Errorf("voice %q: %w", v.set.Name, err)
		}
		return v, nil
	}
	chip, err := voice.ChipNamed(string(v.set.Kind))
	if err != nil {
		return nil, fmt.Errorf("voice %q: %w", v.set.Name, err)
	}
	v.module = voice.NewModule(chip, voice.ModuleOptions{Encoding: v.set.Encoding, Baud: v.set.Baud, Timing: o.Timing, Log: v.log, Told: v.healthIs})
	return v, nil
}

// Run keeps the voice's line open and says what is called, until ctx ends. It
// returns when all is given back. A module then finishes its sentence by itself;
// a command is ended.
func (v *Voice) Run(ctx context.Context) {
	var all sync.WaitGroup
	if v.module != nil {
		session := func(ctx context.Context, c serial.Conn) error { return v.module.Session(ctx, c) }
		all.Go(func() {
			serial.Hold(ctx, v.set.line(), session, func(s serial.State) {
				if !s.Up && s.Err != nil {
					v.module.LineDown(s.Err)
				}
			})
		})
	}
	v.speak(ctx)
	all.Wait()
}

// Call tells all calls that are open now, of all zones. The newest list counts; a
// call that is not in it is over. It never waits.
//
// The first list after a start is taken for what may have been said before: it must
// be the hall's, and not an empty one for want of a hall.
func (v *Voice) Call(calls []Call) {
	v.mu.Lock()
	dropped := v.announcer.Calls(v.o.Clock(), calls)
	v.mu.Unlock()
	v.drop(dropped)
	v.wake()
}

// Skip is Call while nobody is to be called: the calls that are open are known, and
// none of them is said, now or later. What is being said is said to its end.
func (v *Voice) Skip(calls []Call) {
	v.mu.Lock()
	dropped := v.announcer.Calls(v.o.Clock(), calls)
	dropped = append(dropped, v.announcer.Hush(UnsaidStopped)...)
	v.mu.Unlock()
	v.drop(dropped)
}

// Notice has a sentence said before all calls that wait, once, such as one that
// clears the hall. It cuts nobody off, and is said in quiet hours too, at the usual
// volume. What cannot be said within a minute is given up and written to the log.
func (v *Voice) Notice(t Text) {
	v.mu.Lock()
	v.notices = append(v.notices, notice{t, v.o.Clock()})
	v.mu.Unlock()
	v.wake()
}

func (v *Voice) wake() {
	select {
	case v.poke <- struct{}{}:
	default:
	}
}

// Health is how the voice is now.
func (v *Voice) Health() VoiceHealth {
	if v.module != nil {
		return v.health(v.module.Health())
	}
	return v.health(v.player.Health())
}

func (v *Voice) health(h voice.Health) VoiceHealth {
	return VoiceHealth{Name: v.set.Name, Kind: v.set.Kind, Zones: slices.Clone(v.set.Zones), Fault: h.Fault, Why: h.Why, Since: h.Since}
}

func (v *Voice) healthIs(h voice.Health) {
	if h.Fault == voice.FaultNone {
		v.log.Info("voice works")
	} else {
		v.log.Warn("voice does not work", "fault", h.Fault, "why", h.Why)
	}
	if v.o.Told.Health != nil {
		v.tells.Lock()
		defer v.tells.Unlock()
		v.o.Told.Health(v.health(h))
	}
	v.wake()
}

// speak says one thing after the other.
func (v *Voice) speak(ctx context.Context) {
	for ctx.Err() == nil {
		if v.say(ctx) {
			continue
		}
		wait := time.NewTimer(voiceLook)
		select {
		case <-v.poke:
		case <-wait.C:
			if v.player != nil {
				v.player.Look()
			}
		case <-ctx.Done():
		}
		wait.Stop()
	}
}

// say says the next thing; false when there is none.
func (v *Voice) say(ctx context.Context) bool {
	volume := v.set.VolumeAt(v.o.Clock())
	v.mu.Lock()
	if len(v.notices) > 0 {
		n := v.notices[0]
		v.mu.Unlock()
		v.sayNotice(ctx, n)
		return true
	}
	var dropped []Dropped
	if volume == 0 {
		dropped = v.announcer.Hush(UnsaidQuiet)
	}
	next, ok, old := v.announcer.Next(v.o.Clock())
	v.mu.Unlock()
	v.drop(append(dropped, old...))
	if !ok {
		return false
	}
	u := v.set.phrasing().Call(next.Call, next.Again, next.Short)
	err := v.speaker().Say(ctx, u, voice.Manner{Volume: volume, Speed: v.set.Speed}, func() { v.began(next, u) })
	v.mu.Lock()
	if errors.Is(err, voice.ErrNothing) {
		dropped = v.announcer.Refused()
	} else {
		dropped = v.announcer.Ended(err == nil)
	}
	v.mu.Unlock()
	v.drop(dropped)
	if err != nil && ctx.Err() == nil {
		v.log.Debug("call not said to its end", "number", next.Call.Number, "window", next.Call.Window, "err", err)
		v.rest(ctx)
	}
	return true
}

func (v *Voice) speaker() voice.Speaker {
	if v.module != nil {
		return v.module
	}
	return v.player
}

// sayNotice says a notice. One that the voice has no words for is given up; one
// that was not heard because of a fault waits.
func (v *Voice) sayNotice(ctx context.Context, n notice) {
	began := false
	err := v.speaker().Say(ctx, v.set.phrasing().Notice(n.text), voice.Manner{Volume: v.set.Volume, Speed: v.set.Speed}, func() { began = true })
	if err == nil || began || errors.Is(err, voice.ErrNothing) || v.o.Clock().Sub(n.at) > stale {
		v.mu.Lock()
		v.notices = v.notices[1:]
		v.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			v.log.Warn("notice not said to its end", "text", n.text.In(ZhHans), "err", err)
		}
	} else {
		v.rest(ctx)
	}
}

// rest is a pause after a failure, which ends early when something is new: most of
// all, when the voice is back.
func (v *Voice) rest(ctx context.Context) {
	t := time.NewTimer(voiceRest)
	defer t.Stop()
	select {
	case <-t.C:
	case <-v.poke:
	case <-ctx.Done():
	}
}

// began tells that a call is heard now.
func (v *Voice) began(a Announcement, u voice.Utterance) {
	v.mu.Lock()
	v.announcer.Began()
	v.mu.Unlock()
	v.log.Debug("call", "text", u.Text(), "number", a.Call.Number, "window", a.Call.Window, "times", a.Call.Times)
	if v.o.Told.Announced == nil {
		return
	}
	v.tells.Lock()
	defer v.tells.Unlock()
	v.o.Told.Announced(Announced{Voice: v.set.Name, Number: a.Call.Number, Window: a.Call.Window, Times: a.Call.Times, At: v.o.Clock()})
}

// drop tells what is not said.
func (v *Voice) drop(all []Dropped) {
	for _, d := range all {
		level := slog.LevelInfo
		if d.Reason == UnsaidStale || d.Reason == UnsaidFailed {
			level = slog.LevelWarn
		}
		v.log.Log(context.Background(), level, "call not said", "number", d.Call.Number, "window", d.Call.Window, "times", d.Call.Times, "reason", d.Reason)
		if v.o.Told.Dropped != nil {
			v.tells.Lock()
			v.o.Told.Dropped(d)
			v.tells.Unlock()
		}
	}
}
