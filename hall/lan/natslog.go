package lan

import (
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
)

// natsLog carries the embedded server's log into slog. It keeps the last fatal
// line, because that is the only place where the server tells why it could not
// listen.
type natsLog struct {
	log   *slog.Logger
	fatal atomic.Pointer[string]
}

func (l *natsLog) Noticef(format string, v ...any) {
	l.log.Debug("lan: nats", "says", fmt.Sprintf(format, v...))
}

// expectedWarnings are what the server says at each start about settings that
// are meant.
var expectedWarnings = []string{"TLS Handshake First"}

func (l *natsLog) Warnf(format string, v ...any) {
	s := fmt.Sprintf(format, v...)
	for _, e := range expectedWarnings {
		if strings.Contains(s, e) {
			l.log.Debug("lan: nats", "says", s)
			return
		}
	}
	l.log.Warn("lan: nats", "says", s)
}

func (l *natsLog) Errorf(format string, v ...any) {
	l.log.Warn("lan: nats", "says", fmt.Sprintf(format, v...))
}

func (l *natsLog) Fatalf(format string, v ...any) {
	s := fmt.Sprintf(format, v...)
	l.fatal.Store(&s)
	l.log.Error("lan: nats", "says", s)
}

func (l *natsLog) Debugf(string, ...any) {}
func (l *natsLog) Tracef(string, ...any) {}
