package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"onewindow/hall/lan"
	"onewindow/wire"
)

// hallFacts are what is known of a hall on this machine.
type hallFacts struct {
	ID, Data string
	// Unknown is why the id is not one of a hall; Journal: there is one.
	Unknown error
	Journal bool
	// Runs are the programs that hold the journal.
	Runs []holder
	// RunsKnown: the system tells who holds it.
	RunsKnown bool
	// Port is that of terminals; 0: none is opened. Answers: somebody takes
	// connections there; Free is nil if this program could listen there.
	Port    int
	Answers bool
	Free    error
}

// linkFacts are what is known of the way to the hall.
type linkFacts struct {
	URLs []string
	// Up: the hall answered, after Took. Why says why not.
	Up   bool
	Took time.Duration
	Why  string
	// Refused is what the hall answered instead of an answer.
	Refused error
	// Skew is this clock less the hall's.
	Skew time.Duration
}

// hallDevice is a device as the hall knows it.
type hallDevice struct {
	Terminal, ID, Name, Kind, Fault string
	Low                             bool
}

// linkTime is how long the hall may take to answer. A terminal connects within a
// second, and tries again a few times.
const linkTime = 4 * time.Second

func journalFile(data string) string { return filepath.Join(data, "hall.db") }

func lookHall(ctx context.Context, p *patient) []Finding {
	var all []Finding
	runs := false
	if p.isHall {
		f := probeHall(ctx, p)
		runs = f.Answers
		all = append(all, judgeHall(f)...)
	}
	id := p.identity
	if id.Hall != "" {
		link, _ := probeLink(ctx, p, id, false)
		all = append(all, judgeLink(link)...)
	}
	if admin, err := lan.LoadIdentity(lan.AdminFile(p.Config.Hall.Data)); runs && err == nil {
		link, devices := probeLink(ctx, p, admin, true)
		if link.Up {
			all = append(all, judgeDevices(devices)...)
		}
	}
	if len(all) == 0 {
		all = append(all, finding(Skipped, notConfigured, "this machine is neither a hall nor a terminal of one"))
	}
	return all
}

func probeHall(ctx context.Context, p *patient) hallFacts {
	set := p.Config.Hall
	f := hallFacts{ID: set.ID, Data: set.Data, Journal: exists(journalFile(set.Data)), Port: set.Port}
	if set.ID != "" && p.HallKnown != nil {
		f.Unknown = p.HallKnown(set.ID)
	}
	f.Runs, f.RunsKnown = lockers(journalFile(set.Data))
	if set.Port <= 0 {
		return f
	}
	host := set.Host
	if host == "" {
		host = "127.0.0.1"
	}
	var d net.Dialer
	short, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if c, err := d.DialContext(short, "tcp", net.JoinHostPort(host, strconv.Itoa(set.Port))); err == nil {
		f.Answers = true
		_ = c.Close()
		return f
	}
	l, err := net.Listen("tcp", net.JoinHostPort(set.Host, strconv.Itoa(set.Port)))
	if f.Free = err; err == nil {
		_ = l.Close()
	}
	return f
}

func judgeHall(f hallFacts) []Finding {
	var all []Finding
	add := func(x Finding) { all = append(all, x) }
	runs := f.Journal && len(f.Runs) > 0
	if f.ID == "" {
		add(finding(Failure, "no_id", "there is a journal in %s, and hall.id is not set: the hall does not start", f.Data).
			remedy("set hall.id in the configuration to the hall's id, such as LG-PH"))
	}
	if f.Unknown != nil {
		add(finding(Failure, "unknown_hall", "%v", f.Unknown).remedy("set hall.id to the id of a hall of the catalogue"))
	}
	switch {
	case !f.Journal:
		add(finding(Note, "new", "the hall has not been started yet: there is no journal in %s", f.Data).remedy("systemctl enable --now onewindow-hall"))
	case runs:
		add(finding(OK, "runs", "the hall runs: %s has the journal open", names(f.Runs)))
	case f.RunsKnown:
		add(finding(Warning, "stopped", "the hall does not run: nobody has the journal open").
			remedy("systemctl start onewindow-hall; journalctl -u onewindow-hall tells why it ended"))
	}
	switch {
	case f.Port <= 0:
		add(finding(Note, "no_port", "the hall opens no fixed port (hall.port = %d)", f.Port))
	case f.Answers && (runs || !f.RunsKnown):
		add(finding(OK, "port", "port %d takes terminals", f.Port))
	case f.Answers:
		add(finding(Failure, "port_taken", "another program listens on port %d", f.Port).
			remedy("ss -ltnp 'sport = :%d' tells which; end it, or set hall.port to another one", f.Port))
	case runs:
		add(finding(Failure, "port_closed", "the hall runs, and port %d takes no connection", f.Port).
			remedy("journalctl -u onewindow-hall; was hall.port or hall.host changed without a restart?"))
	case f.Free != nil:
		add(finding(Failure, "port_taken", "port %d cannot be opened", f.Port).
			remedy("ss -ltnp 'sport = :%d' tells who has it; below 1024 only root may; hall.host must be an address of this machine", f.Port).
			detail("%v", f.Free))
	default:
		add(finding(OK, "port", "port %d is free", f.Port))
	}
	return all
}

