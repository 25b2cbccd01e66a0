package doctor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"

	"onewindow/central/halls"
	"onewindow/hall/lan"
	"onewindow/hall/uplink"
	"onewindow/trust"
	"onewindow/wire"
)

// centreFacts are what is known of the hall's link to the centre of its network.
type centreFacts struct {
	// ID is the hall's, File says as whom it speaks to the centre, and Off that it does
	// not connect.
	ID, File string
	Off      bool
	// Err is why the file cannot be read; fs.ErrNotExist: there is none.
	Err error
	// Mode are its permission bits, 0 where the system has none.
	Mode fs.FileMode
	// Hall and Name are of whom it is, and the centre's name.
	Hall, Name string

	// Asked: the hall runs and was asked. Link is what it says of the link; nil: it has
	// none. Refused is the centre's refusal.
	Asked   bool
	Link    *wire.CentreLink
	Refused *wire.Error

	// URLs are where the centre is; they are tried where the hall is not connected.
	URLs  []string
	Reach reachFacts
}

// reachFacts are what came of trying to reach the centre from here.
type reachFacts struct {
	Tried bool
	// At is the address that led to it, after Took; Err is why none did, and Other that
	// another server stands there.
	At    string
	Took  time.Duration
	Err   error
	Other bool
}

var errOtherCentre = errors.New("the server is not the centre that this hall has joined")

func needsCentre(p *patient) string {
	if why := needsConfig(p); why != "" {
		return why
	}
	if !p.isHall {
		return "this machine is no hall"
	}
	if p.Config.Centre.Identity == "" && !exists(p.Config.IdentityFile()) {
		return "this hall has joined no centre"
	}
	return ""
}

func lookCentre(ctx context.Context, p *patient) []Finding {
	f := centreFacts{ID: p.Config.Hall.ID, File: p.Config.IdentityFile(), Off: p.Config.Centre.Off}
	id, err := halls.LoadJoined(f.File)
	f.Err, f.Hall, f.Name, f.URLs = err, id.Hall, id.Centre, id.URLs
	if len(p.Config.Centre.URLs) > 0 {
		f.URLs = p.Config.Centre.URLs
	}
	if st, err := os.Stat(f.File); err == nil && runtime.GOOS != "windows" {
		f.Mode = st.Mode().Perm()
	}
	if f.Err != nil || f.Off {
		return judgeCentre(f)
	}
	f.ask(ctx, p)
	if pin, err := id.Pin(); err == nil && (f.Link == nil || !f.Link.Up) {
		f.Reach = reach(ctx, f.URLs, pin)
	}
	return judgeCentre(f)
}

// ask asks the hall that runs here, if this user may and one does.
func (f *centreFacts) ask(ctx context.Context, p *patient) {
	admin, err := lan.LoadIdentity(lan.AdminFile(p.Config.Hall.Data))
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, linkTime)
	defer cancel()
	c, err := lan.Dial(ctx, admin, lan.Options{Version: p.Program})
	if err != nil {
		return
	}
	defer c.Close()
	var m wire.Message
	var s wire.Sys
	if c.Do(ctx, "state", "get", wire.TopicRequest{Topic: wire.TopicSys}, &m) != nil || json.Unmarshal(m.Data, &s) != nil {
		return
	}
	f.Asked, f.Link = true, s.Centre
	for _, a := range s.Alarms {
		if s.Centre != nil && !s.Centre.Up && a.Msg == s.Centre.Why {
			f.Refused = &a
		}
	}
}

// reach looks whether the centre stands at one of the addresses. It shakes hands and
// says nothing: the hall's key is for the hall.
func reach(ctx context.Context, urls []string, pin trust.Pin) reachFacts {
	f := reachFacts{Tried: true}
	for _, text := range urls {
		began := time.Now()
		err := shake(ctx, text, pin)
		if err == nil {
			return reachFacts{Tried: true, At: text, Took: time.Since(began)}
		}
		f.Err = err
		f.Other = f.Other || errors.Is(err, errOtherCentre)
	}
	return f
}

func shake(ctx context.Context, text string, pin trust.Pin) error {
	ctx, cancel := context.WithTimeout(ctx, linkTime)
	defer cancel()
	u, err := url.Parse(text)
	if err != nil {
		return err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"wss": "443", "ws": "80"}[u.Scheme]
	}
	if port == "" {
		port = "4222" // as NATS has it
	}
	var d interface {
		DialContext(ctx context.Context, network, addr string) (net.Conn, error)
	} = &net.Dialer{}
	if u.Scheme == "tls" || u.Scheme == "wss" {
		d = &tls.Dialer{Config: trust.TLS(pin, errOtherCentre, nil)}
	}
	c, err := d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err == nil {
		_ = c.Close()
	}
	return err
}

