package printer

import (
	"slices"
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
)

const (
	// every is how often an idle printer is asked; with the second look at a fault
	// that makes 1.2 s at most until it is known.
	every = time.Second
	// busy is how often while a paper is under way.
	busy = 500 * time.Millisecond
	// retry is when a question is asked again that was not answered, and quiet how
	// long late answers to it are waited for.
	retry = 300 * time.Millisecond
	quiet = 150 * time.Millisecond
	// mute is how long questions stay unanswered until the printer is silent.
	mute = 1200 * time.Millisecond
	// recent is how long a look at the printer holds.
	recent = 1500 * time.Millisecond
	// again is how often a stuck knife is told to try.
	again = 5 * time.Second
	// torn is when the rest of an answer does not come any more.
	torn = 200 * time.Millisecond
)

// poll is a round of questions. Answers to DLE EOT do not tell which question they
// answer: only one of the four is open at a time, though it may have been asked
// more than once.
type poll struct {
	n           int       // the question that is open or was last answered; 0: none
	open        int       // how often it was asked and not answered
	began       time.Time // when it was asked first
	first, last time.Time // when silence began to count, and when it was asked last
	got         bool      // it was answered
	rest        []int     // what is to be asked then
	draft       escpos.Condition
	next        time.Time // when the next round begins
	running     bool
	silent      bool
	cleared     time.Time // when buffers were last cleared
}

// due is when step has something to do.
func (x *session) due(now time.Time) time.Time {
	at := now.Add(time.Hour)
	sooner := func(t time.Time) {
		if t.Before(at) {
			at = t
		}
	}
	if x.demux.Pending() > 0 {
		sooner(x.fedAt.Add(torn))
	}
	if canTell(x.p) && !x.midway {
		switch q := &x.poll; {
		case !q.running:
			sooner(q.next)
		case q.got:
			sooner(q.last.Add(quiet))
		default:
			sooner(q.last.Add(retry))
			if !q.silent {
				sooner(q.first.Add(mute))
			}
		}
	}
	if !x.view.at.IsZero() {
		sooner(x.view.at)
	}
	if !x.view.lowAt.IsZero() {
		sooner(x.view.lowAt)
	}
	return at
}

// step does what is due, apart from jobs.
func (x *session) step(now time.Time) {
	if x.err != nil {
		return
	}
	if x.demux.Pending() > 0 && now.Sub(x.fedAt) >= torn {
		x.demux.Reset(func(escpos.Answer) {})
	}
	x.settleView(now)
	if canTell(x.p) {
		x.ask(now)
	}
	if x.current == nil {
		x.tidy()
	}
}

// ask goes on with the round of questions.
func (x *session) ask(now time.Time) {
	q := &x.poll
	if q.running && !q.got && !q.silent && now.Sub(q.first) >= mute {
		q.silent = true
		x.fellSilent(now)
	}
	if q.running && q.got && q.open == 0 && len(q.rest) == 0 {
		x.roundDone(now)
	}
	if x.midway {
		return
	}
	switch {
	case !q.running:
		if now.Before(q.next) {
			return
		}
		q.running, q.draft = true, x.cond
		q.rest = x.questions()
		x.put(now, true)
	case q.got && (q.open == 0 || now.Sub(q.last) >= quiet):
		if c := x.current; c != nil && q.open > 0 && q.began.After(c.start) {
			c.gap = c.gap || !c.asked
		}
		q.open = 0
		if len(q.rest) == 0 {
			x.roundDone(now)
			return
		}
		x.put(now, true)
	case !q.got && now.Sub(q.last) >= retry:
		x.put(now, false)
	}
}

// sent is the order of single questions while a paper is sent: a whole round would
// take as many seams between lines. Most faults put a printer off-line.
var sent = [...]int{1, 1, 4}

// questions are those of the next round.
func (x *session) questions() []int {
	switch {
	case !x.p.RealTime:
		return nil
	case !x.single():
		return []int{1, 2, 4}
	}
	n := sent[x.turn%len(sent)]
	x.turn++
	return []int{n}
}

// single reports whether questions are asked one at a time.
func (x *session) single() bool { return x.current != nil && !x.current.asked && !x.alarm }

