package caller

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"onewindow/caller/voice"
	"onewindow/serial"
)

// VoiceKind is what a voice is made of.
type VoiceKind string

// Kinds of voices.
const (
	VoiceSYN6288   VoiceKind = "syn6288"   // speech module of 宇音天下, on a serial line
	VoiceXFS5152CE VoiceKind = "xfs5152ce" // speech module of iFlytek, on a serial line
	VoiceClips     VoiceKind = "clips"     // recorded words, played by a command of the machine
)

var voiceKinds = []VoiceKind{VoiceSYN6288, VoiceXFS5152CE, VoiceClips}

// VoiceSetting is one voice: one loudspeaker, or several that sound together.
type VoiceSetting struct {
	// Name is the voice's own among all, such as "hall"; it is what people are told
	// about it by.
	Name string `toml:"name"`
	// Kind is what it is made of.
	Kind VoiceKind `toml:"kind"`
	// Port is a module's line: a device by its stable name, or tcp://host:port.
	Port string `toml:"port"`
	// Baud is the line's speed in bits per second; 0 is 9600, which both modules have
	// unless their pins or a command say otherwise.
	Baud int `toml:"baud"`
	// Encoding is how a module gets its text: "gb2312", "gbk", which is the default,
	// or "utf16".
	Encoding voice.Encoding `toml:"encoding"`
	// Command plays clips: a program and its arguments. It gets the sound on its
	// standard input, or as a file whose name stands where an argument says {file}.
	Command []string `toml:"command"`
	// Clips is a folder of recordings instead of the packaged ones.
	Clips string `toml:"clips"`
	// Zones are the ids of the zones whose calls it says; none, or "*", is all.
	Zones []string `toml:"zones"`
	// Languages are said one after the other: "cmn" Mandarin, which is the default,
	// "yue" Cantonese, "en" English. A SYN6288 has no English. The text for Cantonese
	// needs a module that speaks it; others read it in Mandarin.
	Languages []voice.Language `toml:"languages"`
	// One is how a 1 is said in Mandarin: "yao" 幺, which is the default, or "yi" 一.
	One One `toml:"one"`
	// Repeat is how often a call is said, 1 to 3; 0 is 2 with one language and 1 with
	// several. A language takes about 5 s each time.
	Repeat int `toml:"repeat"`
	// NoChime leaves the two strokes before a call out.
	NoChime bool `toml:"no_chime"`
	// Volume is 1 to 10; 0 is 7.
	Volume int `toml:"volume"`
	// Speed is how fast a module speaks, 1 to 10; 0 is 5, the usual.
	Speed int `toml:"speed"`
	// Quiet are times of the day with another volume.
	Quiet []QuietTime `toml:"quiet"`
}

// QuietTime is a time of the day by the clock of the hall.
type QuietTime struct {
	// From and To are such as "12:00" and "13:30"; a time may go over midnight.
	From string `toml:"from"`
	To   string `toml:"to"`
	// Volume is 0 to 10; at 0 nothing is said, and calls of that time are not made up
	// for.
	Volume int `toml:"volume"`
}

// VoiceSettings are all voices of a machine.
type VoiceSettings struct {
	Voices []VoiceSetting `toml:"voice"`
}

// module reports whether the voice hangs on a line.
func (s VoiceSetting) module() bool { return s.Kind != VoiceClips }

// line are the settings of the voice's port.
func (s VoiceSetting) line() serial.Settings { return serial.Settings{Name: s.Port, Baud: s.Baud} }

// phrasing is how the voice puts calls.
func (s VoiceSetting) phrasing() Phrasing {
	return Phrasing{Languages: s.Languages, One: s.One, Repeat: s.Repeat, Chime: !s.NoChime}
}

// complete puts the defaults in and says what is wrong. at is the quiet time that is to
// blame, or -1.
func (s *VoiceSetting) complete() (bad *mistake, at int) {
	if bad := s.usual(); bad != nil {
		return bad, -1
	}
	for i, q := range s.Quiet {
		if bad := q.check(); bad != nil {
			return bad, i
		}
	}
	return nil, -1
}

// usual completes and checks all but the quiet times.
func (s *VoiceSetting) usual() *mistake {
	if len(s.Languages) == 0 {
		s.Languages = []voice.Language{voice.Mandarin}
	}
	if s.One == "" {
		s.One = OneYao
	}
	if s.Repeat == 0 {
		s.Repeat = 2
		if len(s.Languages) > 1 {
			s.Repeat = 1
		}
	}
	if s.Volume == 0 {
		s.Volume = 7
	}
	if s.Speed == 0 {
		s.Speed = 5
	}
	if strings.TrimSpace(s.Name) == "" {
		return wrong("name", "a voice needs a name, such as \"hall\"")
	}
	if !slices.Contains(voiceKinds, s.Kind) {
		return wrong("kind", "kind %q: want syn6288, xfs5152ce or clips", s.Kind)
	}
	if m := s.source(); m != nil {
		return m
	}
	for i, l := range s.Languages {
		switch {
		case l != voice.Mandarin && l != voice.Cantonese && l != voice.English:
			return wrong("languages", "language %q: want cmn, yue or en", l)
		case slices.Contains(s.Languages[:i], l):
			return wrong("languages", "language %q stands twice; use repeat to say all of it more often", l)
		case l == voice.English && s.Kind == VoiceSYN6288:
			return wrong("languages", "a syn6288 spells English letter by letter; take en away, or use an xfs5152ce or clips")
		}
	}
	switch {
	case s.One != OneYao && s.One != OneYi:
		return wrong("one", "one %q: want yao or yi", s.One)
	case s.Repeat < 1 || s.Repeat > 3:
		return wrong("repeat", "repeat is %d; want 1, 2 or 3", s.Repeat)
	case s.Volume < 1 || s.Volume > 10:
		return wrong("volume", "volume is %d; want 1 to 10", s.Volume)
	case s.Speed < 1 || s.Speed > 10:
		return wrong("speed", "speed is %d; want 1 to 10", s.Speed)
	case slices.Contains(s.Zones, ""):
		return wrong("zones", "an empty zone; remove it")
	}
	return nil
}

