//go:build linux

package serial_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/serial"
	"onewindow/serial/pty"
)

// descriptors counts what this program has open.
func descriptors(t testing.TB) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// locks counts the file locks of this program.
func locks(t testing.TB) int {
	t.Helper()
	all, err := os.ReadFile("/proc/locks")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(all), "\n") {
		// 1: FLOCK  ADVISORY  WRITE 4242 00:16:5 0 EOF
		if f := strings.Fields(line); len(f) > 4 && f[1] == "FLOCK" && f[4] == strconv.Itoa(os.Getpid()) {
			n++
		}
	}
	return n
}

func TestAThousandPlugCyclesLeaveNothingBehind(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	dev.Unplug()
	goroutines, files, locked := runtime.NumGoroutine(), descriptors(t), locks(t)
	s := serial.Settings{Name: dev.Name(), Baud: 115200}
	for i := range 1000 {
		if err := dev.Plug(); err != nil {
			t.Fatal(err)
		}
		c, err := serial.Open(s)
		if err != nil {
			t.Fatalf("cycle %d: %v", i, err)
		}
		// The line ends in every way that there is.
		var wg sync.WaitGroup
		if i%2 == 0 {
			wg.Go(func() {
				for {
					if _, err := c.Read(make([]byte, 16)); err != nil {
						return
					}
				}
			})
		}
		if i%3 == 0 {
			wg.Go(func() { c.Write(make([]byte, 40_000), soon()) })
			eventually(t, "a write under way", func() bool { return dev.Ahead() > 0 })
		}
		if i%5 != 0 {
			dev.Unplug()
		}
		if i%7 == 0 && i%5 != 0 {
			wg.Wait() // the hang-up alone ends them
		}
		if err := c.Close(); err != nil {
			t.Fatalf("cycle %d: close: %v", i, err)
		}
		wg.Wait()
		dev.Unplug()
	}
	eventually(t, "goroutines to end", func() bool { return runtime.NumGoroutine() <= goroutines })
	if n := descriptors(t); n > files {
		t.Errorf("%d descriptors, %d before", n, files)
	}
	if n := locks(t); n > locked {
		t.Errorf("%d locks, %d before", n, locked)
	}
	if n := serial.Stuck(); n != 0 {
		t.Errorf("%d ports are stuck", n)
	}
}

// echoing answers on a line until its line ends.
func echoing(ctx context.Context, c serial.Conn) error {
	buf := make([]byte, 64)
	for ctx.Err() == nil {
		n, err := c.Read(buf)
		if err != nil {
			return err
		}
		if _, err := c.Write(buf[:n], soon()); err != nil {
			return err
		}
	}
	return nil
}

// talks reports whether the held line answers: the far end asks.
func talks(t testing.TB, dev *pty.Port, what string) {
	t.Helper()
	if _, err := dev.Write([]byte(what)); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(what))
	if _, err := io.ReadFull(dev, got); err != nil || string(got) != what {
		t.Fatalf("%q %v", got, err)
	}
}

// states keeps what a Hold told.
type states struct {
	mu  sync.Mutex
	all []serial.State
}

func (s *states) told(st serial.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, st)
}

func (s *states) last() serial.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.all) == 0 {
		return serial.State{}
	}
	return s.all[len(s.all)-1]
}

