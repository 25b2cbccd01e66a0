package lan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/wire"
)

// Options set how a terminal's client behaves. The zero value is right for a
// product.
type Options struct {
	// Version is the terminal's software version, told in heartbeats.
	Version string
	// Expiry is how long a request keeps its meaning; 0 means five seconds.
	Expiry time.Duration
	// Beat is how often the terminal says that it is alive; 0 means every five
	// seconds.
	Beat time.Duration
	// Epoch is the newest history that the terminal knows of, if it kept it.
	Epoch string
	// Clock is the terminal's own clock; nil means time.Now. It need not be
	// right: the client learns the hall's from the hall.
	Clock func() time.Time
	// Log takes what operators should know; nil means none.
	Log *slog.Logger
}

const (
	defaultExpiry = 5 * time.Second
	defaultBeat   = 5 * time.Second
	clientPing    = 2 * time.Second
	// complainEvery is how often at most an outage that goes on is logged.
	complainEvery = time.Minute
	// lookEvery is how often the link's state is looked after.
	lookEvery = 250 * time.Millisecond
)

// Client is a terminal's connection to its hall. It connects, and comes back
// after a loss, by itself until it is closed. Its methods may be called from
// any goroutine.
type Client struct {
	id      Identity
	opt     Options
	nc      *nats.Conn
	inbox   string
	link    *linkState
	reach   *reach
	history history
	// skew is the hall's clock minus the terminal's, in nanoseconds.
	skew atomic.Int64
	// complained is when it was last logged that the hall cannot be reached.
	complained atomic.Pointer[time.Time]

	mu      sync.Mutex
	serial  uint64
	waiting map[string]*exchange // by reply subject
	watches map[*Watch]bool

	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	wg      sync.WaitGroup
	onClose func()
}

// Dial returns a client for the identity, without waiting for the hall: the
// client connects beside the caller and keeps trying, see Link. It fails only
// for an identity that cannot work, and when ctx has ended already.
func Dial(ctx context.Context, id Identity, o Options) (*Client, error) {
	if len(id.URLs) == 0 {
		return nil, errors.New("lan: dial: the identity names no address of the hall; enrol the terminal again")
	}
	return dial(ctx, id, o, nil, nats.Timeout(dialTime))
}

func dial(ctx context.Context, id Identity, o Options, onClose func(), how ...nats.Option) (*Client, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("lan: dial: %w", err)
	}
	if err := id.check(); err != nil {
		return nil, fmt.Errorf("lan: dial: %w", err)
	}
	kp, err := nkeys.FromSeed(id.Seed)
	if err != nil {
		return nil, fmt.Errorf("lan: dial: key: %w", err)
	}
	key, err := kp.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("lan: dial: key: %w", err)
	}
	o = o.complete()
	c := &Client{id: id, opt: o, link: newLinkState(o.Clock()), waiting: map[string]*exchange{}, watches: map[*Watch]bool{}, onClose: onClose}
	c.history.epoch = o.Epoch
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.reach = &reach{ctx: c.ctx}
	opts := append([]nats.Option{
		nats.Name(id.Terminal),
		nats.Nkey(key, kp.Sign),
		nats.CustomInboxPrefix(wire.InboxPrefix(id.Terminal)),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.ReconnectBufSize(-1), // nothing is kept while the link is down
		nats.ReconnectToServer(c.reach.choose),
		nats.SetCustomDialer(c.reach),
		nats.SkipHostLookup(), // the dialer looks names up, and can be stopped
		nats.DontRandomize(),
		nats.IgnoreAuthErrorAbort(),
		nats.IgnoreDiscoveredServers(),
		nats.PingInterval(clientPing),
		nats.MaxPingsOutstanding(2),
		nats.ConnectHandler(c.up),
		nats.ReconnectHandler(c.up),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { c.down(err) }),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { c.down(err) }),
		nats.ErrorHandler(c.asyncError),
	}, how...)
	if pin, ok := id.pin(); ok {
		opts = append(opts, nats.TLSHandshakeFirst(), nats.Secure(pinnedTLS(pin, nil)))
	} else if err := clearAllowed(id.URLs); err != nil {
		c.cancel()
		return nil, err
	}
	if c.nc, err = nats.Connect(strings.Join(id.URLs, ","), opts...); err != nil {
		c.cancel()
		return nil, fmt.Errorf("lan: dial: %w", err)
	}
	if err := c.listen(); err != nil {
		c.cancel()
		c.nc.Close()
		return nil, err
	}
	c.wg.Add(1)
	go c.beat()
	return c, nil
}

