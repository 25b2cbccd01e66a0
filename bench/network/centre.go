package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"onewindow/trust"
)

// centre is the centre's program as a process of its own.
type centre struct {
	// dir holds its certificates and, unless db is elsewhere, its database.
	dir string
	// db is the address of its database.
	db string
	// addr is where halls reach it; it stays the same over all starts. It is empty
	// where halls reach it through a cluster of NATS servers.
	addr string
	// http is the port of its HTTP interface.
	http int
	// cluster is that one; nil where the centre has a server of its own.
	cluster *cluster

	proc *process
	// taken is the processor time of the processes that were killed.
	taken time.Duration
}

// newCentre is a centre on the database db, or on one of its own, that knows these
// halls; with keys nil the database knows them already.
func newCentre(dir, db string, keys map[string]key) (*centre, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if db == "" {
		db = "sqlite://" + filepath.Join(dir, "centre.db")
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	web, err := freePort()
	if err != nil {
		return nil, err
	}
	c := &centre{dir: dir, db: db, addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), http: web}
	if keys == nil {
		return c, nil
	}
	return c, admit(background(), db, keys)
}

// Ports are counted through below those that systems give to outgoing connections: such
// a connection, even one of a hall that looks for its centre, could have the port of a
// server that was killed when that comes back.
const (
	firstPort = 10000
	pastPorts = 32000
)

var lastPort atomic.Uint32

func init() { lastPort.Store(rand.Uint32N(pastPorts - firstPort)) }

// freePort is one that nobody uses now and that was given to nobody here.
func freePort() (int, error) {
	for range 1000 {
		port := firstPort + int(lastPort.Add(1)%(pastPorts-firstPort))
		if l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			return port, l.Close()
		}
	}
	return 0, errors.New("no port is free")
}

// configure writes the centre's configuration.
func (c *centre) configure() error {
	var b strings.Builder
	set := func(key string, value any) { fmt.Fprintf(&b, "%s = %s\n", key, value) }
	b.WriteString("[central]\n")
	set("name", strconv.Quote("bench"))
	set("data", strconv.Quote(c.dir))
	set("db", strconv.Quote(c.db))
	set("http_port", strconv.Itoa(c.http))
	if c.cluster != nil {
		set("port", "0")
		for key, value := range c.cluster.settings() {
			set(key, value)
		}
	} else {
		host, port, err := net.SplitHostPort(c.addr)
		if err != nil {
			return err
		}
		set("host", strconv.Quote(host))
		set("port", port)
	}
	return os.WriteFile(filepath.Join(c.dir, configFile), []byte(b.String()), 0o600)
}

// configFile is the configuration, in the centre's folder.
const configFile = "onewindow.toml"

// start runs the centre and waits until it says that it can do its work.
func (c *centre) start() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := c.configure(); err != nil {
		return err
	}
	cmd := exec.Command(self, product, "central", "--config", filepath.Join(c.dir, configFile))
	cmd.Env = append(os.Environ(), asProgram+"=1")
	if c.proc, err = start(cmd); err != nil {
		return err
	}
	ready := fmt.Sprintf("http://127.0.0.1:%d/readyz", c.http)
	if !waits(30*time.Second, func() bool {
		r, err := http.Get(ready)
		if err == nil {
			_ = r.Body.Close()
		}
		return err == nil && r.StatusCode == http.StatusOK || !c.proc.alive()
	}) || !c.proc.alive() {
		c.kill()
		return fmt.Errorf("the centre did not start: %s", c.proc.said.text())
	}
	return nil
}

// kill is kill -9.
func (c *centre) kill() {
	if c.proc != nil {
		c.taken += usageOf(c.proc.cmd.Process.Pid).cpu
		c.proc.kill()
	}
}

// stop ends it in good order.
func (c *centre) stop() error {
	if c.proc == nil || !c.proc.alive() {
		return nil
	}
	return c.proc.stop()
}

// usage is what the centre has taken over all its starts.
func (c *centre) usage() usage {
	u := usageOf(c.proc.cmd.Process.Pid)
	u.cpu += c.taken
	return u
}

// pin is that of the centre's authority.
func (c *centre) pin() (trust.Pin, error) {
	ca, err := trust.OpenAuthority(filepath.Join(c.dir, "halls"), "centre", time.Now())
	if err != nil {
		return trust.Pin{}, err
	}
	return ca.Pin(), nil
}

// background is the context of what has no deadline of its own.
func background() context.Context { return context.Background() }
