package caller

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"onewindow/caller/led"
	"onewindow/serial"
)

// StripKind is what a strip is made of.
type StripKind string

// Kinds of strips.
const (
	StripBX5K   StripKind = "bx5k"   // Onbon BX-5K cards
	StripBX6K   StripKind = "bx6k"   // Onbon BX-6K cards
	StripCD5220 StripKind = "cd5220" // customer display, two rows of twenty, no Chinese
	StripLED8   StripKind = "led8"   // eight digits
	StripAlpha  StripKind = "alpha"  // Alpha and BetaBrite signs, no Chinese
)

var stripKinds = []StripKind{StripBX5K, StripBX6K, StripCD5220, StripLED8, StripAlpha}

// StripSetting is one strip.
type StripSetting struct {
	// Name is the strip's own among all, such as "w3"; it is what people are told
	// about it by.
	Name string `toml:"name"`
	// Kind is what it is made of.
	Kind StripKind `toml:"kind"`
	// Address is the strip's on its line: 1 to 32767 for BX, 1 to 255 for Alpha.
	Address int `toml:"address"`
	// Window is the id of the window that it hangs over; empty for a hall's strip.
	Window string `toml:"window"`
	// Zones are the ids of the zones whose calls a hall's strip lists; "*" is all.
	Zones []string `toml:"zones"`
	// Width and Height are a BX screen's, in dots; Alpha signs have a Width in
	// characters.
	Width  int `toml:"width"`
	Height int `toml:"height"`
	// Rows are how many calls a hall's BX strip lists at once; 0: one for each 32 dots
	// of height.
	Rows int `toml:"rows"`
	// Colours are 1 or 2; 0 is 1.
	Colours int `toml:"colours"`
	// Font is the only height of letters that the card has, 16, 24 or 32 dots; 0: all.
	Font int `toml:"font"`
	// Charset is what a BX card's fonts hold: "gb2312", which is the default, or "gbk".
	Charset led.Charset `toml:"charset"`
	// Languages are shown in turn. The default is zh-Hans, or en where a strip has no
	// Chinese.
	Languages []Language `toml:"languages"`
	// Brightness is a BX screen's, 1 to 16; 0 leaves it as the card has it.
	Brightness int `toml:"brightness"`
	// OverPrograms is for BX cards that have programs of their own in flash memory: what
	// is shown goes over them. Better is to delete those.
	OverPrograms bool `toml:"over_programs"`
}

// StripLine is a serial line with the strips on it.
type StripLine struct {
	// Port is the line: a device by its stable name, or tcp://host:port.
	Port string `toml:"port"`
	// Baud is the speed in bits per second; 0 is what the strips on it usually have.
	Baud int `toml:"baud"`
	// Bits, Parity and StopBits are 8, "none" and 1 when they are not set.
	Bits     int    `toml:"bits"`
	Parity   string `toml:"parity"`
	StopBits int    `toml:"stop_bits"`
	// RS485 has the port's driver switch the direction. USB adapters do it themselves.
	RS485 bool `toml:"rs485"`
	// Strips are what hangs on it.
	Strips []StripSetting `toml:"strip"`
}

// StripSettings are all strips of a machine.
type StripSettings struct {
	Lines []StripLine `toml:"line"`
}

// serial are the settings of the line's port.
func (l StripLine) serial() serial.Settings {
	parity := map[string]byte{"": 'N', "none": 'N', "even": 'E', "odd": 'O'}[l.Parity]
	return serial.Settings{Name: l.Port, Baud: l.Baud, Bits: l.Bits, Parity: parity, StopBits: l.StopBits, RS485: l.RS485}
}

func (s StripSetting) bx() bool      { return s.Kind == StripBX5K || s.Kind == StripBX6K }
func (s StripSetting) chinese() bool { return s.bx() }

// pages reports whether the strip can show several pages in turn.
func (s StripSetting) pages() bool { return s.bx() }

// complete puts the defaults in and says what is wrong with the strip itself.
func (s *StripSetting) complete() *mistake {
	if len(s.Languages) == 0 {
		s.Languages = []Language{ZhHans}
		if !s.chinese() {
			s.Languages = []Language{En}
		}
	}
	if s.Charset == "" {
		s.Charset = led.ASCII
		if s.chinese() {
			s.Charset = led.GB2312
		}
	}
	if s.Colours == 0 {
		s.Colours = 1
	}
	if !slices.Contains(stripKinds, s.Kind) {
		names := make([]string, len(stripKinds))
		for i, k := range stripKinds {
			names[i] = string(k)
		}
		return wrong("kind", "kind %q: want one of %s", s.Kind, strings.Join(names, ", "))
	}
	switch {
	case s.Name == "":
		return wrong("", "a strip needs a name, such as name = \"w3\"")
	case s.Window == "" && len(s.Zones) == 0:
		return wrong("", "strip %q: say whose it is: window = \"3\" for one over a window, zones = [\"A\"] or [\"*\"] for a hall's", s.Name)
	case s.Window != "" && len(s.Zones) > 0:
		return wrong("zones", "strip %q has a window and zones; keep one of them", s.Name)
	case slices.Contains(s.Zones, ""):
		return wrong("zones", "strip %q: an empty zone; remove it", s.Name)
	}
	if bad := s.languages(); bad != nil {
		return bad
	}
	return s.geometry()
}

