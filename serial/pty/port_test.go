//go:build linux

package pty_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"onewindow/serial/pty"
)

const patience = time.Minute

func open(t testing.TB, o pty.Options) *pty.Port {
	t.Helper()
	p, err := pty.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// host opens the near end as a program without any care would.
func host(t testing.TB, p *pty.Port) *os.File {
	t.Helper()
	f, err := os.OpenFile(p.Name(), os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func ended(t *testing.T, what string, done <-chan error, want error) {
	t.Helper()
	select {
	case err := <-done:
		if !errors.Is(err, want) {
			t.Fatalf("%s: %v, want %v", what, err, want)
		}
	case <-time.After(patience):
		t.Fatalf("%s did not come back", what)
	}
}

func TestUnplugEndsAReadAndPlugLetsItGoOn(t *testing.T) {
	p := open(t, pty.Options{Link: filepath.Join(t.TempDir(), "line")})
	read := func() <-chan error {
		done := make(chan error, 1)
		go func() { _, err := p.Read(make([]byte, 8)); done <- err }()
		return done
	}
	for range 20 {
		done := read()
		runtime.Gosched()
		p.Unplug()
		ended(t, "the read", done, pty.ErrUnplugged)
		if _, err := p.Write([]byte("x")); !errors.Is(err, pty.ErrUnplugged) {
			t.Fatal(err)
		}
		if p.Ahead() != 0 {
			t.Fatal("somebody is ahead of an unplugged line")
		}
		plugged := make(chan error, 1)
		go func() { plugged <- p.Await(context.Background()) }()
		if err := p.Plug(); err != nil {
			t.Fatal(err)
		}
		ended(t, "await", plugged, nil)
	}
	h := host(t, p)
	h.Write([]byte("hi"))
	got := make([]byte, 2)
	if _, err := io.ReadFull(p, got); err != nil || string(got) != "hi" {
		t.Fatalf("%q %v", got, err)
	}
}

func TestCloseEndsEverythingAndTakesTheLinkAway(t *testing.T) {
	open(t, pty.Options{}).Close() // what is opened once for the whole process
	files := descriptors(t)
	goroutines := runtime.NumGoroutine()
	link := filepath.Join(t.TempDir(), "line")
	p := open(t, pty.Options{Link: link, Baud: 300})
	done := make(chan error, 3)
	go func() { _, err := p.Read(make([]byte, 8)); done <- err }()
	go func() { _, err := p.Write(make([]byte, 100_000)); done <- err }() // an hour at 300 baud
	go func() {
		p2, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		for {
			if err := p.Await(p2); err != nil {
				done <- err
				return
			}
		}
	}()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		ended(t, "a call", done, pty.ErrClosed)
	}
	if err := errors.Join(p.Close()); err != nil {
		t.Fatal("second close:", err)
	}
	if err := p.Plug(); !errors.Is(err, pty.ErrClosed) {
		t.Fatal(err)
	}
	if _, err := os.Lstat(link); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("the link is there:", err)
	}
	for end := time.Now().Add(patience); descriptors(t) > files || runtime.NumGoroutine() > goroutines; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d descriptors, %d before; %d goroutines, %d before", descriptors(t), files, runtime.NumGoroutine(), goroutines)
		}
	}
}

func descriptors(t testing.TB) int {
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestALinkReplacesALinkAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "line")
	if err := os.Symlink("/nowhere", link); err != nil {
		t.Fatal(err)
	}
	open(t, pty.Options{Link: link})
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := pty.Open(pty.Options{Link: file}); err == nil || !strings.Contains(err.Error(), "another name") {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "mine" {
		t.Fatalf("%q %v", got, err)
	}
	if _, err := pty.Open(pty.Options{Link: dir + "/none/line"}); err == nil || !strings.Contains(err.Error(), "must exist") {
		t.Fatal(err)
	}
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 2 {
		t.Fatalf("left behind: %v %v", all, err)
	}
}

func TestALinkThatPointsElsewhereIsLeftAlone(t *testing.T) {
	link := filepath.Join(t.TempDir(), "line")
	old := open(t, pty.Options{Link: link})
	open(t, pty.Options{Link: link})
	old.Close()
	if _, err := os.Stat(link); err != nil {
		t.Fatal("the link of the newer line was taken away:", err)
	}
}

func TestWriteNeverWaitsForAHostAndCountsWhatIsLost(t *testing.T) {
	p := open(t, pty.Options{})
	h := host(t, p)
	const all = 200_000
	if n, err := p.Write(make([]byte, all)); n != all || err != nil {
		t.Fatal(n, err)
	}
	lost := p.Lost()
	if lost == 0 || lost == all {
		t.Fatal("lost", lost)
	}
	got := 0
	buf := make([]byte, 4096)
	for end := time.Now().Add(patience); got < all-lost; {
		h.SetReadDeadline(end)
		n, err := h.Read(buf)
		if err != nil {
			t.Fatalf("%d of %d: %v", got, all-lost, err)
		}
		got += n
	}
}
