package halls_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/central/halls"
	"onewindow/trust"
	"onewindow/wire"
)

// strangers are who comes to the door.
func strangers(kiosk []byte) []attempt {
	with := func(opt func(w *world) nats.Option) func(w *world) string {
		return func(w *world) string {
			return w.come(func(u string) []nats.Option { return w.safely(u, opt(w)) })
		}
	}
	seed := func(seed func(w *world) []byte) func(w *world) string {
		return with(func(w *world) nats.Option { return signed(w.t, seed(w)) })
	}
	stranger := func(w *world) []byte { _, s := key(w.t); return s }
	pub := func(w *world, seed []byte) (string, nkeys.KeyPair) {
		kp := must[nkeys.KeyPair](w.t)(nkeys.FromSeed(seed))
		return must[string](w.t)(kp.PublicKey()), kp
	}
	pass := func(user, pass string) func(w *world) string {
		return with(func(*world) nats.Option { return nats.UserInfo(user, pass) })
	}
	return []attempt{
		{"nobody", "connect without a key", with(func(*world) nats.Option { return nil })},
		{"a stranger", "a key of their own", seed(stranger)},
		{"a terminal", "a kiosk's key of some hall", seed(func(*world) []byte { return kiosk })},
		{"a stranger", "LG-1's public key, signed with another", with(func(w *world) nats.Option {
			p, _ := pub(w, w.bad.Seed)
			_, kp := pub(w, stranger(w))
			return nats.Nkey(p, kp.Sign)
		})},
		{"a stranger", "a signature of LG-1 that was overheard", with(func(w *world) nats.Option {
			p, kp := pub(w, w.bad.Seed)
			return nats.Nkey(p, func([]byte) ([]byte, error) { return kp.Sign([]byte("the nonce of before")) })
		})},
		{"a hall that was revoked", "its key", seed(func(w *world) []byte { return w.revoked.Seed })},
		{"a stranger", "a token that was guessed", pass("join", "000000000000."+strings.Repeat("0", 32))},
		{"a stranger", "a token of nothing", pass("join", ".")},
		{"a stranger", "a token that has expired", func(w *world) string {
			tok := token(w, time.Second)
			within(w.t, time.Minute, "it expires", func() bool { return time.Now().After(tok.Expires) })
			return joinWord(w, tok.Token)
		}},
		{"a stranger", "a token that was used", func(w *world) string {
			tok := token(w, time.Minute)
			if _, err := halls.Join(ctx(w.t), tok.Token, ""); err != nil {
				return err.Error()
			}
			return joinWord(w, tok.Token)
		}},
		{"a stranger", "an open token of a hall that was revoked", func(w *world) string {
			tok := token(w, time.Minute)
			if err := w.c.Revoke(ctx(w.t), "LG-8"); err != nil {
				return err.Error()
			}
			return joinWord(w, tok.Token)
		}},
		{"a stranger", "as one of the centre's processes", with(func(w *world) nats.Option { return w.asCentre() })},
		{"a stranger", "as the server's own", pass("$SYS", "$SYS")},
		{"a stranger", "a JWT that they signed", with(func(w *world) nats.Option {
			_, kp := pub(w, stranger(w))
			return nats.UserJWT(func() (string, error) { return "eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.e30.x", nil }, kp.Sign)
		})},
		{"a hall", "in the clear", func(w *world) string {
			clear := strings.NewReplacer("tls:", "nats:", "wss:", "ws:")
			var all []string
			for _, u := range w.urls {
				nc, err := nats.Connect(clear.Replace(u), signed(w.t, w.bad.Seed), nats.NoReconnect(), nats.Timeout(time.Second))
				if err == nil {
					nc.Close()
				}
				all = append(all, doorWord(err))
			}
			if all[0] != all[1] {
				return strings.Join(all, " / ")
			}
			return all[0]
		}},
		{"a hall", "over TLS 1.2", func(w *world) string {
			return w.come(func(string) []nats.Option {
				return []nats.Option{signed(w.t, w.bad.Seed), nats.TLSHandshakeFirst(), nats.NoReconnect(), nats.Timeout(time.Second),
					nats.Secure(&tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})}
			})
		}},
		{"a false centre", "a hall meets it, by another authority", func(w *world) string {
			return w.come(func(u string) []nats.Option {
				return append(secured(u, trust.Pin{1}), signed(w.t, w.bad.Seed), nats.NoReconnect(), nats.Timeout(time.Second))
			})
		}},
	}
}

