package api

import (
	"log/slog"
	"time"
)

// Settings are those of the HTTP interface. The zero value serves.
type Settings struct {
	// Rate is how many requests a second a token may make that does not say otherwise,
	// and Burst how many at once; 0 means 20 and 40.
	Rate  float64
	Burst int
	// Streams is how many streams may be open at a time, and TokenStreams how many of
	// one token; 0 means 1000 and 10.
	Streams, TokenStreams int
	// Exports is how many exports may run at a time; 0 means 4.
	Exports int
	// Proxied is set where all requests come by way of a proxy, which adds who asks to
	// the header X-Forwarded-For: then the last address there counts, and none is taken
	// for this machine itself.
	Proxied bool
	// Version is the program's, for the document.
	Version string
	// Meter counts; nil makes one of its own.
	Meter *Meter
	// Log takes what operators must know; nil means none.
	Log *slog.Logger

	// clock is the time of rates and tokens; tests have their own.
	clock func() time.Time
	paces paces
	// room is how many bytes of halls' reports find room in one answer.
	room int
}

// paces are how long things may take; tests have their own.
type paces struct {
	known  time.Duration // how long a token that was found is good without asking again
	say    time.Duration // how often a stream says something at least
	write  time.Duration // how long one write may take
	answer time.Duration // how long an answer that is no stream may take
	body   time.Duration // how long a body may take to come
	used   time.Duration // how often it is noted that a token is used
}

func (s *Settings) complete() {
	def := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	count := func(n *int, to int) {
		if *n <= 0 {
			*n = to
		}
	}
	count(&s.room, 8<<20)
	def(&s.paces.known, 3*time.Second)
	def(&s.paces.say, 3*time.Second)
	def(&s.paces.write, 10*time.Second)
	def(&s.paces.answer, 20*time.Second)
	def(&s.paces.body, 10*time.Second)
	def(&s.paces.used, time.Minute)
	count(&s.Burst, 40)
	count(&s.Streams, 1000)
	count(&s.TokenStreams, 10)
	count(&s.Exports, 4)
	if s.Rate <= 0 {
		s.Rate = 20
	}
	if s.Version == "" {
		s.Version = "dev"
	}
	if s.Meter == nil {
		s.Meter = NewMeter()
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.clock == nil {
		s.clock = time.Now
	}
}