func TestAHeldLineIsBackAfterEachReplug(t *testing.T) {
	farEnd(t, pty.Options{}).Close() // what is opened once for the whole process
	goroutines, files := runtime.NumGoroutine(), descriptors(t)
	dev := farEnd(t, pty.Options{})
	var st states
	stop := hold(t, serial.Settings{Name: dev.Name()}, echoing, st.told)
	up := func() bool { return st.last().Up }
	for range 5 {
		eventually(t, "the line to be up", up)
		talks(t, dev, "hello")
		dev.Unplug()
		eventually(t, "the hang-up", func() bool { return !up() && errors.Is(st.last().Err, serial.ErrGone) })
		eventually(t, "the missing device to be told", func() bool { return errors.Is(st.last().Err, os.ErrNotExist) })
		if err := dev.Plug(); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the line to be up", up)
	stop()
	if last := st.last(); last.Up || last.Err != nil {
		t.Fatalf("%+v", last)
	}
	dev.Close()
	eventually(t, "goroutines to end", func() bool { return runtime.NumGoroutine() <= goroutines })
	if n := descriptors(t); n > files {
		t.Errorf("%d descriptors, %d before", n, files)
	}
}

func TestEachChangeIsToldOnce(t *testing.T) {
	t.Parallel()
	dev := farEnd(t, pty.Options{})
	name := dev.Name()
	dev.Unplug()
	var st states
	stop := hold(t, serial.Settings{Name: name}, echoing, st.told)
	eventually(t, "the missing device", func() bool { return st.last().Err != nil })
	if err := dev.Plug(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the line to be up", func() bool { return st.last().Up })
	stop()
	st.mu.Lock()
	defer st.mu.Unlock()
	if len(st.all) != 4 || st.all[0].Err != nil || st.all[1].Err == nil || !st.all[2].Up || st.all[3].Up {
		t.Fatalf("%+v", st.all)
	}
}

func TestASessionThatIgnoresTheEndLosesItsLine(t *testing.T) {
	t.Parallel()
	dev := farEnd(t, pty.Options{})
	began := make(chan struct{})
	stop := hold(t, serial.Settings{Name: dev.Name()}, func(_ context.Context, c serial.Conn) error {
		close(began)
		_, err := c.Write(make([]byte, 200_000), time.Now().Add(time.Hour))
		return err
	}, nil)
	<-began
	stop()
}

func TestWhatCameBeforeTheLineWasOpenedIsNeverDelivered(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	for _, stale := range []int{1, 100, 4096, 30_000} {
		if _, err := dev.Write(bytes.Repeat([]byte{0xEE}, stale)); err != nil {
			t.Fatal(err)
		}
		c := open(t, serial.Settings{Name: dev.Name()})
		if _, err := dev.Write([]byte("new")); err != nil {
			t.Fatal(err)
		}
		if got := readN(t, c, 3); string(got) != "new" {
			t.Fatalf("after %d stale bytes: %q", stale, got)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNoByteOfTheOldLineIsDeliveredAfterAReplug(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	if _, err := dev.Write([]byte("old")); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Write([]byte("old"), soon()); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	dev.Unplug()
	if err := dev.Plug(); err != nil {
		t.Fatal(err)
	}
	// The old line is still open here, as of a program that has not noticed.
	d := open(t, serial.Settings{Name: dev.Name()})
	if _, err := dev.Write([]byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := readN(t, d, 3); string(got) != "new" {
		t.Fatalf("%q", got)
	}
	if n, err := d.Write([]byte("NEW"), soon()); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	got := make([]byte, 3)
	if _, err := io.ReadFull(dev, got); err != nil || string(got) != "NEW" {
		t.Fatalf("%q %v", got, err)
	}
	if _, err := c.Read(got); !errors.Is(err, serial.ErrGone) && !strings.Contains(string(got), "old") {
		t.Fatal("the old line:", err)
	}
}

func TestFlushForgetsWhatCameInAndOnlyThat(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	rapid.Check(t, func(r *rapid.T) {
		old := rapid.SliceOfN(rapid.Byte(), 0, 20_000).Draw(r, "old")
		fresh := rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(r, "fresh")
		dev.Write(old)
		eventually(t, "the old bytes to be there", func() bool {
			if len(old) == 0 {
				return true
			}
			n, err := c.Read(make([]byte, 1))
			return n == 1 && err == nil
		})
		if err := c.Flush(); err != nil {
			r.Fatal(err)
		}
		dev.Write(fresh)
		if got := readN(t, c, len(fresh)); !bytes.Equal(got, fresh) {
			r.Fatalf("got %x, want %x", got, fresh)
		}
	})
}

func TestADeviceThatSaysXOFFIsSentNothingUntilXON(t *testing.T) {
	t.Parallel()
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name(), Flow: serial.FlowXONXOFF})
	if _, err := dev.Write([]byte{'a', 0x13}); err != nil {
		t.Fatal(err)
	}
	if got := readN(t, c, 1); got[0] != 'a' {
		t.Fatalf("%x", got) // and the XOFF has arrived with it
	}
	if n, err := c.Write([]byte("paper"), time.Now().Add(100*time.Millisecond)); n != 0 || !errors.Is(err, serial.ErrWriteTimeout) {
		t.Fatal(n, err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := c.Write([]byte("paper"), soon())
		done <- err
	}()
	if _, err := dev.Write([]byte{0x11}); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 5)
	if _, err := io.ReadFull(dev, got); err != nil || string(got) != "paper" {
		t.Fatalf("%q %v", got, err)
	}
	if n, err := c.Read(got); n != 0 || err != nil {
		t.Fatalf("the handshake was delivered: %x %v", got[:n], err)
	}
}

func TestARealLinkStaysThroughAReplug(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link := filepath.Join(dir, "printer")
	dev := farEnd(t, pty.Options{Link: link})
	first, err := os.Readlink(link)
	if err != nil {
		t.Fatal(err)
	}
	open(t, serial.Settings{Name: link}) // holds the old terminal, so that its number is not free
	dev.Unplug()
	if _, err := os.Lstat(link); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("the link of an unplugged line is there:", err)
	}
	if err := dev.Plug(); err != nil {
		t.Fatal(err)
	}
	if second, err := os.Readlink(link); err != nil || second == first {
		t.Fatal(second, err)
	}
}

func TestADeviceOnTheNetworkIsHeldToo(t *testing.T) {
	t.Parallel()
	addr, accept := listen(t)
	var st states
	stop := hold(t, serial.Settings{Name: addr}, echoing, st.told)
	defer stop()
	for range 3 {
		dev := accept()
		got := make([]byte, 2)
		dev.Write([]byte("hi"))
		if _, err := io.ReadFull(dev, got); err != nil || string(got) != "hi" {
			t.Fatalf("%q %v", got, err)
		}
		dev.Close()
		eventually(t, "the end to be told", func() bool { return errors.Is(st.last().Err, serial.ErrGone) || st.last().Up })
	}
}