func token(w *world, ttl time.Duration) wire.TokenReply {
	return must[wire.TokenReply](w.t)(w.c.Invite(ctx(w.t), "LG-8", ttl))
}

func joinWord(w *world, token string) string {
	_, err := halls.Join(ctx(w.t), token, "")
	if err == nil {
		return "ENROLLED"
	}
	return "`" + code(err) + "`"
}

// insiders are what LG-1 tries with its own key.
func insiders() []attempt {
	const who = "LG-1"
	var list []attempt
	for _, subject := range []string{
		">", "up.>", "up.LG-2.>", "up.*.hello", "dn.>", "dn.LG-2.>", "_INBOX.>", "_INBOX_h-LG-2.>", "_INBOX_centre.>", "$SYS.>", "$SYS.REQ.USER.AUTH", "$SYS.ACCOUNT.>",
	} {
		list = append(list, attempt{who, "listen to `" + subject + "`", func(w *world) string { return listens(w, subject) }})
	}
	for _, subject := range []string{
		wire.HelloSubject("LG-2"), wire.SegmentSubject("LG-2"), wire.LiveSubject("LG-2"), wire.AskSubject("LG-2", wire.AskDesired), wire.AskSubject("LG-2", wire.AskClaim),
		wire.DownSubject("LG-2", "ticket", "issue"), wire.ChangedSubject("LG-2"), wire.DownSubject("LG-1", "ticket", "issue"), wire.HallInboxPrefix("LG-2") + ".x",
		"_INBOX_centre.x", wire.SubjectHallJoin, "$SYS.REQ.USER.AUTH", "$SYS.REQ.USER.INFO", "$SYS.REQ.SERVER.PING", "$SYS.REQ.SERVER.PING.CONNZ", "$JS.API.INFO",
	} {
		list = append(list, attempt{who, "say something on `" + subject + "`", func(w *world) string { return speaks(w, subject) }})
	}
	return append(list,
		attempt{who, "answer a command that was given to LG-2", func(w *world) string {
			if err := w.works(); err != nil {
				return err.Error()
			}
			return speaks(w, w.lastCommand().Reply)
		}},
		attempt{who, "answer its own command twice", func(w *world) string {
			h := w.line()
			got := make(chan *nats.Msg, 1)
			sub := must[*nats.Subscription](w.t)(h.nc.Subscribe(wire.DownSubjects("LG-1"), func(m *nats.Msg) {
				got <- m
				_ = m.Respond([]byte(`{"v":1,"ok":true}`)) // without it the command fails, which is seen
			}))
			defer func() { _ = sub.Unsubscribe() }()
			within(w.t, time.Minute, "it listens", func() bool { _, err := w.c.Do(ctx(w.t), issue("LG-1")); return err == nil })
			return speaks(w, (<-got).Reply)
		}},
		attempt{who, "have an answer sent to `dn.LG-2.ticket.issue`", func(w *world) string { return diverts(w, wire.DownSubject("LG-2", "ticket", "issue")) }},
		attempt{who, "have an answer sent to `up.LG-2.ev`", func(w *world) string { return diverts(w, wire.SegmentSubject("LG-2")) }},
		attempt{who, "have an answer sent to LG-2's inbox", func(w *world) string { return diverts(w, wire.HallInboxPrefix("LG-2")+".x") }},
		attempt{who, "say hello as LG-2 on its own subject", func(w *world) string {
			h := w.line()
			g := h.greeting(5)
			g.Hall = "LG-2"
			var r wire.HelloReply
			if err := h.ask(wire.HelloSubject("LG-1"), mustJSON(g), &r); err != nil || r.Refused == nil {
				return fmt.Sprintf("TAKEN: %v", err)
			}
			return "`" + r.Refused.Code + "`"
		}},
		attempt{who, "send a segment as LG-2 on its own subject", func(w *world) string {
			h := w.line()
			return segmentWord(h, segment(h, 2, func(m map[string]any) { m["hall"] = "LG-2" }))
		}},
		attempt{who, "put events of LG-2 into its own segment", func(w *world) string {
			h := w.line()
			if err := h.hello(1000); err != nil {
				return err.Error()
			}
			before, own := w.c.store.seqOf("LG-2"), w.c.store.seqOf("LG-1")
			word := segmentWord(h, segment(h, 2, func(m map[string]any) {
				m["events"] = []map[string]any{{"v": 1, "hall": "LG-2", "seq": 1}, {"v": 1, "hall": "LG-2", "seq": 2}}
			}))
			if w.c.store.seqOf("LG-2") != before || w.c.store.seqOf("LG-1") != own+2 {
				return "LG-2 HAS OTHER EVENTS"
			}
			return word + ", as events of LG-1; LG-2's history stays as it is"
		}},
		attempt{who, "send a segment twice", func(w *world) string {
			h := w.line()
			if err := h.hello(1000); err != nil {
				return err.Error()
			}
			g := segment(h, 1, nil)
			return "first " + segmentWord(h, g) + ", then " + segmentWord(h, g)
		}},
		attempt{who, "ask for something that there is not", func(w *world) string {
			_, err := w.line().question("secrets", request(nil))
			return "`" + code(err) + "`"
		}},
		attempt{who, "ask with 65 kB", func(w *world) string {
			_, err := w.line().question(wire.AskClaim, request(strings.Repeat("x", 64<<10)))
			return "`" + code(err) + "`"
		}},
		attempt{who, "send a hello of 65 kB", func(w *world) string {
			h := w.line()
			var r wire.HelloReply
			if err := h.ask(wire.HelloSubject("LG-1"), bytes.Repeat([]byte(" "), 65<<10), &r); err != nil || r.Refused == nil {
				return fmt.Sprintf("TAKEN: %v", err)
			}
			return "`" + r.Refused.Code + "`"
		}},
		attempt{who, "send a segment of 3.5 MB", func(w *world) string { return segmentWord(w.line(), bytes.Repeat([]byte(" "), 7<<19)) }},
		attempt{who, "send nonsense as a segment", func(w *world) string { return segmentWord(w.line(), []byte("events")) }},
		attempt{who, "open 100 subscriptions", func(w *world) string {
			h := w.line()
			for i := range 100 {
				if _, err := h.nc.SubscribeSync(fmt.Sprintf("dn.LG-1.a.x%d", i)); err != nil {
					return err.Error()
				}
			}
			if !w.objected(h, "maximum subscriptions") {
				return "ALL OF THEM"
			}
			h.nc.Close()
			return "64, the others are refused"
		}},
		attempt{who, "send a message of 5 MB", func(w *world) string {
			return byHand(w, "", fmt.Sprintf("PUB up.LG-1.live %d\r\n", 5<<20)) // the library would not send it
		}},
		attempt{who, "come as a leaf node and say something as LG-2", func(w *world) string {
			return byHand(w, `,"name":"x","is_leaf":true,"headers":true`, "LS+ >\r\nLMSG up.LG-2.live 2\r\nhi\r\n")
		}},
		attempt{who, "come as a server of the cluster", func(w *world) string {
			return byHand(w, `,"name":"x","cluster":"centre"`, "RS+ CENTRE >\r\nRMSG CENTRE up.LG-2.live 2\r\nhi\r\n")
		}},
		attempt{who, "come as a gateway", func(w *world) string { return byHand(w, `,"name":"x","gateway":"x"`, "GS+ CENTRE >\r\n") }},
		attempt{who, "wish for the account of the server's own events", func(w *world) string {
			return byHand(w, `,"account":"SYS"`, "SUB > 1\r\nPING\r\nNOSUCH\r\n")
		}},
		attempt{who, "use a server's words", func(w *world) string { return byHand(w, "", "RMSG CENTRE up.LG-2.live 2\r\nhi\r\n") }},
		attempt{who, "send a line without end", func(w *world) string { return byHand(w, "", "PUB "+strings.Repeat("x", 8<<10)) }},
	)
}

