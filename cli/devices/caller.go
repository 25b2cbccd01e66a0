package devices

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/caller"
	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

const (
	// stillTrue is how long strips go on showing what the hall last said when it cannot
	// be heard. A citizen who was called has come by then, or will not; the window may
	// long be busy with somebody else, and a number over it would lie.
	stillTrue = time.Minute
	// heardAgain is how long after the link is back the strips wait for the hall's
	// present state, which is not told anew when it is the one of before.
	heardAgain = 2 * time.Second
	// look is how often is looked whether time alone changed something: a notice ended,
	// the hall is away for too long, a voice's quiet hours began.
	look = time.Second
	// unheard bounds the calls that were said and of which the hall has not heard.
	unheard = 64
)

// Caller has strips show and voices say what the hall says of its windows, and tells
// the hall when a call is heard.
//
// Strips show a call at once, voices say it in its turn. While the hall is stopped
// nobody is called: the strips say why, and the voices say it once. What was called, or
// stopped, before the Caller was started is shown and not said: a machine that starts
// again and again does not repeat itself.
//
// While the hall cannot be heard everything stays for a minute. Then the strips over
// windows go dark, and those of the hall say that the windows call by themselves.
type Caller struct {
	hall    Hall
	devices *Register
	log     *slog.Logger
	now     func() time.Time // hall time
	strips  *caller.Strips
	set     []caller.StripSetting // all of them
	voices  []*oneVoice
	heard   chan heardCall
	zone    atomic.Pointer[time.Location] // hall time's

	stillTrue time.Duration

	// What follows belongs to follow.
	signs   *wire.Signs // the newest; nil before the first
	open    openCalls
	stopped string // the reason of the stop that was heard of
	strange string // what was said of windows and zones that the hall does not have
	down    time.Time
	up      time.Time // since when the link is up, while down is not over; zero while it is not
	away    bool      // what the strips were last told, and notice with it
	notice  caller.Text
}

// oneVoice is a voice and how the hall knows it.
type oneVoice struct {
	*caller.Voice
	id  string
	set caller.VoiceSetting

	mu     sync.Mutex // guards all below
	health caller.VoiceHealth
	quiet  bool
}

// heardCall is a call that was said.
type heardCall struct {
	wire.AnnouncedRequest
	at time.Time // hall time
}

// NewCaller makes it; Run runs it. now is hall time. The error says what is wrong with
// the settings, or with a voice's recordings.
func NewCaller(set CallerSettings, now func() time.Time, hall Hall, devices *Register, log *slog.Logger) (*Caller, error) {
	c := &Caller{hall: hall, devices: devices, log: log, now: now, heard: make(chan heardCall, unheard), stillTrue: stillTrue}
	c.zone.Store(time.Local)
	ids := deviceIDs(set)
	var err error
	if c.strips, err = caller.NewStrips(set.Strips, log, func(h caller.StripHealth) { c.strip(ids[[2]string{"strip", h.Name}], h) }); err != nil {
		return nil, err
	}
	for _, l := range set.Strips.Lines {
		c.set = append(c.set, l.Strips...)
	}
	for _, one := range set.Voices.Voices {
		v := &oneVoice{id: ids[[2]string{"voice", one.Name}], set: one}
		v.Voice, err = caller.NewVoice(one, caller.VoiceOptions{
			Log: log, Clock: c.local,
			Told: caller.VoiceTold{Announced: c.announced, Health: func(h caller.VoiceHealth) { c.voice(v, h) }},
		})
		if err != nil {
			return nil, err
		}
		c.voices = append(c.voices, v)
	}
	// The first list that the hall is told has all of them.
	for _, h := range c.strips.Health() {
		c.strip(ids[[2]string{"strip", h.Name}], h)
	}
	for _, v := range c.voices {
		v.quiet = v.set.VolumeAt(c.local()) == 0
		c.voice(v, v.Health())
	}
	return c, nil
}

// local is hall time in the hall's own zone, which quiet hours are in. Until the hall
// has told its zone it is the machine's.
func (c *Caller) local() time.Time { return c.now().In(c.zone.Load()) }

// Run works until ctx ends, and returns when all devices are given back.
func (c *Caller) Run(ctx context.Context, client *lan.Client) {
	w := client.Watch([]wire.Topic{wire.TopicSigns})
	defer w.Close()
	c.run(ctx, w.C())
}

func (c *Caller) run(ctx context.Context, signs <-chan wire.Message) {
	var all sync.WaitGroup
	all.Go(func() { c.strips.Run(ctx) })
	for _, v := range c.voices {
		all.Go(func() { v.Run(ctx) })
	}
	all.Go(func() { c.tell(ctx) })
	c.follow(ctx, signs)
	all.Wait()
}

