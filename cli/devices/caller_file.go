package devices

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"onewindow/caller"
	"onewindow/queue"
)

// CallerSettings are the strips and voices of a machine.
type CallerSettings struct {
	Strips caller.StripSettings
	Voices caller.VoiceSettings
}

// badFile is a file of strips and voices that cannot be used.
type badFile struct{ error }

func (e *badFile) Unwrap() error { return e.error }

// Hint says how such a file looks.
func (e *badFile) Hint() string {
	return "'onewindow caller --sample' prints a file that works, with all keys explained"
}

// ReadCaller reads the file of strips and voices. The error names each mistake with
// its line.
func ReadCaller(path string) (s CallerSettings, err error) {
	text, err := os.ReadFile(path)
	if err == nil {
		if s, err = ParseCaller(text); err == nil {
			return s, nil
		}
		err = fmt.Errorf("%s: %w", path, err)
	}
	return CallerSettings{}, &badFile{fmt.Errorf("caller.devices: %w", err)}
}

// ParseCaller reads the text of such a file.
func ParseCaller(text []byte) (s CallerSettings, err error) {
	var bad, worse error
	s.Strips, bad = caller.ParseStrips(text)
	s.Voices, worse = caller.ParseVoices(text)
	if err := once(bad, worse); err != nil {
		return CallerSettings{}, err
	}
	if err := s.check(string(text)); err != nil {
		return CallerSettings{}, err
	}
	return s, nil
}

// once joins mistakes. Both readers read the whole file, and tell of one that is
// nobody's in the same words.
func once(errs ...error) error {
	var all []error
	for _, err := range errs {
		if err == nil {
			continue
		}
		for text := range strings.Lines(err.Error()) {
			text = strings.TrimSpace(text)
			if text != "" && !slices.ContainsFunc(all, func(e error) bool { return e.Error() == text }) {
				all = append(all, errors.New(text))
			}
		}
	}
	return errors.Join(all...)
}

// check looks for what only strips and voices together, or the hall, would complain
// of.
func (s CallerSettings) check(text string) error {
	var all []error
	bad := func(key, value, format string, args ...any) {
		at := ""
		if n := lineOf(text, key, value); n > 0 {
			at = fmt.Sprintf("line %d: ", n)
		}
		all = append(all, errors.New(at+fmt.Sprintf(format, args...)))
	}
	n, ports := 0, map[string]bool{}
	look := func(what, name string, zones []string) {
		n++
		if len(name) > queue.MaxDeviceText {
			bad("name", name, "%s: its name is longer than %d letters, or %d characters of Chinese; give it a shorter one", what, queue.MaxDeviceText, queue.MaxDeviceText/3)
		}
		if len(zones) > queue.MaxDeviceZones {
			bad("name", name, "%s %q: more than %d zones; take zones away, or set zones = [\"*\"]", what, name, queue.MaxDeviceZones)
		}
		for _, z := range zones {
			if z != "*" && !token(z) {
				bad("zones", z, "%s %q: zone %q is no id of a zone; ids are such as \"zone-1\", see 'onewindow ctl state settings'", what, name, z)
			}
		}
	}
	for _, l := range s.Strips.Lines {
		ports[l.Port] = true
		for _, one := range l.Strips {
			look("strip", one.Name, one.Zones)
		}
	}
	for _, v := range s.Voices.Voices {
		look("voice", v.Name, v.Zones)
		if v.Port != "" && ports[v.Port] {
			bad("port", v.Port, "voice %q and a [[line]] of strips have the same port %q; give each its own", v.Name, v.Port)
		}
	}
	switch {
	case n == 0:
		all = append(all, errors.New("it names no strip and no voice; add a [[line]] with strips, or a [[voice]]"))
	case n > queue.MaxDevices:
		all = append(all, fmt.Errorf("it names %d strips and voices; at most %d hang at one machine, so let another one run some of them", n, queue.MaxDevices))
	}
	return errors.Join(all...)
}

// lineOf is the last line on which a key has a value; 0 when there is none.
func lineOf(text, key, value string) (at int) {
	n := 0
	for l := range strings.Lines(text) {
		n++
		if rest, ok := strings.CutPrefix(strings.TrimSpace(l), key); ok && strings.Contains(rest, `"`+value+`"`) {
			at = n
		}
	}
	return at
}

// token reports whether a text may be an id of the hall.
func token(id string) bool {
	return id != "" && len(id) <= 64 && strings.IndexFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	}) < 0
}

// deviceIDs are the ids of strips and voices by kind and name: the name itself where
// that may be an id, else what of it may be, with something that tells it apart from
// all others. They stay when the file is put into another order.
func deviceIDs(s CallerSettings) map[[2]string]string {
	ids, taken := map[[2]string]string{}, map[string]bool{}
	add := func(kind, name string) {
		id := kind + "-" + name
		for try := 0; !token(id) || taken[id]; try++ {
			kept := strings.Map(func(r rune) rune {
				if token(string(r)) {
					return r
				}
				return -1
			}, name)
			sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", name, try))
			id = kind + "-" + kept[:min(len(kept), 40)] + "-" + hex.EncodeToString(sum[:4])
		}
		taken[id], ids[[2]string{kind, name}] = true, id
	}
	for _, l := range s.Strips.Lines {
		for _, one := range l.Strips {
			add("strip", one.Name)
		}
	}
	for _, v := range s.Voices.Voices {
		add("voice", v.Name)
	}
	return ids
}
