//go:build linux

package reader_test

import (
	"context"
	"testing"
	"time"

	"onewindow/reader"
	"onewindow/reader/virtual"
	"onewindow/serial"
	"onewindow/serial/pty"
)

// BenchmarkTap is the longest time from putting a card on until it is told, over a
// line of 115200 bits per second, with a module that answers at once: the card comes
// right after a look, so that the whole pause to the next one is in it; most of the
// rest are 1,295 bytes of text and photo.
func BenchmarkTap(b *testing.B) {
	port, err := pty.Open(pty.Options{Baud: 115200})
	if err != nil {
		b.Fatal(err)
	}
	sam := virtual.NewSAM(virtual.Options{})
	served := make(chan struct{})
	go func() { defer close(served); _ = sam.Serve(b.Context(), port) }()
	told := make(chan struct{}, 1)
	r := reader.New(reader.Settings{Line: serial.Settings{Name: port.Name()}, Again: time.Nanosecond},
		reader.Told{Card: func(reader.Card) { told <- struct{}{} }})
	ctx, stop := context.WithCancel(b.Context())
	over := make(chan struct{})
	go func() { defer close(over); r.Run(ctx) }()
	for b.Loop() {
		sam.Put(people[0])
		<-told
		b.StopTimer()
		sam.Take()
		for looks := sam.Asked(reader.Find); sam.Asked(reader.Find) < looks+2; { // it has seen that
			time.Sleep(time.Millisecond)
		}
		b.StartTimer()
	}
	stop()
	<-over
	_ = port.Close()
	<-served
}

// BenchmarkFrame is the largest answer through the demultiplexer and the parser.
func BenchmarkFrame(b *testing.B) {
	frame := unhex(b, load(b).ReadText)
	b.SetBytes(int64(len(frame)))
	var d reader.Demux
	for b.Loop() {
		d.Feed(frame, func(body []byte) {
			if _, err := reader.CardIn(body[3:]); err != nil {
				b.Fatal(err)
			}
		})
	}
}
