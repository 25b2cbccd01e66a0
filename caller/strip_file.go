package caller

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// ParseStrips reads the lines and strips of a file of devices:
//
//	[[line]]
//	port = "/dev/serial/by-id/usb-FTDI_USB-RS485-if00-port0"
//	baud = 9600
//
//	[[line.strip]]
//	name = "w3"
//	kind = "bx6k"
//	address = 3
//	window = "3"
//	width = 64
//	height = 32
//	colours = 2
//
// It is strict: each mistake names its line and the way out. What such a file says
// of voices is passed over.
func ParseStrips(text []byte) (StripSettings, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // written by some Windows editors
	var file struct {
		StripSettings
		Voice any `toml:"voice"`
	}
	var unknown *toml.StrictMissingError
	var broken *toml.DecodeError
	d := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	switch err := d.Decode(&file); {
	case errors.As(err, &unknown):
		var all []error
		for _, e := range unknown.Errors {
			line, _ := e.Position()
			all = append(all, fmt.Errorf("line %d: unknown key %q; %s", line, strings.Join(e.Key(), "."), knownKeys(e.Key())))
		}
		return StripSettings{}, errors.Join(all...)
	case errors.As(err, &broken):
		line, _ := broken.Position()
		return StripSettings{}, fmt.Errorf("line %d: %s", line, strings.TrimPrefix(broken.Error(), "toml: "))
	case err != nil:
		return StripSettings{}, fmt.Errorf("strips: %w", err)
	}
	at, err := stripLines(text)
	if err != nil {
		return StripSettings{}, err
	}
	if err := file.check(at.line); err != nil {
		return StripSettings{}, err
	}
	return file.StripSettings, nil
}

// knownKeys says which keys stand beside one that is not known.
func knownKeys(key []string) string {
	switch {
	case len(key) > 2:
		return "a [[line.strip]] has name, kind, address, window, zones, width, height, rows, colours, font, charset, languages, brightness, over_programs"
	case len(key) == 2:
		return "a [[line]] has port, baud, bits, parity, stop_bits, rs485, and [[line.strip]] for each strip"
	}
	return "the file has [[line]] with [[line.strip]], and [[voice]]"
}

// stripPlaces are the lines of a file on which things stand.
type stripPlaces map[string]int

func place(l, strip int, key string) string { return fmt.Sprintf("%d.%d.%s", l, strip, key) }

// line is where a key stands, or else the table that it belongs to; 0 when unknown.
func (p stripPlaces) line(l, strip int, key string) int {
	if n := p[place(l, strip, key)]; n > 0 {
		return n
	}
	return p[place(l, strip, "")]
}

// stripLines finds where the keys of lines and strips stand.
func stripLines(text []byte) (stripPlaces, error) {
	places := stripPlaces{}
	p := &unstable.Parser{}
	p.Reset(text)
	l, strip, ours := -1, -1, false
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
		case n.Kind == unstable.KeyValue && ours:
			places[place(l, strip, name)] = line
		case n.Kind == unstable.KeyValue:
		case name == "line":
			l, strip, ours = l+1, -1, true
			places[place(l, strip, "")] = line
		case name == "line.strip":
			strip, ours = strip+1, true
			places[place(l, strip, "")] = line
		default:
			ours = false
		}
	}
	if err := p.Error(); err != nil {
		return nil, fmt.Errorf("strips: read keys: %w", err)
	}
	return places, nil
}
