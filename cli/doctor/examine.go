package doctor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/hall/lan"
	"onewindow/serial"
)

// Settings are what is examined, and how.
type Settings struct {
	Config config.Config
	// ConfigErr is why the configuration cannot be used; nothing that it would name is
	// looked at then. ConfigFile is the file that it comes from; empty: there is none.
	ConfigErr  error
	ConfigFile string
	// Program is the version of this program.
	Program string

	// Print has a test page printed, Speak a sentence said, and Card waits for a card.
	// Ask asks people whether the page came out and the sentence was heard.
	Print, Speak, Card, Ask bool
	// Only are the areas to look at; none is all.
	Only []Area
	// Timeout is how long all of it may take, people left aside; 0 is a minute.
	Timeout time.Duration

	// Now is the machine's clock; nil is time.Now.
	Now func() time.Time
	// Looking, which may be nil, is told what is being looked at; Tell, which may be nil,
	// what happens and what people are to do.
	Looking func(what string)
	Tell    func(string)
	// In is where people answer.
	In io.Reader
	// Screen is the terminal that the program runs in; nil if it is none.
	Screen *os.File
	// Env are the variables of the environment; nil is os.Getenv.
	Env func(string) string
	// HallKnown checks a hall's id, and Font a font file for large words.
	HallKnown func(id string) error
	Font      func(file string) error

	// speeds, in tests, stand for usualSpeeds, and grace for usualGrace.
	speeds []int
	grace  time.Duration
}

const (
	usualTime = time.Minute
	// usualGrace is how long an examination may take to end once its time is over.
	usualGrace = 3 * time.Second
	// people is how long somebody may take to answer, and cardTime to find a card.
	people   = time.Minute
	cardTime = 30 * time.Second
	// pageTime is how long a test page may take, and speakTime a sentence.
	pageTime  = 25 * time.Second
	speakTime = 25 * time.Second
)

// patient is the machine under examination, with what is known of it so far.
type patient struct {
	Settings
	in *bufio.Reader
	// answer is a line that is being read from people; nil: none is.
	answer chan string

	ports    map[string]portFacts
	lines    sync.Once
	used     []portUse
	isHall   bool
	identity lan.Identity // of the terminal; empty without one
	callers  sync.Once
	caller   devices.CallerSettings
	badCall  error
}

// examination is one look at one area.
type examination struct {
	area Area
	what string
	// needs says why there is nothing to look at; "" if there is.
	needs func(*patient) string
	look  func(context.Context, *patient) []Finding
	// extra is how much longer than all the rest it may take, for people and paper; nil
	// is nothing.
	extra func(*patient) time.Duration
}

func always(*patient) string { return "" }

func examinations() []examination {
	return []examination{
		{area: AreaConfig, what: "configuration", needs: always, look: lookConfig},
		{area: AreaClock, what: "clock", needs: always, look: lookClock},
		{area: AreaDisk, what: "disk", needs: always, look: lookDisk},
		{area: AreaMemory, what: "memory", needs: always, look: lookMemory},
		{area: AreaHall, what: "hall", needs: needsConfig, look: lookHall},
		{area: AreaCentre, what: "link to the centre", needs: needsCentre, look: lookCentre},
		{area: AreaPorts, what: "ports", needs: needsPorts, look: lookPorts},
		{area: AreaPrinter, what: "printer", needs: needsPrinter, look: lookPrinter, extra: printerExtra},
		{area: AreaStrips, what: "strips", needs: needsStrips, look: lookStrips},
		{area: AreaVoice, what: "voices", needs: needsVoices, look: lookVoices, extra: voicesExtra},
		{area: AreaReader, what: "card reader", needs: needsReader, look: lookReader, extra: readerExtra},
		{area: AreaScanner, what: "scanner", needs: needsScanner, look: lookScanner},
		{area: AreaFonts, what: "fonts", needs: needsFonts, look: lookFonts},
		{area: AreaTerminal, what: "terminal", needs: needsScreen, look: lookScreen},
	}
}

