//go:build linux

package caller

import (
	"context"
	"sync"
	"testing"
	"time"

	"onewindow/caller/virtual"
	"onewindow/serial/pty"
)

// BenchmarkCallToSound is the time from a call to its sound over a line of 9600
// baud, with a module that is free. 51 bytes and the answer take 55 ms of it.
func BenchmarkCallToSound(b *testing.B) {
	port, err := pty.Open(pty.Options{Link: b.TempDir() + "/voice", Baud: 9600})
	if err != nil {
		b.Fatal(err)
	}
	device := virtual.NewVoice(virtual.VoiceOptions{Speed: 1000})
	sounds := make(chan struct{}, 1)
	v, err := NewVoice(VoiceSetting{Name: "hall", Kind: VoiceSYN6288, Port: port.Name(), Repeat: 1, NoChime: true},
		VoiceOptions{Told: VoiceTold{Announced: func(Announced) { sounds <- struct{}{} }}})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { v.Run(ctx) })
	all.Go(func() { _ = device.Serve(port) })
	defer func() {
		cancel()
		_ = port.Close()
		all.Wait()
		device.Close()
	}()
	v.Call(nil)
	until(b, "the voice works", func() bool { return v.Health().Fault == "" })
	for i := 0; b.Loop(); i++ {
		v.Call([]Call{{Number: "A023", Window: "w3", Label: "3", At: time.Now(), Times: i + 1}})
		<-sounds
		b.StopTimer()
		until(b, "the end", func() bool { s := device.Spoken(); return len(s) == i+1 && !s[i].End.IsZero() })
		b.StartTimer()
	}
}
