package door

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestAServerThatComplainsAllTheTimeDoesNotFillTheLog(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	l := newCarrier(slog.New(slog.NewTextHandler(&b, nil)), "halls")
	now := time.Now()
	for range 10 * linesAtOnce {
		l.warn("somebody publishes what they may not", now)
	}
	if n := strings.Count(b.String(), "\n"); n != linesAtOnce {
		t.Errorf("%d lines", n)
	}
	b.Reset()
	l.warn("again", now.Add(time.Second))
	if s := b.String(); !strings.Contains(s, "halls: nats") || !strings.Contains(s, "says=again") || !strings.Contains(s, "left_out_before=450") {
		t.Errorf("%s", s)
	}
	b.Reset()
	l.warn("later", now.Add(time.Hour))
	if s := b.String(); strings.Contains(s, "left_out") {
		t.Errorf("%s", s)
	}
	l.Fatalf("no %s", "port")
	if l.dead() != "no port" {
		t.Errorf("%q", l.dead())
	}
}
