package doctor

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"onewindow/cli/devices"
	"onewindow/printer"
	"onewindow/printer/profile"
	"onewindow/serial"
)

// printerFacts are what is known of the printer.
type printerFacts struct {
	Profile profile.Profile
	Health  printer.Health
	// Baud is the line's; AnswersAt another at which it answers, 0 for none.
	Baud, AnswersAt int
	// Serial: the line has a speed.
	Serial bool
}

// pageFacts are what became of a test page.
type pageFacts struct {
	Profile profile.Profile
	Job     printer.Progress
	// Late: nothing final was told in time.
	Late bool
	// Seen is what people say; Asked: somebody said it.
	Seen, Asked bool
}

// printerLine is the printer's line with the profile's speed and handshake.
func (p *patient) printerLine() (serial.Settings, bool) {
	if p.Config.Printer.Port == "" {
		return serial.Settings{}, false
	}
	line := serial.Settings{Name: p.Config.Printer.Port, Baud: p.Config.Printer.Baud}
	if set, err := devices.ReadPrinter(p.Config.Printer, p.Config.Terminal); err == nil {
		line.Baud = cmp.Or(line.Baud, set.Profile.Baud)
		line.Flow = cmp.Or(line.Flow, set.Profile.Flow)
	}
	return line, true
}

func needsPrinter(p *patient) string {
	if why := needsConfig(p); why != "" {
		return why
	}
	if p.Config.Printer.Port == "" {
		return "no printer is configured (printer.port)"
	}
	return ""
}

func printerExtra(p *patient) time.Duration {
	if !p.Print {
		return 0
	}
	if p.Ask {
		return pageTime + people
	}
	return pageTime
}

func lookPrinter(ctx context.Context, p *patient) []Finding {
	set, err := devices.ReadPrinter(p.Config.Printer, p.Config.Terminal)
	if err != nil {
		if p.selected(AreaConfig) {
			return []Finding{finding(Skipped, "settings", "%sthe printer's settings cannot be used; see config", notLooked)}
		}
		return judgeSettings(printerMistakes(p.Config))
	}
	line, _ := p.printerLine()
	if strings.HasPrefix(line.Name, "file:") {
		// A file answers nothing, whatever stands in the profile.
		set.Profile.Confirm, set.Profile.RealTime, set.Profile.ASB, set.Profile.Identify = profile.ConfirmNone, false, false, false
	}
	if f, ok := p.usable("", line); !ok {
		return []Finding{f}
	}
	bench := newBench(ctx, line, set.Profile)
	facts := printerFacts{Profile: set.Profile, Baud: line.Baud, Serial: serialDevice(line.Name), Health: bench.health(ctx)}
	if p.Print && (facts.Health.Fault == "" || !facts.Health.Known) {
		page := p.page(ctx, bench, set.Profile)
		bench.end()
		return append(judgePrinter(facts), judgePage(page)...)
	}
	bench.end()
	if facts.Health.Fault == printer.FaultSilent && set.Profile.RealTime {
		// DLE EOT 1; its answer has fixed bits (Epson, DLE EOT).
		facts.AnswersAt = p.answersAt(ctx, line, []byte{0x10, 0x04, 1}, func(in []byte) bool {
			for _, b := range in {
				if b&0x93 == 0x12 {
					return true
				}
			}
			return false
		})
	}
	all := judgePrinter(facts)
	if p.Print {
		all = append(all, finding(Skipped, "page", "no test page: the printer cannot print now").about("test page"))
	}
	return all
}

// bench is a printer with its spooler.
type bench struct {
	spool  *printer.Spooler
	healed chan printer.Health
	steps  chan printer.Progress
	stop   context.CancelFunc
	done   chan struct{}
	canAsk bool
}

// heard takes what a spooler tells. The newest counts, and few things happen.
type heard struct{ b *bench }

func (h heard) Health(x printer.Health) {
	select {
	case h.b.healed <- x:
	default:
	}
}

