package node_test

import (
	"errors"
	"testing"
	"time"

	"onewindow/wire"
)

// terminals is a network that only knows who is enrolled.
type terminals []wire.Terminal

func (t terminals) Publish(wire.Message) {}
func (t terminals) Token(role wire.Role, _ string, _ time.Duration) (wire.TokenReply, error) {
	return wire.TokenReply{Token: "token-for-" + string(role)}, nil
}
func (t terminals) Revoke(id string) error {
	for _, o := range t {
		if o.ID == id {
			return nil
		}
	}
	return errors.New("no such terminal")
}
func (t terminals) Terminals() []wire.Terminal { return t }

func TestAManagerCanNeitherMakeNorRevokeAnAdmin(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	manager := wire.Terminal{ID: "manager-1", Role: wire.RoleManager}
	h.Attach(terminals{admin, manager, kiosk})
	for _, c := range []struct {
		name string
		from wire.Terminal
		verb string
		body any
		ok   bool
	}{
		{"a manager makes a kiosk", manager, "token", wire.TokenRequest{Role: wire.RoleKiosk}, true},
		{"a manager makes an admin", manager, "token", wire.TokenRequest{Role: wire.RoleAdmin}, false},
		{"an admin makes an admin", admin, "token", wire.TokenRequest{Role: wire.RoleAdmin}, true},
		{"a manager revokes a kiosk", manager, "revoke", wire.TerminalRequest{ID: kiosk.ID}, true},
		{"a manager revokes an admin", manager, "revoke", wire.TerminalRequest{ID: admin.ID}, false},
		{"an admin revokes an admin", admin, "revoke", wire.TerminalRequest{ID: admin.ID}, true},
	} {
		if r := h.ask(c.from, "terminal", c.verb, c.body); r.OK != c.ok || !c.ok && r.Err.Code != wire.CodeForbidden {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}
