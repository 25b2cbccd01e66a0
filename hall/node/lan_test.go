package node_test

import (
	"context"
	"testing"
	"time"

	"onewindow/hall/lan"
	"onewindow/wire"
)

// network is the hall's network on a loopback port, with TLS.
type network struct {
	*lan.Server
	t       testing.TB
	hall    *hall
	clients []*lan.Client
}

// listen opens the network of a hall.
func (h *hall) listen() *network {
	h.t.Helper()
	s, err := lan.Listen(lan.Settings{Host: "127.0.0.1", Port: -1, Hall: "T-1", Dir: h.t.TempDir(), Clock: h.Now}, h.Node)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Attach(s)
	return &network{Server: s, t: h.t, hall: h}
}

func (n *network) dial(role wire.Role, window string) *lan.Client {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tok, err := n.Token(role, window, time.Minute)
	if err != nil {
		n.t.Fatal(err)
	}
	id, err := lan.Join(ctx, tok.Token, "test")
	if err != nil {
		n.t.Fatal(err)
	}
	c, err := lan.Dial(ctx, id, lan.Options{Clock: n.hall.Now, Expiry: 20 * time.Second})
	if err != nil {
		n.t.Fatal(err)
	}
	n.clients = append(n.clients, c)
	return c
}

func (n *network) local(role wire.Role, window string) *lan.Client {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := n.Local(ctx, wire.Terminal{Role: role, Window: window}, lan.Options{Clock: n.hall.Now, Expiry: 20 * time.Second})
	if err != nil {
		n.t.Fatal(err)
	}
	n.clients = append(n.clients, c)
	return c
}

// close stops network and hall as a hall stops.
func (n *network) close() {
	n.t.Helper()
	for _, c := range n.clients {
		c.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := n.StopRequests(ctx); err != nil {
		n.t.Fatal(err)
	}
	n.hall.close()
	if err := n.Close(ctx); err != nil {
		n.t.Fatal(err)
	}
}
