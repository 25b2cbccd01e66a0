package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nkeys"

	"onewindow/trust"
)

// cluster is NATS servers of the stock kind, each a process, set up as the example of
// central/halls says: with TLS, and they ask the centre whom to let in.
type cluster struct {
	dir, program string
	pin          trust.Pin
	all          []*natsServer
}

type natsServer struct {
	config string
	addr   string
	proc   *process
}

// clusterExample is that example, from the root of the module.
const clusterExample = "central/halls/testdata/cluster.conf"

// openCluster starts n servers.
func openCluster(dir, program string, n int) (*cluster, error) {
	if program == "" {
		return nil, fmt.Errorf("name the program of the NATS servers by -nats-server; bench/network/cluster.sh builds it")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	c := &cluster{dir: dir, program: program}
	var err error
	if c.pin, err = certify(c.file); err != nil {
		return nil, fmt.Errorf("the cluster's certificates: %w", err)
	}
	configs, err := c.configure(n)
	if err != nil {
		return nil, err
	}
	for i, conf := range configs {
		s := &natsServer{config: c.file(fmt.Sprintf("node%d.conf", i)), addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(conf.port))}
		c.all = append(c.all, s)
		if err := os.WriteFile(s.config, []byte(conf.text), 0o600); err != nil {
			return nil, err
		}
		if err := c.start(i); err != nil {
			c.close()
			return nil, err
		}
	}
	return c, nil
}

func (c *cluster) file(name string) string { return filepath.Join(c.dir, name) }

// nodeConfig is what a server is started with.
type nodeConfig struct {
	port int
	text string
}

// configure makes the keys, and of the example the configuration of each server.
func (c *cluster) configure(n int) ([]nodeConfig, error) {
	b, err := os.ReadFile(clusterExample)
	if err != nil {
		return nil, fmt.Errorf("%w; run this from the root of the module", err)
	}
	with := []string{"/etc/onewindow/cluster", c.dir, `"10.1.0.11"`, `"127.0.0.1"`, "port: 8443", "port: -1"}
	for name, k := range map[string]struct {
		file   string
		create func() (nkeys.KeyPair, error)
	}{
		"UCENTRE": {"centre.seed", nkeys.CreateUser}, "USYSTEM": {"system.seed", nkeys.CreateUser}, "AISSUER": {"issuer.seed", nkeys.CreateAccount},
	} {
		public, err := seedFile(c.file(k.file), k.create)
		if err != nil {
			return nil, err
		}
		with = append(with, name, public)
	}
	ports := make([][2]int, n)
	var routes []string
	for i := range ports {
		for k := range ports[i] {
			if ports[i][k], err = freePort(); err != nil {
				return nil, err
			}
		}
		routes = append(routes, fmt.Sprintf("%q", fmt.Sprintf("tls://127.0.0.1:%d", ports[i][1])))
	}
	with = append(with, `"tls://10.1.0.11:6222", "tls://10.1.0.12:6222", "tls://10.1.0.13:6222"`, strings.Join(routes, ", "))
	var all []nodeConfig
	for i, p := range ports {
		own := append(with, "centre-1", fmt.Sprintf("centre-%d", i+1), "port: 4222", fmt.Sprintf("port: %d", p[0]), "port: 6222", fmt.Sprintf("port: %d", p[1]))
		all = append(all, nodeConfig{p[0], strings.NewReplacer(own...).Replace(string(b))})
	}
	return all, nil
}

// start runs a server and waits until it listens.
func (c *cluster) start(i int) error {
	s := c.all[i]
	p, err := start(exec.Command(c.program, "-c", s.config))
	if err != nil {
		return err
	}
	s.proc = p
	if !waits(20*time.Second, func() bool {
		conn, err := net.Dial("tcp", s.addr)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil || !p.alive()
	}) || !p.alive() {
		p.kill()
		return fmt.Errorf("a NATS server did not start: %s", p.said.text())
	}
	return nil
}

// kill is kill -9 on a server.
func (c *cluster) kill(i int) { c.all[i].proc.kill() }

// addrs are where halls reach the servers.
func (c *cluster) addrs() (all []string) {
	for _, s := range c.all {
		all = append(all, s.addr)
	}
	return all
}

// settings are what the centre's configuration says of the cluster, as TOML.
func (c *cluster) settings() map[string]string {
	var urls []string
	for _, u := range trust.URLsOf(c.addrs(), true) {
		urls = append(urls, strconv.Quote(u))
	}
	return map[string]string{
		"nats":             "[" + strings.Join(urls, ", ") + "]",
		"nats_ca":          strconv.Quote(c.file("ca.pem")),
		"nats_credentials": strconv.Quote(c.file("centre.seed")),
		"nats_issuer":      strconv.Quote(c.file("issuer.seed")),
		"nats_system":      strconv.Quote(c.file("system.seed")),
	}
}

func (c *cluster) close() {
	for _, s := range c.all {
		if s.proc != nil {
			s.proc.kill()
		}
	}
}