// probeLink connects as a terminal does, and asks one question.
func probeLink(ctx context.Context, p *patient, id lan.Identity, devices bool) (linkFacts, []hallDevice) {
	f := linkFacts{URLs: id.URLs}
	ctx, cancel := context.WithTimeout(ctx, linkTime)
	defer cancel()
	c, err := lan.Dial(ctx, id, lan.Options{Version: p.Program})
	if err != nil {
		f.Why = err.Error()
		return f, nil
	}
	defer c.Close()
	topic := wire.TopicSys
	if devices {
		topic = wire.TopicHall
	}
	began := time.Now()
	var m wire.Message
	err = c.Do(ctx, "state", "get", wire.TopicRequest{Topic: topic}, &m)
	var refused *wire.Error
	switch {
	case errors.As(err, &refused) && refused.Code != wire.CodeUnreachable:
		f.Up, f.Refused = true, err
	case err != nil:
		if f.Why = c.Link().Why; f.Why == "" {
			f.Why = err.Error()
		}
		return f, nil
	default:
		f.Up = true
	}
	f.Took = time.Since(began)
	f.Skew = time.Since(c.Now())
	if !devices || err != nil {
		return f, nil
	}
	var h wire.Hall
	if json.Unmarshal(m.Data, &h) != nil {
		return f, nil
	}
	var out []hallDevice
	for _, d := range h.Devices {
		name := d.Terminal
		if n := h.Names[d.Terminal]; n != "" {
			name = n
		}
		out = append(out, hallDevice{name, d.ID, d.Name, string(d.Kind), string(d.Fault), d.Low})
	}
	return f, out
}

func judgeLink(f linkFacts) []Finding {
	at := strings.Join(f.URLs, ", ")
	if !f.Up {
		return []Finding{finding(Failure, "unreachable", "the hall does not answer at %s", at).
			remedy("is the hall's machine on, and onewindow hall running? ping it from here; is this terminal still enrolled? if not: onewindow join TOKEN").
			detail("%s", f.Why)}
	}
	all := []Finding{finding(OK, "reachable", "the hall answers at %s (%v)", at, f.Took.Round(time.Millisecond))}
	return append(all, judgeSkew(f.Skew))
}

// judgeDevices tells which devices of the hall's terminals do not work, as the
// manager's screen does.
func judgeDevices(all []hallDevice) []Finding {
	if len(all) == 0 {
		return nil
	}
	var out []Finding
	work := 0
	for _, d := range all {
		what := d.Name
		if what == "" {
			what = d.Kind + " " + d.ID
		}
		if d.Fault != "" {
			out = append(out, finding(Warning, "device", "%s of %s: %s", what, d.Terminal, strings.ReplaceAll(d.Fault, "_", " ")).
				remedy("onewindow doctor on that machine tells more"))
			continue
		}
		work++
		if d.Low {
			out = append(out, finding(Note, "device_low", "%s of %s: the roll is nearly used up", what, d.Terminal))
		}
	}
	return append(out, finding(OK, "devices", "%d of %d devices of the hall's terminals work", work, len(all)))
}

// names are programs for people.
func names(all []holder) string {
	var out []string
	for _, h := range all {
		out = append(out, h.String())
	}
	return strings.Join(out, ", ")
}

// holder is a program that has something open.
type holder struct {
	PID int
	// Command is its name, with the subcommand of one of ours: "onewindow kiosk".
	Command string
	// Ours: it is onewindow.
	Ours bool
}

func (h holder) String() string {
	if h.Command == "" {
		return fmt.Sprintf("a program (pid %d)", h.PID)
	}
	return fmt.Sprintf("%s (pid %d)", h.Command, h.PID)
}
