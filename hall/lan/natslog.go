package lan

import (
	"fmt"
	"log/slog"
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

func (l *natsLog) Warnf(format string, v ...any) {
	l.log.Warn("lan: nats", "says", fmt.Sprintf(format, v...))
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