// Examine looks at everything and reports. The end of ctx ends it early; what was
// not looked at then is said.
func Examine(ctx context.Context, s Settings) Report {
	if s.Timeout == 0 {
		s.Timeout = usualTime
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Looking == nil {
		s.Looking = func(string) {}
	}
	if s.Tell == nil {
		s.Tell = func(string) {}
	}
	if s.Env == nil {
		s.Env = os.Getenv
	}
	if s.In == nil {
		s.In = strings.NewReader("")
	}
	if s.speeds == nil {
		s.speeds = usualSpeeds
	}
	if s.grace == 0 {
		s.grace = usualGrace
	}
	p := &patient{Settings: s, in: bufio.NewReader(s.In), ports: map[string]portFacts{}}
	p.know()
	left := s.Timeout
	var all []Finding
	for _, e := range examinations() {
		if len(s.Only) > 0 && !slices.Contains(s.Only, e.area) {
			continue
		}
		if why := e.needs(p); why != "" {
			code := notConfigured
			if strings.HasPrefix(why, notLooked) {
				code = "not_looked_at"
			}
			all = append(all, Finding{Area: e.area, Level: Skipped, Code: code, Says: why})
			continue
		}
		extra := time.Duration(0)
		if e.extra != nil {
			extra = e.extra(p)
		}
		s.Looking(e.what)
		began := time.Now()
		found := e.run(ctx, p, left+extra)
		if took := time.Since(began) - extra; took > 0 {
			left = max(0, left-took)
		}
		for _, f := range found {
			f.Area = e.area
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return slices.Index(Areas, a.Area) - slices.Index(Areas, b.Area) })
	machine, _ := os.Hostname()
	return report(s.Program, machine, all)
}

// run is one examination within a time. One that does not come back is left behind.
func (e examination) run(ctx context.Context, p *patient, most time.Duration) []Finding {
	if ctx.Err() != nil || most <= 0 {
		return []Finding{finding(Warning, "not_reached", "not looked at: there was no time left").
			remedy("give it more with --timeout, or look at this alone with --only %s", e.area)}
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	done := make(chan []Finding, 1)
	go func() { done <- e.look(ctx, p) }()
	select {
	case found := <-done:
		return found
	case <-ctx.Done():
	}
	grace := time.NewTimer(p.grace)
	defer grace.Stop()
	select {
	case found := <-done:
		return found
	case <-grace.C:
		return []Finding{finding(Failure, "stuck", "the system does not come back from looking at the %s", e.what).
			remedy("look into the system's log (journalctl -k) for errors of a disk or an adapter")}
	}
}

// know is what other examinations depend on.
func (p *patient) know() {
	if p.ConfigErr != nil {
		return
	}
	p.isHall = p.Config.Hall.ID != "" || exists(journalFile(p.Config.Hall.Data))
	if id, err := lan.LoadIdentity(p.Config.Terminal.Identity); err == nil {
		p.identity = id
	}
}

func (p *patient) selected(a Area) bool { return len(p.Only) == 0 || slices.Contains(p.Only, a) }

// callerSettings reads the file of strips and voices once.
func (p *patient) callerSettings() (devices.CallerSettings, error) {
	p.callers.Do(func() {
		if file := p.Config.Caller.Devices; file != "" {
			p.caller, p.badCall = devices.ReadCaller(file)
		}
	})
	return p.caller, p.badCall
}

// question asks people. answered is false when nobody can be asked, or nobody says
// yes or no in time.
func (p *patient) question(ctx context.Context, text string) (yes, answered bool) {
	if !p.Ask {
		return false, false
	}
	p.Tell(text + " [y/n]")
	select {
	case <-p.answer: // of a question that nobody waits for any more
		p.answer = nil
	default:
	}
	if p.answer == nil {
		// A read of a terminal cannot be taken back, so there is one at a time.
		answer := make(chan string, 1)
		p.answer = answer
		go func() {
			s, err := p.in.ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				s = ""
			}
			answer <- s
		}()
	}
	late := time.NewTimer(people)
	defer late.Stop()
	select {
	case s := <-p.answer:
		p.answer = nil
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "y", "yes", "j", "是":
			return true, true
		case "n", "no", "否":
			return false, true
		}
	case <-late.C:
	case <-ctx.Done():
	}
	return false, false
}

// notLooked begins why something that may be there was not looked at.
const notLooked = "not looked at: "

func needsConfig(p *patient) string {
	if p.ConfigErr != nil {
		return notLooked + "the configuration cannot be used"
	}
	return ""
}

// usable says whether a device's line can be used, or what is to be said of it
// instead.
func (p *patient) usable(name string, line serial.Settings) (Finding, bool) {
	f := p.port(line)
	if f.Err == nil {
		return Finding{}, true
	}
	bad := judgeOpening(f)
	if bad.Level == OK {
		if p.Print || p.Speak || p.Card {
			bad = bad.remedy("end it first to have a page printed, a sentence said or a card read by doctor")
		}
		return bad.about(name), false
	}
	if p.selected(AreaPorts) {
		return Finding{Level: Skipped, Code: "no_port", Says: fmt.Sprintf("%s%s does not open; see ports", notLooked, line.Name)}.about(name), false
	}
	return bad.about(name), false
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