func (o Options) complete() Options {
	if o.Expiry <= 0 {
		o.Expiry = defaultExpiry
	}
	o.Expiry = min(o.Expiry, wire.MaxAhead-10*time.Second)
	if o.Beat <= 0 {
		o.Beat = defaultBeat
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// listen subscribes to answers and to the hall's heartbeat.
func (c *Client) listen() error {
	c.inbox = c.nc.NewInbox()
	if _, err := c.nc.Subscribe(c.inbox+".*", c.answered); err != nil {
		return fmt.Errorf("lan: dial: %w", err)
	}
	if _, err := c.nc.Subscribe(wire.EventSubject(wire.TopicSys), c.sys); err != nil {
		return fmt.Errorf("lan: dial: %w", err)
	}
	return nil
}

// Identity returns who the client is, without its seed.
func (c *Client) Identity() Identity {
	id := c.id
	id.Seed = nil
	return id
}

// Epoch returns the newest history that was heard of; empty if none.
func (c *Client) Epoch() string { return c.history.newest() }

// Link returns the state of the connection.
func (c *Client) Link() Link { return c.link.get() }

// Links returns a channel of the changes of Link, beginning with the present
// one. A slow reader gets the newest. stop ends it and closes the channel, as
// Close does.
func (c *Client) Links() (changes <-chan Link, stop func()) { return c.link.watch() }

// Close ends the client, its watches and its open requests.
func (c *Client) Close() {
	c.cancel()
	c.mu.Lock()
	watches := make([]*Watch, 0, len(c.watches))
	for w := range c.watches {
		watches = append(watches, w)
	}
	c.mu.Unlock()
	for _, w := range watches {
		w.Close()
	}
	c.wg.Wait()
	c.nc.Close()
	c.link.close(c.opt.Clock())
	if c.onClose != nil {
		c.onClose()
	}
}

func (c *Client) up(nc *nats.Conn) {
	c.opt.Log.Info("lan: connected", "hall", c.id.Hall, "url", nc.ConnectedUrlRedacted())
	c.reach.worked(nc.ConnectedAddr())
	c.link.setConnected(true, "", c.opt.Clock())
	c.refreshAll()
}

func (c *Client) down(err error) {
	if c.ctx.Err() != nil || errors.Is(err, errNotBegun) {
		return
	}
	why := whyDown(err)
	l := c.link.get()
	now := time.Now()
	// One outage has several reasons in turn, many times a minute, all night.
	if last := c.complained.Load(); l.Why != why && (last == nil || l.Up || now.Sub(*last) >= complainEvery) {
		c.complained.Store(&now)
		c.opt.Log.Warn("lan: hall unreachable", "hall", c.id.Hall, "why", why)
	}
	c.link.setConnected(false, why, c.opt.Clock())
}

func whyDown(err error) string {
	switch {
	case errors.Is(err, errOtherHall):
		return errOtherHall.Error()
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
		return "the hall refuses this terminal: it is not enrolled, or was revoked"
	case err != nil:
		return err.Error()
	}
	return "the connection was lost"
}

// asyncError takes what the server or the library reports outside of any call.
func (c *Client) asyncError(_ *nats.Conn, sub *nats.Subscription, err error) {
	switch {
	case errors.Is(err, nats.ErrPermissionViolation):
		c.opt.Log.Error("lan: the hall forbids it; the terminal was enrolled for another role or window, or is newer than the hall", "err", err)
		c.denied(err.Error())
	case errors.Is(err, nats.ErrSlowConsumer):
		// Messages were dropped while the link stayed up.
		c.opt.Log.Warn("lan: messages were lost; the state is fetched anew", "subject", subjectOf(sub))
		c.refreshAll()
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
		c.down(err)
	default:
		c.opt.Log.Warn("lan: connection", "err", err)
	}
}

func subjectOf(sub *nats.Subscription) string {
	if sub == nil {
		return ""
	}
	return sub.Subject
}

// sys takes the hall's heartbeat.
func (c *Client) sys(m *nats.Msg) {
	var msg wire.Message
	var s wire.Sys
	if err := json.Unmarshal(m.Data, &msg); err != nil {
		c.opt.Log.Warn("lan: unreadable heartbeat of the hall", "err", err)
		return
	}
	if err := json.Unmarshal(msg.Data, &s); err != nil {
		c.opt.Log.Warn("lan: unreadable heartbeat of the hall", "err", err)
		return
	}
	if c.admit(s.Epoch) != nil {
		return
	}
	c.link.heard(true, c.opt.Clock())
	if !s.At.IsZero() {
		c.learn(s.At)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for w := range c.watches {
		w.announcement(s.Seq)
	}
}

// admit takes an epoch that came with a message or an answer; a newer one makes
// all watches fetch their state.
func (c *Client) admit(epoch string) *wire.Error {
	raised, err := c.history.admit(epoch)
	if err != nil {
		c.opt.Log.Error("lan: what an older history says was dropped", "err", err)
		return err
	}
	if raised {
		c.opt.Log.Warn("lan: the hall began a new history", "epoch", epoch)
		c.refreshAll()
	}
	return nil
}

// learn takes the hall's clock.
func (c *Client) learn(hall time.Time) { c.skew.Store(int64(hall.Sub(c.opt.Clock()))) }

// Now is hall time as far as the terminal knows it: its own clock, corrected by what the hall has said.
func (c *Client) Now() time.Time { return c.opt.Clock().Add(time.Duration(c.skew.Load())) }

// beat says at intervals that the terminal is alive and what it shows, and keeps
// the link's state true.
func (c *Client) beat() {
	defer c.wg.Done()
	t := time.NewTicker(c.opt.Beat)
	defer t.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	c.sendBeat()
	for {
		select {
		case <-t.C:
			c.sendBeat()
		case <-look.C:
			c.link.tick(time.Now(), c.opt.Clock())
			// The library does not call back for every failed try.
			if err := c.nc.LastError(); err != nil && !errors.Is(err, errNotBegun) && c.nc.IsReconnecting() {
				c.link.explain(whyDown(err), c.opt.Clock())
			}
		case <-c.ctx.Done():
			return
		}
	}
}

func (c *Client) sendBeat() {
	if up, _ := c.link.connection(); !up {
		return
	}
	hb := wire.Heartbeat{V: wire.Version, Version: c.opt.Version, Revs: map[wire.Topic]uint64{}}
	c.mu.Lock()
	for w := range c.watches {
		w.revs(hb.Revs)
	}
	c.mu.Unlock()
	data, err := json.Marshal(hb)
	if err == nil {
		err = c.nc.Publish(wire.HeartbeatSubject(c.id.Terminal), data)
	}
	if err != nil {
		c.opt.Log.Debug("lan: heartbeat not sent", "err", err)
	}
}

func (c *Client) refreshAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for w := range c.watches {
		w.refresh()
	}
}