// listens has LG-1 subscribe while LG-2 and the centre talk.
func listens(w *world, subject string) string {
	h := w.line()
	sub := must[*nats.Subscription](w.t)(h.nc.SubscribeSync(subject))
	queue := must[*nats.Subscription](w.t)(h.nc.QueueSubscribeSync(subject, "centre")) // to take the work of the centre's processes
	defer func() { _, _ = sub.Unsubscribe(), queue.Unsubscribe() }()
	if !w.objected(h, fmt.Sprintf("Subscription to %q", subject)) {
		return "NOT REFUSED"
	}
	if err := errors.Join(w.works(), w.other.live(1)); err != nil {
		return "LG-2: " + err.Error()
	}
	if err := h.nc.Flush(); err != nil {
		return err.Error()
	}
	for _, s := range []*nats.Subscription{sub, queue} {
		if n, _, err := s.Pending(); err == nil && n > 0 {
			return fmt.Sprintf("HEARS %d MESSAGES", n)
		}
	}
	return "refused, hears nothing"
}

// lastCommand is the last that LG-2 got.
func (w *world) lastCommand() *nats.Msg {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.command
}

// watch begins to note what comes to the centre and to LG-2.
func (w *world) watch() {
	if w.spies != nil {
		return
	}
	own := w.own()
	w.t.Cleanup(own.Close)
	for _, s := range []struct {
		nc      *nats.Conn
		subject string
	}{{own, "up.>"}, {own, "_INBOX_centre.x"}, {w.other.nc, wire.HallInboxPrefix("LG-2") + ".x"}} {
		w.spies = append(w.spies, must[*nats.Subscription](w.t)(s.nc.SubscribeSync(s.subject)))
		if err := s.nc.Flush(); err != nil {
			w.t.Fatal(err)
		}
	}
}

