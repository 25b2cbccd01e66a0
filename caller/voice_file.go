package caller

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// ParseVoices reads the voices of a file of devices:
//
//	[[voice]]
//	name = "hall"
//	kind = "syn6288"
//	port = "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"
//	zones = ["1"]
//
//	[[voice.quiet]]
//	from = "12:00"
//	to = "13:30"
//	volume = 3
//
// It is strict: each mistake names its line and the way out. What such a file says
// of strips is passed over.
func ParseVoices(text []byte) (VoiceSettings, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // written by some Windows editors
	var file struct {
		VoiceSettings
		Line any `toml:"line"`
	}
	var unknown *toml.StrictMissingError
	var broken *toml.DecodeError
	switch err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&file); {
	case errors.As(err, &unknown):
		var all []error
		for _, e := range unknown.Errors {
			line, _ := e.Position()
			all = append(all, fmt.Errorf("line %d: unknown key %q; %s", line, strings.Join(e.Key(), "."), knownVoiceKeys(e.Key())))
		}
		return VoiceSettings{}, errors.Join(all...)
	case errors.As(err, &broken):
		line, _ := broken.Position()
		return VoiceSettings{}, fmt.Errorf("line %d: %s", line, strings.TrimPrefix(broken.Error(), "toml: "))
	case err != nil:
		return VoiceSettings{}, fmt.Errorf("voices: %w", err)
	}
	at, err := voiceLines(text)
	if err != nil {
		return VoiceSettings{}, err
	}
	if err := file.check(at.line); err != nil {
		return VoiceSettings{}, err
	}
	return file.VoiceSettings, nil
}

// knownVoiceKeys says which keys stand beside one that is not known.
func knownVoiceKeys(key []string) string {
	switch {
	case len(key) > 2:
		return "a [[voice.quiet]] has from, to, volume"
	case len(key) == 2:
		return "a [[voice]] has name, kind, port, baud, encoding, command, clips, zones, languages, one, repeat, no_chime, volume, speed, and [[voice.quiet]] for times with another volume"
	}
	return knownKeys(key)
}

// voicePlaces are the lines of a file on which keys of voices stand, by the
// voice's number and the key: "0.volume", "0.quiet.1.from".
type voicePlaces map[string]int

// line is where a key stands, or else the table that it belongs to; 0 when unknown.
func (p voicePlaces) line(voice int, key string) int {
	for key := fmt.Sprintf("%d.%s", voice, key); ; {
		if n := p[key]; n > 0 {
			return n
		}
		dot := strings.LastIndexByte(key, '.')
		if dot < 0 {
			return 0
		}
		key = key[:dot]
	}
}

// voiceLines finds where the keys of voices stand.
func voiceLines(text []byte) (voicePlaces, error) {
	places := voicePlaces{}
	p := &unstable.Parser{}
	p.Reset(text)
	voice, quiet, table := -1, -1, ""
	for p.NextExpression() {
		n := p.Expression()
		if n.Kind != unstable.KeyValue && n.Kind != unstable.ArrayTable && n.Kind != unstable.Table {
			continue
		}
		var key []string
		line := 0
		for it := n.Key(); it.Next(); {
			if line == 0 {
				line = p.Shape(it.Node().Raw).Start.Line
			}
			key = append(key, string(it.Node().Data))
		}
		switch name := strings.Join(key, "."); {
		case n.Kind == unstable.KeyValue:
			if table != "" {
				places[table+"."+name] = line
			}
			continue
		case name == "voice":
			voice, quiet = voice+1, -1
			table = fmt.Sprint(voice)
		case name == "voice.quiet":
			quiet++
			table = fmt.Sprintf("%d.quiet.%d", voice, quiet)
		default:
			table = ""
			continue
		}
		places[table] = line
	}
	if err := p.Error(); err != nil {
		return nil, fmt.Errorf("voices: read keys: %w", err)
	}
	return places, nil
}
