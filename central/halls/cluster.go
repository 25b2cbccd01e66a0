package halls

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/trust"
	"onewindow/wire"
)

// Connect takes a place in a NATS cluster that is not the centre's own, beside other
// processes of the same centre: each request of a hall goes to one of them, and how
// halls are goes to all.
//
// With Cluster.Issuer the centre decides which halls may connect, as it does at its
// own server: the cluster's servers ask it about each newcomer (NATS: auth callout),
// and it answers by the registry, which all processes share. What the cluster's
// configuration must say for that stands in testdata/cluster.conf; in operator mode the
// account says it (external authorization), the issuer is its key or a signing key of
// it, and the servers' default_sentinel stands for the JWT that halls do not have. A
// hall that was
// revoked is not heard and not commanded any more, at once by this process and within
// half a minute by the others; its connection ends at the latest with its pass, ten
// minutes after it was made, and at once where Cluster.System is set.
//
// Without an Issuer who may connect to the cluster and say what is the cluster's
// business, by operator and account JWTs: a hall's user may do what
// wire.HallPermissions says, with one response within wire.AnswerWithin; the centre's
// user may publish to dn.>, subscribe to up.> and _INBOX_centre.>, and answer each
// request once within a minute. max_payload is 4 MiB. Without such permissions a hall
// could speak for another. Invite, Revoke and Enrolled are refused then, and registry
// is not used.
//
// In both cases a hall's connections are not seen, and a hall counts as gone when it
// was not heard for half a minute. After a restart of its program it may take lifeSign
// until a hall is taken again, because the former program might still be there.
func Connect(ctx context.Context, set Settings, c Cluster, registry Registry, in Ingest, asks Asks) (*Halls, error) {
	set.complete()
	if err := c.check(registry); err != nil {
		return nil, err
	}
	h := newHalls(set, in, asks)
	h.roll.unseen, h.roll.open = true, c.Issuer == ""
	h.speakers = newSpeakers(nil, 0)
	h.service.speakers = h.speakers
	h.commands.there = h.thereInCluster
	var lines [len(lineNames)]*nats.Conn
	for i, name := range lineNames {
		nc, err := h.join(ctx, name, c, c.Credentials)
		if err != nil {
			h.shut()
			return nil, err
		}
		lines[i] = nc
	}
	if c.Issuer != "" {
		if err := h.govern(ctx, c, registry, lines[0]); err != nil {
			h.shut()
			return nil, err
		}
	}
	if err := h.serve(lines); err != nil {
		h.shut()
		return nil, err
	}
	if c.Issuer != "" {
		if err := h.admitInCluster(ctx, c, lines[2]); err != nil {
			h.shut()
			return nil, err
		}
	}
	return h, nil
}

// govern makes the centre the one that decides who may connect to the cluster.
func (h *Halls) govern(ctx context.Context, c Cluster, registry Registry, line *nats.Conn) error {
	issuer, pub, err := openIssuer(c.Issuer)
	if err != nil {
		return err
	}
	account, err := accountOf(ctx, line)
	if err != nil {
		return err
	}
	addrs := c.addrs()
	h.decide(registry, func() []string { return addrs })
	if c.secure() {
		pin, err := pinOf(line, c.CA)
		if err != nil {
			return err
		}
		h.trusted(pin)
	}
	h.members = newMembers(registry, h.membersChanged)
	h.service.enrolled, h.service.known = h.members.has, func(ctx context.Context, hall string) bool {
		return h.members.ask(ctx, hall, time.Now())
	}
	h.callout = (&callout{
		gate: h.gate, issuer: issuer, pub: pub, account: account, paces: h.set.paces, came: h.cameInCluster, log: h.set.Log,
	}).begin()
	if c.System != "" {
		nc, err := h.join(ctx, "system", c, c.System)
		if err != nil {
			return err
		}
		h.kicker = &kicker{conn: nc, account: account, log: h.set.Log}
		h.service.cutHall = h.keeper.kick
	}
	if err := h.members.look(ctx); err != nil {
		return fmt.Errorf("halls: the registry of halls: %w", err)
	}
	return nil
}

// admitInCluster begins to let halls in, when all else is ready for them.
func (h *Halls) admitInCluster(ctx context.Context, c Cluster, commands *nats.Conn) error {
	sub, err := commands.QueueSubscribe(wire.SubjectHallJoin, queueGroup, h.enrol.serve)
	if err == nil {
		err = sub.SetPendingLimits(maxJoins, maxJoins*maxPayload)
	}
	if err == nil {
		err = commands.FlushTimeout(inTime)
	}
	if err != nil {
		return fmt.Errorf("halls: subscribe: %w", err)
	}
	door, err := h.join(ctx, "door", c, c.Credentials)
	if err != nil {
		return err
	}
	return h.callout.listen(door)
}

// accountOf asks in which account the centre's own user is: halls are put there too.
func accountOf(ctx context.Context, nc *nats.Conn) (string, error) {
	const hint = "the cluster needs a system account, and the centre's user must be allowed to publish to " + subjectWho
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	m, err := nc.RequestWithContext(ctx, subjectWho, nil)
	if err != nil {
		return "", fmt.Errorf("halls: the NATS cluster does not say in which account the centre is: %w; %s", err, hint)
	}
	account, err := readWho(m.Data)
	if err != nil {
		return "", fmt.Errorf("halls: the NATS cluster does not say in which account the centre is: %w; %s", err, hint)
	}
	return account, nil
}