// forged is what the spies have seen that is said to be of LG-2 or the centre; mark
// is in what LG-1 said.
func (w *world) forged(mark string) (found []string) {
	saw := func(m *nats.Msg) {
		if bytes.Contains(m.Data, []byte(mark)) && !strings.HasPrefix(m.Subject, "up.LG-1.") {
			found = append(found, m.Subject)
		}
	}
	w.mu.Lock()
	for _, m := range w.commands {
		saw(m)
	}
	w.commands = nil
	w.mu.Unlock()
	for _, s := range w.spies {
		for {
			m, err := s.NextMsg(20 * time.Millisecond)
			if err != nil {
				break
			}
			saw(m)
		}
	}
	return found
}

// speaks has LG-1 publish.
func speaks(w *world, subject string) string {
	h := w.line()
	w.watch()
	mark := nats.NewInbox()
	if err := h.nc.PublishRequest(subject, wire.HallInboxPrefix("LG-1")+".r", mustJSON(map[string]string{"mark": mark})); err != nil {
		return err.Error()
	}
	if !w.objected(h, fmt.Sprintf("Publish to %q", subject)) {
		return "NOT REFUSED"
	}
	if found := w.forged(mark); len(found) > 0 {
		return "ARRIVES on " + strings.Join(found, ", ")
	}
	return "refused, arrives nowhere"
}

// diverts has LG-1 ask so that the answer goes elsewhere.
func diverts(w *world, reply string) string {
	h := w.line()
	w.watch()
	w.forged("") // what was said before
	hellos, _ := w.c.store.counts()
	questions := w.c.store.asks.count()
	for subject, body := range map[string][]byte{wire.HelloSubject("LG-1"): mustJSON(h.greeting(9)), wire.AskSubject("LG-1", wire.AskDesired): request(nil)} {
		if err := h.nc.PublishRequest(subject, reply, body); err != nil {
			return err.Error()
		}
	}
	// Good ones behind them show that they were dealt with.
	if _, err := h.question(wire.AskQuickest, request(nil)); err != nil {
		return err.Error()
	}
	if err := h.hello(1000); err != nil {
		return err.Error()
	}
	if n, _ := w.c.store.counts(); n != hellos+1 || w.c.store.asks.count() != questions+1 {
		return "IT WAS DONE"
	}
	for _, s := range w.forged("") {
		if s == reply {
			return "THE CENTRE SAYS IT"
		}
	}
	return "dropped, nothing is done or said"
}

func segmentWord(h *fakeHall, data []byte) string {
	var r wire.SegmentReply
	if err := h.ask(wire.SegmentSubject(h.code), data, &r); err != nil {
		return err.Error()
	}
	if r.Err != nil {
		return "`" + r.Err.Code + "`"
	}
	h.token, h.acked = r.Token, r.Seq
	return "taken"
}

// byHand connects LG-1 by hand, sends CONNECT with those fields besides and what
// follows, and reads until the server hangs up.
func byHand(w *world, fields, then string) string {
	w.watch()
	w.forged("")
	u := must[*url.URL](w.t)(url.Parse(w.urls[0]))
	conn := must[*tls.Conn](w.t)(tls.Dial("tcp", u.Host, trust.TLS(w.pin, halls.ErrOtherCentre, nil)))
	defer conn.Close()
	r := &raw{conn, bufio.NewReader(conn)}
	r.connect(w.t, w.bad.Seed, fields)
	if _, err := io.WriteString(r, then); err != nil {
		w.t.Logf("cut already: %v", err)
	}
	if said := r.untilCut(w.t, then); strings.Contains(said, "MSG ") {
		return "HEARS " + said
	}
	if found := w.forged("hi"); len(found) > 0 {
		return "ARRIVES on " + strings.Join(found, ", ")
	}
	return "cut"
}
