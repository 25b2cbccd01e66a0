package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// runConnections measures what connected halls cost the centre's process.
func runConnections(args []string, w io.Writer) (failed bool, err error) {
	flags := flag.NewFlagSet("connections", flag.ContinueOnError)
	numbers := flags.String("halls", "127,1000,5000", "how many halls, with commas")
	idle := flags.Duration("idle", 30*time.Second, "how long nothing happens, to see what that costs")
	keep := keepFlag(flags)
	dir := flags.String("dir", "", "where the folders go; the default is the system's place for temporary files")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	r := &report{w: w}
	r.head("Connections of halls")
	r.line("Halls with real links over TLS in a process of their own, on the same machine. Idle is for %v: signs of life, and how each hall is every ten seconds.", *idle)
	r.line("")
	r.line("| halls | all connected after | for each | the centre's memory before | connected | for each | idle, processor | all back after kill -9 |")
	r.line("|---:|---:|---:|---:|---:|---:|---:|---:|")
	for text := range strings.SplitSeq(*numbers, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return false, fmt.Errorf("-halls: %w", err)
		}
		c, err := measureConnections(*dir, n, *idle)
		if err != nil {
			return false, fmt.Errorf("%d halls: %w", n, err)
		}
		each := float64(c.rss-c.empty) / 1000 / float64(n)
		r.figure(text+" kB", each)
		r.figure(text+" ms", c.up.Seconds()*1000/float64(n))
		r.figure(text+" idle", c.idle)
		r.line("| %d | %v | %s | %s | %s | %.0f kB | %s of one | %v |", n, c.up.Round(time.Millisecond), ms(c.up/time.Duration(n)), mb(c.empty), mb(c.rss), each, percent(c.idle), c.back.Round(time.Millisecond))
	}
	return r.failed, r.keep(*keep)
}

// connections is what so many of them took.
type connections struct {
	up, back   time.Duration
	empty, rss int64
	idle       float64
}

func measureConnections(dir string, n int, idle time.Duration) (m connections, err error) {
	if dir, err = os.MkdirTemp(dir, "onewindow-network-*"); err != nil {
		return m, err
	}
	defer os.RemoveAll(dir) // only space is lost
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("B-%05d", i)
	}
	keys, err := newKeys(ids)
	if err != nil {
		return m, err
	}
	c, err := newCentre(filepath.Join(dir, "centre"), "", keys)
	if err != nil {
		return m, err
	}
	if err := c.start(); err != nil {
		return m, err
	}
	defer func() { c.kill() }()
	pin, err := c.pin()
	if err != nil {
		return m, err
	}
	told := quietHalls{URL: "tls://" + c.addr, Pin: pin, Seeds: map[string][]byte{}}
	for id, k := range keys {
		told.Seeds[id] = k.seed
	}
	m.empty = c.usage().rss
	begun := time.Now()
	q, err := startQuietHalls(told)
	if err != nil {
		return m, err
	}
	defer q.stop()
	if m.up, err = q.all(n, begun); err != nil {
		return m, err
	}
	time.Sleep(idle / 3) // what connecting has used is given back
	before := c.usage()
	time.Sleep(idle)
	m.rss, m.idle = c.usage().rss, c.usage().since(before).cpu.Seconds()/idle.Seconds()
	c.kill()
	if !waits(time.Minute, func() bool { return q.up.Load() == 0 }) {
		return m, errors.New("halls do not see that the centre is gone")
	}
	begun = time.Now()
	if err := c.start(); err != nil {
		return m, err
	}
	m.back, err = q.all(n, begun)
	return m, err
}

// quietProcess is the process of quiet halls.
type quietProcess struct {
	cmd *exec.Cmd
	in  io.Closer
	up  atomic.Int64
	// read is closed when it says nothing more.
	read chan struct{}
}

func startQuietHalls(told quietHalls) (*quietProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	q := &quietProcess{cmd: exec.Command(self, "quiethalls"), read: make(chan struct{})}
	q.cmd.Env = append(os.Environ(), asProgram+"=1")
	q.cmd.Stderr = os.Stderr
	endsWithUs(q.cmd)
	in, err := q.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	q.in = in
	out, err := q.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := q.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(q.read)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if n, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
				q.up.Store(n)
			}
		}
	}()
	return q, json.NewEncoder(in).Encode(told)
}

// all waits until all halls are connected, and says how long after begun that was.
func (q *quietProcess) all(n int, begun time.Time) (time.Duration, error) {
	ended := false
	if !waits(5*time.Minute, func() bool {
		select {
		case <-q.read:
			ended = true
		default:
		}
		return ended || q.up.Load() == int64(n)
	}) || ended {
		return 0, fmt.Errorf("only %d of %d halls are connected", q.up.Load(), n)
	}
	return time.Since(begun), nil
}

// stop ends it.
func (q *quietProcess) stop() {
	_ = q.in.Close() // it ends by that
	<-q.read
	_ = q.cmd.Wait() // it has been looked at
}
