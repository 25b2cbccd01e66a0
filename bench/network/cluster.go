package main

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"onewindow/trust"
	"onewindow/wire"
)

// cluster is NATS servers of the stock kind, each a process, with TLS and with the
// halls' keys.
type cluster struct {
	program string
	// ca is the file of the authority of their certificates, and pin its pin.
	ca  string
	pin trust.Pin
	all []*natsServer
}

type natsServer struct {
	config string
	addr   string
	proc   *process
}

// openCluster starts n servers.
func openCluster(dir, program string, n int, keys map[string]key) (*cluster, error) {
	if program == "" {
		return nil, fmt.Errorf("name the program of the NATS servers by -nats-server; bench/network/cluster.sh builds it")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	c := &cluster{program: program, ca: filepath.Join(dir, "ca.pem")}
	if err := c.certify(dir); err != nil {
		return nil, err
	}
	var routes []string
	var ports [][2]int
	for range n {
		var p [2]int
		for i := range p {
			port, err := freePort()
			if err != nil {
				return nil, err
			}
			p[i] = port
		}
		ports = append(ports, p)
		routes = append(routes, fmt.Sprintf("nats-route://127.0.0.1:%d", p[1]))
	}
	users, err := natsUsers(keys)
	if err != nil {
		return nil, err
	}
	for i, p := range ports {
		s := &natsServer{config: filepath.Join(dir, fmt.Sprintf("n%d.conf", i)), addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(p[0]))}
		if err := writeConfig(s.config, map[string]any{
			"server_name": fmt.Sprintf("n%d", i), "listen": s.addr, "max_payload": 4 << 20, "ping_interval": "5s",
			"tls":           map[string]any{"cert_file": filepath.Join(dir, "server.pem"), "key_file": filepath.Join(dir, "server.key"), "handshake_first": "auto", "timeout": 10},
			"cluster":       map[string]any{"name": "onewindow", "listen": fmt.Sprintf("127.0.0.1:%d", p[1]), "routes": routes},
			"authorization": users, "no_auth_user": "centre",
		}); err != nil {
			return nil, err
		}
		c.all = append(c.all, s)
		if err := c.start(i); err != nil {
			c.close()
			return nil, err
		}
	}
	return c, nil
}

// natsUsers are the halls and the centre with what each may say.
func natsUsers(keys map[string]key) (any, error) {
	users := []any{map[string]any{"user": "centre", "password": "centre", "permissions": map[string]any{
		"publish": []string{"dn.>"}, "subscribe": []string{"up.>", "_INBOX_centre.>"},
		"allow_responses": map[string]any{"max": 1, "expires": "1m"},
	}}}
	for _, k := range keys {
		p := wire.HallPermissions(k.hall)
		users = append(users, map[string]any{"nkey": k.public, "permissions": map[string]any{
			"publish": p.Publish, "subscribe": p.Subscribe,
			"allow_responses": map[string]any{"max": 1, "expires": wire.AnswerWithin.String()},
		}})
	}
	return map[string]any{"users": users}, nil
}

// certify makes the servers' certificate by an authority of their own.
func (c *cluster) certify(dir string) error {
	a, err := trust.OpenAuthority(dir, "bench", time.Now())
	if err != nil {
		return err
	}
	c.pin = a.Pin()
	conf, err := a.ServerTLS(dir, []string{"127.0.0.1", "localhost"}, time.Now())
	if err != nil {
		return err
	}
	var chain bytes.Buffer
	cert := conf.Certificates[0]
	for _, der := range cert.Certificate {
		if err := pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: der}); err != nil {
			return err
		}
	}
	private, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		filepath.Join(dir, "server.pem"): chain.Bytes(),
		filepath.Join(dir, "server.key"): pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
		c.ca:                             pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Cert()}),
	} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			return err
		}
	}
	return nil
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

// urls are the same for the centre.
func (c *cluster) urls() []string { return trust.URLsOf(c.addrs(), true) }

func (c *cluster) close() {
	for _, s := range c.all {
		if s.proc != nil {
			s.proc.kill()
		}
	}
}

// writeConfig writes v as JSON, which a NATS server reads, but for escapes.
func writeConfig(path string, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}