func (s *StripSetting) languages() *mistake {
	for _, l := range s.Languages {
		switch {
		case l != ZhHans && l != ZhHant && l != En:
			return wrong("languages", "language %q: want zh-Hans, zh-Hant or en", l)
		case l != En && !s.chinese():
			return wrong("languages", "a strip of kind %s has no Chinese; set languages = [\"en\"]", s.Kind)
		case l == ZhHant && s.Charset != led.GBK:
			return wrong("languages", "fonts of GB2312 lack traditional characters; load fonts of GBK onto the card and set charset = \"gbk\", or set languages = [\"zh-Hans\"]")
		}
	}
	return nil
}

func (s *StripSetting) geometry() *mistake {
	switch {
	case s.Brightness < 0 || s.Brightness > 16:
		return wrong("brightness", "brightness %d: want 1 to 16, or 0 to leave it", s.Brightness)
	case s.Kind == StripAlpha && (s.Width < 4 || s.Width > 60):
		return wrong("width", "width %d: want an Alpha sign's characters in a row, 4 to 60", s.Width)
	case s.Kind == StripAlpha && (s.Address < 1 || s.Address > 255):
		return wrong("address", "address %d: want 1 to 255", s.Address)
	case !s.bx() && s.Font != 0:
		return wrong("font", "a strip of kind %s has its own letters; remove font", s.Kind)
	case s.bx() && s.Width == 0 && s.Height == 0:
		return wrong("width", "strip %q: set width and height, the dots of its screen as they are set on the card, such as width = 128 and height = 32", s.Name)
	case s.bx() && s.Width == 0:
		return wrong("width", "strip %q: set width, the dots of its screen from side to side, such as width = 128", s.Name)
	case s.bx() && s.Height == 0:
		return wrong("height", "strip %q: set height, the dots of its screen from top to bottom, such as height = 32", s.Name)
	case s.bx() && (s.Rows < 0 || s.Rows*16 > s.Height):
		return wrong("rows", "rows %d do not fit into %d dots: a row has 16 at least", s.Rows, s.Height)
	case !s.bx():
		return nil
	case s.Address > 0x7FFF || s.Address < 1:
		return wrong("address", "address %d: want 1 to 32767, as it is set on the card", s.Address)
	}
	// The driver knows what its cards can.
	if _, err := led.NewBX(nil, s.card(0, stripTimeout)); err != nil {
		key, _, _ := strings.Cut(err.Error(), " ")
		return wrong(key, "%v", err)
	}
	return nil
}

// card is the setting as the driver takes it.
func (s StripSetting) card(baud int, answer time.Duration) led.BXSettings {
	g := 6
	if s.Kind == StripBX5K {
		g = 5
	}
	return led.BXSettings{
		Address: uint16(s.Address), Generation: g, Width: s.Width, Height: s.Height, Colours: s.Colours,
		Charset: s.Charset, Font: s.Font, Baud: baud, Timeout: answer, Expire: stripExpire, Over: s.OverPrograms,
	}
}

// complete puts the defaults in and says what is wrong with the line and among its
// strips. at is the strip that is to blame, or -1.
func (l *StripLine) complete() (bad *mistake, at int) {
	if len(l.Strips) == 0 {
		return wrong("", "a line needs strips: [[line.strip]]"), -1
	}
	for i := range l.Strips {
		if bad := l.Strips[i].complete(); bad != nil {
			return bad, i
		}
		if bad := l.together(i); bad != nil {
			return bad, i
		}
	}
	if l.Baud == 0 {
		l.Baud = 9600
		if l.Strips[0].Kind == StripLED8 {
			l.Baud = 2400
		}
	}
	if !slices.Contains([]string{"", "none", "even", "odd"}, l.Parity) {
		return wrong("parity", "parity %q: want none, even or odd", l.Parity), -1
	}
	if err := l.serial().Check(); err != nil {
		key := "port"
		if errors.Is(err, serial.ErrUnsupported) || l.Baud < 0 {
			key = "baud"
		}
		return wrong(key, "%v", err), -1
	}
	return nil, -1
}

// together looks whether strip i gets along with those before it on the line.
func (l *StripLine) together(i int) *mistake {
	s := l.Strips[i]
	for _, o := range l.Strips[:i] {
		switch {
		case s.Kind == StripCD5220 || s.Kind == StripLED8 || o.Kind == StripCD5220 || o.Kind == StripLED8:
			return wrong("kind", "displays of kind cd5220 and led8 have no address: %q and %q each need a line of their own", o.Name, s.Name)
		case s.bx() != o.bx():
			return wrong("kind", "%q and %q speak different protocols; give each a line of its own", o.Name, s.Name)
		case s.Address == o.Address:
			return wrong("address", "%q and %q have the same address %d on this line", o.Name, s.Name, s.Address)
		}
	}
	return nil
}

// Check puts in what was left out and reports every mistake.
func (s *StripSettings) Check() error { return s.check(nowhere) }

// check reports mistakes with the line of the file that line names for a line, a
// strip of it (-1: none) and a key.
func (s *StripSettings) check(line func(l, strip int, key string) int) error {
	var all []error
	names, ports := map[string]bool{}, map[string]bool{}
	add := func(l, strip int, bad *mistake) {
		if n := line(l, strip, bad.key); n > 0 {
			all = append(all, fmt.Errorf("line %d: %s", n, bad.text))
			return
		}
		all = append(all, errors.New(bad.text))
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		if bad, at := l.complete(); bad != nil {
			add(i, at, bad)
		}
		if ports[l.Port] && l.Port != "" {
			add(i, -1, wrong("port", "port %q is there twice; put all its strips under one [[line]]", l.Port))
		}
		ports[l.Port] = true
		for j, strip := range l.Strips {
			if names[strip.Name] && strip.Name != "" {
				add(i, j, wrong("name", "two strips have the name %q", strip.Name))
			}
			names[strip.Name] = true
		}
	}
	return errors.Join(all...)
}
