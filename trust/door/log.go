package door

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Whoever may connect can make the server complain as often as they like; the log
// takes so many lines at once, and so many per second after that.
const (
	linesAtOnce    = 50
	linesPerSecond = 2
)

// carrier takes the embedded server's log into slog; it is a server.Logger. It keeps
// the last fatal line, because that is the only place where the server tells why
// it could not listen.
type carrier struct {
	log   *slog.Logger
	room  string
	fatal atomic.Pointer[string]

	mu      sync.Mutex // guards what follows
	used    float64
	at      time.Time
	leftOut int
}

// newCarrier returns one whose lines begin with the name of the room.
func newCarrier(log *slog.Logger, room string) *carrier {
	return &carrier{log: log, room: room + ": nats"}
}

// dead is the last fatal line; "" if there was none.
func (l *carrier) dead() string {
	if f := l.fatal.Load(); f != nil {
		return *f
	}
	return ""
}

// warn logs a line unless there were too many; the next one then says how many were
// left out.
func (l *carrier) warn(line string, now time.Time) {
	l.mu.Lock()
	l.used = max(0, l.used-now.Sub(l.at).Seconds()*linesPerSecond)
	l.at = now
	if l.used > linesAtOnce-1 {
		l.leftOut++
		l.mu.Unlock()
		return
	}
	l.used++
	n := l.leftOut
	l.leftOut = 0
	l.mu.Unlock()
	if n > 0 {
		l.log.Warn(l.room, "says", line, "left_out_before", n)
		return
	}
	l.log.Warn(l.room, "says", line)
}

// Noticef takes what the server does.
func (l *carrier) Noticef(format string, v ...any) {
	l.log.Debug(l.room, "says", fmt.Sprintf(format, v...))
}

// expectedWarnings are what the server says at each start about settings that
// are meant.
var expectedWarnings = []string{"TLS Handshake First"}

// Warnf takes a warning; those about settings that are meant are for debugging only.
func (l *carrier) Warnf(format string, v ...any) {
	s := fmt.Sprintf(format, v...)
	for _, e := range expectedWarnings {
		if strings.Contains(s, e) {
			l.log.Debug(l.room, "says", s)
			return
		}
	}
	l.warn(s, time.Now())
}

// Errorf takes what went wrong with a connection.
func (l *carrier) Errorf(format string, v ...any) {
	l.warn(fmt.Sprintf(format, v...), time.Now())
}

// Fatalf takes why the server cannot run.
func (l *carrier) Fatalf(format string, v ...any) {
	s := fmt.Sprintf(format, v...)
	l.fatal.Store(&s)
	l.log.Error(l.room, "says", s)
}

// Debugf does nothing: the server has much to say.
func (l *carrier) Debugf(string, ...any) {}

// Tracef does nothing.
func (l *carrier) Tracef(string, ...any) {}