// source checks what the voice speaks by.
func (s *VoiceSetting) source() *mistake {
	if !s.module() {
		switch {
		case len(s.Command) == 0 || s.Command[0] == "":
			return wrong("command", `a voice of clips needs the command that plays them, such as ["aplay", "-q", "-"]`)
		case s.Port != "" || s.Baud != 0:
			return wrong("port", "a voice of clips has no port; take port and baud away, or name the module as its kind")
		case s.Encoding != "":
			return wrong("encoding", "a voice of clips has no encoding; take it away")
		}
		return nil
	}
	switch {
	case s.Port == "":
		return wrong("port", "a module needs its port, such as /dev/serial/by-id/...")
	case len(s.Command) > 0:
		return wrong("command", "a module plays by itself; take command away, or set kind to clips")
	case s.Clips != "":
		return wrong("clips", "a module has no clips; take clips away, or set kind to clips")
	}
	if s.Encoding == "" {
		s.Encoding = voice.GBK
	}
	if s.Encoding != voice.GB2312 && s.Encoding != voice.GBK && s.Encoding != voice.UTF16 {
		return wrong("encoding", "encoding %q: want gb2312, gbk or utf16", s.Encoding)
	}
	if err := s.line().Check(); err != nil {
		key := "port"
		if s.Baud < 0 {
			key = "baud"
		}
		return wrong(key, "%v", err)
	}
	if s.Baud == 0 {
		s.Baud = 9600
	}
	return nil
}

func (q QuietTime) check() *mistake {
	from, err1 := minute(q.From)
	to, err2 := minute(q.To)
	switch {
	case err1 != nil:
		return wrong("from", "from %q: want a time such as \"12:00\"", q.From)
	case err2 != nil:
		return wrong("to", "to %q: want a time such as \"13:30\"", q.To)
	case from == to:
		return wrong("to", "from and to are the same; a whole day needs two times, such as 00:00 to 12:00 and 12:00 to 00:00")
	case q.Volume < 0 || q.Volume > 10:
		return wrong("volume", "volume is %d; want 0, which says nothing, to 10", q.Volume)
	}
	return nil
}

// minute is a time of the day in minutes since midnight.
func minute(s string) (int, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, err
	}
	return 60*t.Hour() + t.Minute(), nil
}

// VolumeAt is the volume at a moment of checked settings: the lowest of the quiet
// times that hold then, or else the usual one.
func (s VoiceSetting) VolumeAt(t time.Time) int {
	now := 60*t.Hour() + t.Minute()
	volume := -1
	for _, q := range s.Quiet {
		from, err1 := minute(q.From)
		to, err2 := minute(q.To)
		if err1 != nil || err2 != nil {
			continue
		}
		holds := from <= now && now < to
		if to < from {
			holds = now >= from || now < to
		}
		if holds && (volume < 0 || q.Volume < volume) {
			volume = q.Volume
		}
	}
	if volume < 0 {
		return s.Volume
	}
	return volume
}

// Check puts the defaults in and names every mistake.
func (s *VoiceSettings) Check() error { return s.check(nowhere) }

// check does; line tells where a key of a voice, or of a quiet time of it (-1: none),
// stands in a file, 0 if it does not.
func (s *VoiceSettings) check(line func(voice, quiet int, key string) int) error {
	var all []error
	bad := func(i, quiet int, m *mistake) {
		what := fmt.Sprintf("voice %d", i+1)
		if name := s.Voices[i].Name; name != "" {
			what = fmt.Sprintf("voice %q", name)
		}
		if n := line(i, quiet, m.key); n > 0 {
			what = fmt.Sprintf("line %d: %s", n, what)
		}
		all = append(all, fmt.Errorf("%s: %s", what, m.text))
	}
	for i := range s.Voices {
		v := &s.Voices[i]
		if m, quiet := v.complete(); m != nil {
			bad(i, quiet, m)
			continue
		}
		for _, other := range s.Voices[:i] {
			switch {
			case other.Name == v.Name:
				bad(i, -1, wrong("name", "another voice has this name; give each its own"))
			case v.Port != "" && other.Port == v.Port:
				bad(i, -1, wrong("port", "voice %q has this port; a module has a line for itself", other.Name))
			}
		}
	}
	return errors.Join(all...)
}