func judgeCentre(f centreFacts) []Finding {
	const join = "ask the centre's administrator for a token, then: sudo -u onewindow onewindow join TOKEN; systemctl restart onewindow-hall"
	switch {
	case errors.Is(f.Err, fs.ErrNotExist):
		return []Finding{finding(Warning, "not_joined", "the file that centre.identity names is not there: this hall has joined no centre").about(f.File).
			remedy("%s; or take centre.identity out of the configuration", join)}
	case errors.Is(f.Err, fs.ErrPermission):
		return []Finding{finding(Warning, "unreadable", "this user may not read as whom the hall speaks to the centre").about(f.File).
			remedy("run doctor as the user of onewindow (sudo -u onewindow onewindow doctor), or as root; the file must belong to that user")}
	case f.Err != nil:
		return []Finding{finding(Failure, "identity", "the file that says as whom the hall speaks to the centre cannot be used; the hall works without a centre").about(f.File).
			remedy(join).detail("%v", f.Err)}
	case f.ID != "" && f.Hall != f.ID:
		return []Finding{finding(Failure, "other_hall", "the file is of hall %s, and hall.id is %s; the hall works without a centre", f.Hall, f.ID).about(f.File).
			remedy("was the folder copied from another hall? remove the file; %s", join)}
	}
	name := ""
	if f.Name != "" {
		name = ` "` + f.Name + `"`
	}
	all := []Finding{finding(OK, "joined", "hall %s has joined the centre%s", f.Hall, name)}
	if f.Mode&0o077 != 0 {
		all = append(all, finding(Warning, "open_identity", "others may read the hall's secret key (%04o)", f.Mode).about(f.File).
			remedy("chmod 600 %s", f.File))
	}
	if f.Off {
		return append(all, finding(Note, "off", "the hall does not connect: centre.off is set").
			remedy("take centre.off out of the configuration and start the hall anew"))
	}
	return append(append(all, f.judgeLink()...), f.Reach.judge(f.URLs)...)
}

// judgeLink judges what the running hall says.
func (f centreFacts) judgeLink() []Finding {
	const clock = "2006-01-02 15:04"
	switch {
	case !f.Asked:
		return nil // that the hall does not run, or may not be asked, is said elsewhere
	case f.Link == nil:
		return []Finding{finding(Warning, "not_started", "the hall runs since before it joined, and does not connect").
			remedy("systemctl restart onewindow-hall")}
	case f.Refused != nil:
		return []Finding{finding(Failure, "refused", "the centre takes nothing from this hall (%s): %s; the hall works without it", f.Refused.Code, f.Refused.Msg).
			remedy("%s", f.Refused.Hint)}
	case !f.Link.Up && f.Link.Why == uplink.ErrKeyRefused.Error():
		return []Finding{finding(Failure, "not_enrolled", "the centre does not let this hall in since %s: it is not enrolled there, or was revoked; the hall works without it", f.Link.Since.Local().Format(clock)).
			remedy("have an invitation made at the centre (onewindow central hall invite), and join it again: onewindow join TOKEN")}
	case !f.Link.Up:
		waits := "the centre has not answered since the hall started"
		if f.Link.Acked > 0 {
			waits = count(int(f.Link.Behind), "event") + " wait for it"
		}
		return []Finding{finding(Note, "away", "the hall has no link to the centre since %s; %s; the hall works without it", f.Link.Since.Local().Format(clock), waits).
			remedy("nothing has to be done in the hall: it connects by itself, and tells everything then. This is why it does not: %s", f.Link.Why)}
	case f.Link.Behind > 0:
		return []Finding{finding(OK, "linked", "the link is up since %s", f.Link.Since.Local().Format(clock)),
			finding(Note, "behind", "the centre has the hall's events up to %d, and %s are on the way", f.Link.Acked, count(int(f.Link.Behind), "more event"))}
	}
	return []Finding{finding(OK, "linked", "the link is up since %s, and the centre has every event up to %d", f.Link.Since.Local().Format(clock), f.Link.Acked)}
}

// judge judges whether the centre can be reached from here.
func (f reachFacts) judge(urls []string) []Finding {
	at := strings.Join(urls, ", ")
	switch {
	case !f.Tried:
		return nil
	case f.Err == nil:
		return []Finding{finding(OK, "reachable", "the centre can be reached at %s (%v)", f.At, f.Took.Round(time.Millisecond))}
	case f.Other:
		return []Finding{finding(Failure, "other_centre", "another server than the centre that this hall has joined stands at %s", at).
			remedy("a proxy that opens TLS must let this connection pass as it is; if the centre was set up anew, join it anew with a new token").
			detail("%v", f.Err)}
	}
	return []Finding{finding(Note, "unreachable", "the centre cannot be reached from here at %s: %v", at, f.Err).
		remedy("the hall works without it; may this machine connect outward to that port? is the centre on?")}
}