func (h heard) Progress(x printer.Progress) {
	if x.State.Final() {
		select {
		case h.b.steps <- x:
		default:
		}
	}
}

func newBench(ctx context.Context, line serial.Settings, prof profile.Profile) *bench {
	b := &bench{
		healed: make(chan printer.Health, 64), steps: make(chan printer.Progress, 4), done: make(chan struct{}),
		canAsk: prof.RealTime || prof.ASB || prof.Confirm == profile.ConfirmStatus,
	}
	ctx, b.stop = context.WithCancel(ctx)
	b.spool = printer.New(printer.Settings{Line: line, Profile: prof}, heard{b})
	go func() {
		defer close(b.done)
		b.spool.Run(ctx)
	}()
	return b
}

func (b *bench) end() {
	b.stop()
	<-b.done
}

// health waits for the first answer, and a little longer for the name of the model.
func (b *bench) health(ctx context.Context) printer.Health {
	wait := 4 * time.Second
	if !b.canAsk {
		wait = 500 * time.Millisecond
	}
	end := time.NewTimer(wait)
	defer end.Stop()
	var model <-chan time.Time
	for {
		select {
		case h := <-b.healed:
			// The line may need a second try: a network printer takes one caller at a time.
			if h.Known && h.Fault != printer.FaultGone && model == nil {
				t := time.NewTimer(700 * time.Millisecond)
				defer t.Stop()
				model = t.C
			}
			continue
		case <-model:
		case <-end.C:
		case <-ctx.Done():
		}
		return b.spool.Health()
	}
}

// page prints a test page and waits for what becomes of it.
func (p *patient) page(ctx context.Context, b *bench, prof profile.Profile) pageFacts {
	f := pageFacts{Profile: prof}
	machine, _ := os.Hostname()
	job, err := printer.TestPage(prof, machine+" "+p.Now().Format("2006-01-02 15:04"))
	if err != nil {
		f.Job = printer.Progress{State: printer.Interrupted, Reason: printer.FaultError}
		return f
	}
	p.Tell("printing a test page")
	job.Within = 5 * time.Second
	b.spool.Print(job)
	late := time.NewTimer(pageTime)
	defer late.Stop()
	select {
	case f.Job = <-b.steps:
	case <-late.C:
		f.Late = true
	case <-ctx.Done():
		f.Late = true
	}
	f.Seen, f.Asked = p.question(ctx, "Did a whole test page come out of the printer?")
	return f
}

func judgePrinter(f printerFacts) []Finding {
	var all []Finding
	add := func(x Finding) { all = append(all, x) }
	h := f.Health
	switch {
	case !h.Known && h.Fault == "":
		add(finding(Note, "mute", "the printer has no way to say how it is (profile %s)", f.Profile.Name).
			remedy("onewindow doctor --print --ask prints a page and asks whether it came out"))
	case h.Fault == "":
		add(finding(OK, "ready", "ready to print"))
	case h.Fault == printer.FaultSilent && f.AnswersAt > 0:
		add(finding(Failure, "baud", "the printer speaks at %d bits per second, and the line is set to %d", f.AnswersAt, f.Baud).
			remedy("set printer.baud = %d", f.AnswersAt))
	case h.Fault == printer.FaultSilent:
		remedy := "is it switched on? is the cable in the right socket, and crossed if it must be?"
		if f.Serial {
			remedy += fmt.Sprintf(" its self-test (hold the feed button while switching on) prints its speed: the line is set to %d", f.Baud)
		}
		add(finding(Failure, "silent", "the printer does not answer").remedy("%s", remedy))
	default:
		says, remedy := printerWords(h.Fault)
		add(finding(Failure, string(h.Fault), "%s", says).remedy("%s", remedy))
	}
	if h.Known && h.Low && h.Fault != printer.FaultPaperOut {
		add(finding(Warning, "near_end", "the roll is nearly used up").remedy("lay a new roll beside the printer, and put it in at the next pause"))
	}
	if h.Known && f.Profile.Identify && h.Fault != printer.FaultSilent {
		add(judgeModel(h.Model, f.Profile))
	}
	return all
}