// put asks the next question, or the same again.
func (x *session) put(now time.Time, next bool) {
	q := &x.poll
	e := escpos.New(x.p)
	switch {
	case x.p.RealTime:
		if next {
			q.n, q.rest = q.rest[0], q.rest[1:]
		}
		e.AskRealTime(q.n)
	case x.p.ASB:
		e.ASB(true)
	case !x.mess.owed:
		// One such question is open at most; a printer that is off-line answers it
		// when it goes on.
		e.AskStatus()
		x.mess.owed = true
	}
	if next {
		q.began, q.first, q.open, q.got = now, now, 0, false
	}
	q.last = now
	q.open++
	if e.Len() == 0 {
		return
	}
	if n, err := x.write(e.Bytes(), brief); err != nil && x.err == nil {
		// The line takes nothing. Half a question must not stay there.
		if n > 0 || x.p.RealTime {
			if ferr := x.conn.Flush(); ferr != nil {
				x.fail(ferr)
			}
		}
	}
	if x.freeAt.After(q.last) {
		if next {
			q.first = x.freeAt
		}
		q.last = x.freeAt
	}
}

// realTime is an answer to DLE EOT.
func (x *session) realTime(b byte, now time.Time) {
	q := &x.poll
	if !q.running || q.open == 0 {
		return // asked by nobody: bytes of a picture may look like a question
	}
	x.heardFrom(now)
	q.open--
	q.got = true
	if q.open > 0 {
		q.last = now
	}
	q.draft = q.draft.RealTime(q.n, b)
	if !x.single() && (q.n == 1 && q.draft.Offline || q.n == 2 && (q.draft.Error || q.draft.Cutter || q.draft.Recoverable)) && !slices.Contains(q.rest, 3) {
		q.rest = append(q.rest, 3)
	}
	if q.open == 0 {
		x.ask(now)
	}
}

// statusPolled is an answer to GS r for a printer that knows no other question.
func (x *session) statusPolled(now time.Time) {
	if x.p.RealTime || x.p.ASB || x.p.Confirm != profile.ConfirmStatus || !x.poll.running {
		return
	}
	x.poll.draft = x.cond
	x.roundDone(now)
}

// roundDone takes the answers of a round for what the printer is.
func (x *session) roundDone(now time.Time) {
	q := &x.poll
	q.running, q.n, q.got, q.open = false, 0, false, 0
	q.next = now.Add(every)
	if x.current != nil {
		q.next = now.Add(busy)
	}
	single := x.single()
	x.cond, x.seen = q.draft, now
	if x.alarm = single && faultOf(x.cond) != "" && faultOf(x.cond) != x.view.fault; x.alarm {
		// One answer of four does not make a fault.
		x.hurry(now)
		return
	}
	x.asb.compare(x, now)
	x.evaluate(now)
}

// hurry lets the next round begin by then.
func (x *session) hurry(at time.Time) {
	if at.Before(x.poll.next) {
		x.poll.next = at
	}
}

// heardFrom notes that the printer answers.
func (x *session) heardFrom(now time.Time) {
	q := &x.poll
	q.first = now
	if !q.silent {
		return
	}
	q.silent = false
	if x.current != nil {
		x.current.returned, x.current.back = true, now
	}
	if x.p.RealTime {
		// Real-time questions are answered off-line, too: it was without power, or
		// its cable was pulled where the port does not notice.
		x.restarted(now, "it was silent and came back")
	}
	x.view.known = false
	x.hurry(now)
}

// restarted counts a power cycle: settings and buffers are lost.
func (x *session) restarted(now time.Time, why string) {
	x.log.Warn("the printer lost its power or its cable for a time", "seen by", why)
	x.setHealth(func(h *Health) { h.Restarts++ })
	x.mess.dirty = true
	if c := x.current; c != nil && !c.returned {
		c.returned, c.back = true, now
	}
	x.hurry(now)
}

// fellSilent is told of a printer that stopped answering.
func (x *session) fellSilent(now time.Time) {
	if !x.p.RealTime && faultOf(x.cond) != "" {
		// It answers in turn only, and said why it will not.
		x.poll.silent = false
		x.poll.first = now
		return
	}
	if x.current != nil {
		x.current.silent = true
		x.current.gap = x.current.gap || !x.current.asked
	}
	x.show(FaultSilent, now)
}