// follow hears the hall, its absence and the clock.
func (c *Caller) follow(ctx context.Context, signs <-chan wire.Message) {
	links, stop := c.hall.Links()
	defer stop()
	tick := time.NewTicker(min(look, max(c.stillTrue, time.Millisecond)))
	defer tick.Stop()
	c.down = time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case m, ok := <-signs:
			if !ok {
				signs = nil // the client is closed; the devices are run until ctx ends
				continue
			}
			if s, ok := read[wire.Signs](m, c.log); ok {
				c.hear(s)
			}
		case l, ok := <-links:
			if !ok {
				links = nil
				continue
			}
			c.link(l.Up)
		case <-tick.C:
			c.look()
		}
	}
}

// link takes that the hall is heard, or is not.
func (c *Caller) link(up bool) {
	switch {
	case up && c.up.IsZero():
		c.up = time.Now()
	case !up:
		c.up = time.Time{}
		if c.down.IsZero() {
			c.down = time.Now()
		}
	}
}

// hear takes what the hall says of its windows and calls.
func (c *Caller) hear(s wire.Signs) {
	first := c.signs == nil
	c.signs = &s
	c.zone.Store(time.FixedZone("hall", s.Day.UTCOffset*60))
	if c.hall.Link().Up {
		c.down = time.Time{}
	}
	c.show()
	open := c.open.of(s)
	for _, v := range c.voices {
		if s.Day.Stopped == "" {
			v.Call(open)
			continue
		}
		v.Skip(open)
		if s.Day.Stopped != c.stopped && !first {
			v.Notice(stopSpoken(s.Day.Stopped))
		}
	}
	c.stopped = s.Day.Stopped
	if first {
		c.hush() // the zone of the hall's clock is known from now on
	}
	c.compare(s)
}

// look shows what changed by time alone.
func (c *Caller) look() {
	if !c.up.IsZero() && time.Since(c.up) >= heardAgain {
		c.down = time.Time{}
	}
	if away, notice := c.present(); away != c.away || notice != c.notice {
		c.show()
	}
	c.hush()
}

// hush sees which voices have quiet hours now.
func (c *Caller) hush() {
	for _, v := range c.voices {
		quiet := v.set.VolumeAt(c.local()) == 0
		v.mu.Lock()
		news, h := quiet != v.quiet, v.health
		v.quiet = quiet
		v.mu.Unlock()
		if news {
			c.voice(v, h)
		}
	}
}

// present is whether the hall is away for so long that what it said is no longer
// true, and what the hall's strips have to say besides calls.
func (c *Caller) present() (away bool, notice caller.Text) {
	if !c.down.IsZero() && time.Since(c.down) >= c.stillTrue {
		return true, awayNotice()
	}
	if c.signs == nil {
		return false, caller.Text{}
	}
	return false, noticeOf(c.signs.Day, c.now())
}

// show tells the strips how it is now. Before the hall has spoken they are left as
// they are, until that has lasted too long.
func (c *Caller) show() {
	was := c.away
	c.away, c.notice = c.present()
	switch {
	case c.away && !was:
		c.log.Warn("the hall cannot be heard; the strips over windows go dark")
	case was && !c.away:
		c.log.Info("the hall is heard again; the strips show what it says")
	}
	switch {
	case c.away:
		c.strips.Show(nil, nil, c.notice)
	case c.signs != nil:
		c.strips.Show(signsOf(*c.signs), callsOf(*c.signs), c.notice)
	}
}

// announced takes that a call is heard now. It must not wait.
func (c *Caller) announced(a caller.Announced) {
	one := heardCall{wire.AnnouncedRequest{Number: a.Number, Window: a.Window, Times: a.Times}, a.At}
	select {
	case c.heard <- one:
	default: // the hall is away; its clocks start without us
	}
}

// tell reports what is heard. What is so old that the hall's clocks run already is not
// told: it would only hold the next one up.
func (c *Caller) tell(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-c.heard:
			if c.now().Sub(r.at) > queue.AnnounceWithin {
				continue
			}
			if err := c.hall.Do(ctx, "call", "announced", r.AnnouncedRequest, nil); err != nil && ctx.Err() == nil {
				c.log.Info("the hall did not hear that a call was said", "number", r.Number, "err", err)
			}
		}
	}
}

func (c *Caller) strip(id string, h caller.StripHealth) {
	c.devices.Set(queue.Device{
		ID: id, Kind: queue.DeviceStrip, Name: h.Name, Model: string(h.Kind),
		Fault: queue.DeviceFault(h.Fault), Zones: zones(h.Zones),
	})
}

// nowhere is the zone that no hall has, in which a voice is heard that says nothing
// at this time of the day: the hall's clocks do not wait for it.
const nowhere = "-"

// voice takes how a voice is, and tells the hall.
func (c *Caller) voice(v *oneVoice, h caller.VoiceHealth) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.health = h
	d := queue.Device{
		ID: v.id, Kind: queue.DeviceVoice, Name: h.Name, Model: string(h.Kind),
		Fault: queue.DeviceFault(h.Fault), Zones: zones(h.Zones),
	}
	if v.quiet {
		d.Zones = []string{nowhere}
	}
	c.devices.Set(d)
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