// printerWords say what keeps a printer from printing, and what to do.
func printerWords(f printer.Fault) (says, remedy string) {
	switch f {
	case printer.FaultPaperOut:
		return "there is no paper", "put a new roll in, and close the cover"
	case printer.FaultCover:
		return "the cover is open", "close it until it clicks on both sides"
	case printer.FaultCutter:
		return "the knife is stuck", "switch it off, take the paper out, free the knife by its wheel, switch it on"
	case printer.FaultOffline:
		return "the printer is off-line and does not say why", "look for a light or a held button on it; switch it off and on"
	case printer.FaultGone:
		return "the line to the printer ended", "look at its plug; the ports tell more"
	case printer.FaultRestarted:
		return "the printer lost its power", "look at its power supply and its plug"
	case printer.FaultSilent:
		return "the printer stopped answering", "switch it off and on; look at its cable"
	case printer.ReasonLate:
		return "the printer did not begin in time", "switch it off and on"
	}
	return "the printer says that it has an error of its own", "switch it off and on; if that does not help, it needs service"
}

// judgeModel compares what a printer calls itself with its profile.
func judgeModel(model string, p profile.Profile) Finding {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, strings.ToLower(s))
	}
	a, b := plain(model), plain(p.Model)
	if model == p.Model || a == "" || strings.HasPrefix(p.Name, "generic") {
		return finding(OK, "model", "profile %s; it calls itself %s", p.Name, cmp.Or(model, "nothing"))
	}
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return finding(OK, "model", "it calls itself %s, as the profile %s expects", model, p.Name)
	}
	return finding(Note, "model", "it calls itself %s; the profile %s is for %s", model, p.Name, p.Model).
		remedy("onewindow device profiles lists the profiles; if the test page is right, leave it")
}

func judgePage(f pageFacts) []Finding {
	return []Finding{judgeProof(f).about("test page")}
}

func judgeProof(f pageFacts) Finding {
	const look = "look whether a whole page came out; --ask asks for it"
	switch {
	case f.Late:
		return finding(Failure, "page_late", "nothing was heard of the test page in %v", pageTime).remedy("switch the printer off and on; look at its cable")
	case f.Job.State == printer.Interrupted:
		says, remedy := printerWords(f.Job.Reason)
		return finding(Failure, "page_interrupted", "the test page did not come out: %s", says).remedy("%s", remedy)
	case f.Job.State == printer.Printed && f.Asked && !f.Seen:
		return finding(Failure, "page_lie", "the printer says that the page is out, and it is not").
			remedy(`its profile promises too much: write a profile of your own that extends %s with confirm = "none", and set printer.profile_file`, f.Profile.Name)
	case f.Asked && !f.Seen:
		return finding(Failure, "page_unseen", "the test page did not come out").remedy("look at the paper and the profile; docs/devices.md helps")
	case f.Job.State == printer.Printed && f.Asked:
		return finding(OK, "page_printed", "the printer and whoever stands there say that the test page came out")
	case f.Job.State == printer.Printed:
		return finding(OK, "page_printed", "the test page is printed: the printer has confirmed it (%s)", f.Profile.Confirm)
	case f.Asked:
		return finding(OK, "page_seen", "the test page came out; the printer itself cannot say so (confirm %s)", f.Profile.Confirm)
	case f.Profile.Confirm == profile.ConfirmNone:
		return finding(Note, "page_unconfirmed", "the test page was sent; this kind of printer cannot confirm it").remedy(look)
	}
	return finding(Warning, "page_unconfirmed", "the test page was sent, and the printer did not confirm it as its profile promises (%s)", f.Profile.Confirm).
		remedy("%s; if it did, take a profile with confirm = \"status\" or \"none\"", look).detail("reason: %s", cmp.Or(f.Job.Reason, "none told"))
}
