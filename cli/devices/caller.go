package devices

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"time"

	"onewindow/caller"
	"onewindow/hall/lan"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// CallerSettings are the strips and voices of a machine.
type CallerSettings struct {
	Strips caller.StripSettings
	Voices caller.VoiceSettings
}

// ReadCaller reads the file of strips and voices. The error names each mistake with
// its line.
func ReadCaller(path string) (s CallerSettings, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return s, fmt.Errorf("caller.devices: %w", err)
	}
	strips, bad := caller.ParseStrips(text)
	voices, worse := caller.ParseVoices(text)
	if err := errors.Join(bad, worse); err != nil {
		return s, fmt.Errorf("caller.devices %s: %w", path, err)
	}
	return CallerSettings{strips, voices}, nil
}

// Caller has strips show and voices say what the hall says of its windows, and tells
// the hall when a call was heard.
type Caller struct {
	hall    Hall
	devices *Register
	log     *slog.Logger
	strips  *caller.Strips
	voices  []*caller.Voice
	heard   chan wire.AnnouncedRequest

	stopped string // the reason of the emergency stop that was said
}

// unheard bounds the calls that were said and of which the hall has not heard. The
// hall's clocks start without the report after ten seconds, so that an old one is
// worth nothing.
const unheard = 64

// NewCaller makes it; Run runs it. now is hall time.
func NewCaller(set CallerSettings, now func() time.Time, hall Hall, devices *Register, log *slog.Logger) (*Caller, error) {
	c := &Caller{hall: hall, devices: devices, log: log, heard: make(chan wire.AnnouncedRequest, unheard)}
	var err error
	if c.strips, err = caller.NewStrips(set.Strips, log, c.strip); err != nil {
		return nil, err
	}
	for _, h := range c.strips.Health() {
		c.strip(h)
	}
	for i, v := range set.Voices.Voices {
		said := func(a caller.Announced) {
			select {
			case c.heard <- wire.AnnouncedRequest{Number: a.Number, Window: a.Window, Times: a.Times}:
			default: // the hall is away; see unheard
			}
		}
		id := "voice-" + strconv.Itoa(i+1)
		one, err := caller.NewVoice(v, caller.VoiceOptions{
			Log: log, Clock: now,
			Told: caller.VoiceTold{Announced: said, Health: func(h caller.VoiceHealth) { c.voice(id, h) }},
		})
		if err != nil {
			return nil, err
		}
		c.voice(id, one.Health())
		c.voices = append(c.voices, one)
	}
	return c, nil
}

// Hear takes what the hall says of its windows and calls.
func (c *Caller) Hear(s wire.Signs) {
	signs := make([]caller.Sign, 0, len(s.Windows))
	for _, w := range s.Windows {
		signs = append(signs, caller.Sign{
			Window: w.Window, Label: w.Label, Zone: w.Zone, State: caller.SignState(w.State),
			Number: w.Number, Times: w.Times, Reason: pauseReason(w.Reason),
		})
	}
	var shown, open []caller.Call
	for _, o := range s.Calls {
		one := caller.Call{Number: o.Number, Window: o.Place.Window, Label: o.Place.Label, Zones: []string{o.Zone}, At: o.At, Times: o.Times}
		shown = append(shown, one)
		if o.State == queue.Called {
			open = append(open, one)
		}
	}
	notice := noticeOf(s.Day)
	c.strips.Show(signs, shown, notice)
	for _, v := range c.voices {
		v.Call(open)
		if s.Day.Stopped != "" && c.stopped != s.Day.Stopped {
			v.Notice(notice)
		}
	}
	c.stopped = s.Day.Stopped
}

// Run works until ctx ends, and returns when all devices are given back.
func (c *Caller) Run(ctx context.Context, client *lan.Client) {
	var all sync.WaitGroup
	all.Go(func() { c.strips.Run(ctx) })
	for _, v := range c.voices {
		all.Go(func() { v.Run(ctx) })
	}
	all.Go(func() { c.tell(ctx) })
	follow(ctx, client, func(m wire.Message) {
		if s, ok := read[wire.Signs](m, c.log); ok {
			c.Hear(s)
		}
	}, wire.TopicSigns)
	all.Wait()
}

// tell reports what was heard.
func (c *Caller) tell(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-c.heard:
			if err := c.hall.Do(ctx, "call", "announced", r, nil); err != nil && ctx.Err() == nil {
				c.log.Info("the hall did not hear that a call was said", "number", r.Number, "err", err)
			}
		}
	}
}

func (c *Caller) strip(h caller.StripHealth) {
	c.devices.Set(queue.Device{
		ID: "strip-" + token(h.Name), Kind: queue.DeviceStrip, Name: h.Name, Model: string(h.Kind),
		Fault: queue.DeviceFault(h.Fault), Zones: zones(h.Zones),
	})
}

func (c *Caller) voice(id string, h caller.VoiceHealth) {
	c.devices.Set(queue.Device{
		ID: id, Kind: queue.DeviceVoice, Name: h.Name, Model: string(h.Kind),
		Fault: queue.DeviceFault(h.Fault), Zones: zones(h.Zones),
	})
}

// zones are those of a device; "*" is all, as none is to the hall.
func zones(ids []string) []string {
	for _, z := range ids {
		if z == "*" {
			return nil
		}
	}
	return ids
}

// token makes an id out of a name: what may not stand in one is written as its
// number, so that two names never become one.
func token(name string) string {
	var b []byte
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			b = append(b, byte(r))
		default:
			b = append(b, 'u')
			b = strconv.AppendInt(b, int64(r), 16)
		}
	}
	return string(b[:min(len(b), 58)])
}

// pauseReason is why a window pauses, in the words of its strip.
func pauseReason(code string) caller.Text {
	if code == "" {
		return caller.Text{}
	}
	key := "common.pause." + code
	if !words.Has(key) {
		return caller.Text{ZhHans: code} // in the clerk's own words
	}
	return in(func(l words.Lang) string { return words.T(l, key) })
}

// noticeOf is what strips of the hall show instead of calls: an emergency stop before
// everything else.
func noticeOf(d wire.Day) caller.Text {
	if d.Stopped != "" {
		return in(func(l words.Lang) string { return words.Stop(l, d.Stopped) })
	}
	if n := len(d.Notices); n > 0 {
		t := d.Notices[n-1].Text
		return caller.Text{ZhHans: t.ZhHans, ZhHant: t.ZhHant, En: t.En}
	}
	return caller.Text{}
}

func in(say func(words.Lang) string) caller.Text {
	return caller.Text{ZhHans: say(words.ZhHans), ZhHant: say(words.ZhHant), En: say(words.En)}
}