// pinOf is the pin of the cluster's authority, which must be in the file of them and
// be sent along by the servers: halls know the cluster by nothing else.
func pinOf(nc *nats.Conn, file string) (pin trust.Pin, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return pin, fmt.Errorf("halls: the authority of the NATS cluster: %w", err)
	}
	state, err := nc.TLSConnectionState()
	if err != nil {
		return pin, fmt.Errorf("halls: the NATS cluster: %w", err)
	}
	found := false
	for len(text) > 0 {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		ca, err := x509.ParseCertificate(block.Bytes)
		if err != nil || !ca.IsCA {
			continue
		}
		found = true
		if _, err := trust.Verify(state.PeerCertificates, trust.PinOf(ca), time.Now(), errOtherCentre); err == nil {
			return trust.PinOf(ca), nil
		}
	}
	if !found {
		return pin, fmt.Errorf("halls: %s holds no certificate of an authority", file)
	}
	return pin, errors.New("halls: the NATS cluster's servers do not send the certificate of their authority along, by which halls know them; put it behind the server's own in the file that the cluster's configuration names as cert_file")
}

// cameInCluster notes a hall that was let in.
func (h *Halls) cameInCluster(hall, key, from string) {
	if former := h.members.set(hall, key); former != "" && former != key {
		h.speakers.retire(hall) // another process has enrolled the new machine
	}
	h.roll.enter(hall, func(s *State) { s.From = from })
}

// membersChanged takes over what the registry says of halls.
func (h *Halls) membersChanged(c changes) {
	for _, hall := range c.came {
		h.roll.enter(hall, func(s *State) {
			if !s.Up && s.Why == "" {
				s.Why = "it has not connected since the centre started"
			}
		})
	}
	for _, hall := range c.rekeyed {
		h.speakers.retire(hall) // whoever enrolled the new machine has the old one cut
	}
	for _, hall := range c.went {
		h.set.Log.Warn("halls: a hall that was revoked is not heard any more", "hall", hall)
		h.expel(hall)
	}
}

// replaced ends what there is of a hall's machine whose place another has taken, in
// a cluster. Where the new one was quicker than that, it is cut too, and comes again.
func (h *Halls) replaced(hall string) {
	h.keeper.kick(hall)
	h.speakers.retire(hall)
}

// expel ends what there is of a hall that was revoked, in a cluster.
func (h *Halls) expel(hall string) {
	h.keeper.kick(hall)
	h.speakers.forget(hall)
	h.roll.forget(hall)
}

// thereInCluster says why no command may be given to a hall. Whether the hall is
// there the cluster says itself.
func (h *Halls) thereInCluster(hall string) *wire.Error {
	if h.members != nil && !h.members.has(hall) {
		return away(hall)
	}
	if _, ok := h.speakers.copy(hall, time.Now()); ok {
		return wire.RefuseUp(wire.CodeHallTwice)
	}
	return nil
}

// join makes one of the centre's own lines to the cluster.
func (h *Halls) join(ctx context.Context, name string, c Cluster, credentials string) (*nats.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("halls: the NATS cluster: %w", err)
	}
	opts := append(h.lineOptions(name),
		nats.Timeout(5*time.Second),
		nats.PingInterval(h.set.paces.ping),
		nats.MaxPingsOutstanding(2),
		nats.ReconnectWait(250*time.Millisecond),
		nats.ReconnectJitter(250*time.Millisecond, 250*time.Millisecond),
		nats.IgnoreAuthErrorAbort(),
	)
	sign, err := credential(credentials)
	if err != nil {
		return nil, err
	}
	if sign != nil {
		opts = append(opts, sign)
	}
	if c.CA != "" {
		opts = append(opts, nats.RootCAs(c.CA))
	}
	if c.secure() {
		opts = append(opts, nats.TLSHandshakeFirst()) // as halls do
	}
	nc, err := nats.Connect(strings.Join(c.URLs, ","), opts...)
	if err != nil {
		return nil, fmt.Errorf("halls: the NATS cluster at %s: %w; check its addresses and the credentials", strings.Join(c.URLs, ", "), err)
	}
	h.lines = append(h.lines, nc)
	if most := nc.MaxPayload(); most < maxPayload {
		h.set.Log.Warn("halls: the NATS cluster takes smaller messages than halls may send; set its max_payload to 4 MiB", "max_payload", most)
	}
	return nc, nil
}

// credential is the option that signs in with a file: a user's JWT and seed, or the
// seed alone. nil is for no file.
func credential(file string) (nats.Option, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("halls: the credentials for the NATS cluster: %w", err)
	}
	if strings.Contains(string(text), "NATS USER JWT") {
		return nats.UserCredentials(file), nil
	}
	sign, err := nats.NkeyOptionFromSeed(file)
	if err != nil {
		return nil, fmt.Errorf("halls: the credentials for the NATS cluster, %s: %w; the file must hold a user's JWT and seed, or a user's seed, which begins with SU", file, err)
	}
	return sign, nil
}

// secure reports whether the cluster speaks TLS.
func (c Cluster) secure() bool {
	return len(c.URLs) > 0 && !strings.HasPrefix(c.URLs[0], "nats:")
}

// addrs are the addresses at which halls reach the cluster, as tokens carry them.
func (c Cluster) addrs() []string {
	urls := c.HallURLs
	if len(urls) == 0 {
		urls = c.URLs
	}
	addrs := make([]string, 0, len(urls))
	for _, text := range urls {
		u, err := url.Parse(text)
		if err != nil {
			continue // it was checked
		}
		port := u.Port()
		switch {
		case port != "":
		case u.Scheme == "wss":
			port = "443"
		default:
			port = "4222"
		}
		a := net.JoinHostPort(u.Hostname(), port)
		if u.Scheme == "wss" {
			a = "wss://" + a
		}
		addrs = append(addrs, a)
	}
	return addrs
}
