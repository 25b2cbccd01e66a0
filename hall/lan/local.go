package lan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/trust/join"
	"onewindow/wire"
)

func errNoIdentity(path string) error {
	return fmt.Errorf("%s: %w; enrol this terminal with a join token", path, fs.ErrNotExist)
}

// add enrols a terminal; a passing one is not stored.
func (s *Server) add(t wire.Terminal, passing bool) (wire.Terminal, error) {
	if err := place(t.Role, t.Window); err != nil {
		return t, err
	}
	if !nkeys.IsValidPublicUserKey(t.Key) {
		return t, &wire.Error{Code: wire.CodeBadRequest, Msg: "not a public user NKey", Hint: "it begins with U"}
	}
	t.Name = join.CleanName(t.Name)
	err := s.roster.change(!passing, func(st *rosterState) (err error) {
		t, err = st.enrol(t, time.Now())
		if passing && err == nil {
			st.passing[t.ID] = true
		}
		return err
	})
	return t, err
}

// Local makes a terminal inside the hall's process and connects it: the
// server checks it as it does any other. Only Role, Window and Name of t count.
// The terminal is gone when the client is closed, or with the hall.
func (s *Server) Local(ctx context.Context, t wire.Terminal, o Options) (*Client, error) {
	kp, err := nkeys.CreateUser()
	if err != nil {
		return nil, fmt.Errorf("lan: key: %w", err)
	}
	key, kerr := kp.PublicKey()
	seed, serr := kp.Seed()
	if err := errors.Join(kerr, serr); err != nil {
		return nil, fmt.Errorf("lan: key: %w", err)
	}
	t.Key = key
	if t, err = s.add(t, true); err != nil {
		return nil, err
	}
	id := Identity{Hall: s.set.Hall, Terminal: t.ID, Role: t.Role, Window: t.Window, Seed: seed}
	return dial(ctx, id, o, func() { s.forget(t.ID) }, nats.InProcessServer(s.nats), nats.Timeout(inTime))
}

// forget drops an in-process terminal.
func (s *Server) forget(id string) {
	// Without a write the change cannot fail.
	_ = s.roster.change(false, func(st *rosterState) error {
		if st.passing[id] {
			st.retire(id)
		}
		return nil
	})
	s.gone(id)
}

// AdminFile is where the admin identity of a hall with that data directory is.
func AdminFile(dir string) string { return filepath.Join(dir, "admin.json") }

// localAdmin keeps an admin identity on the hall's own machine, so that whoever
// may read the data directory can administer the hall without a token.
func (s *Server) localAdmin() error {
	path := AdminFile(s.set.Dir)
	var id Identity
	// A damaged file is replaced: it gives no right that its reader lacks.
	if found, err := trust.ReadFile(path, &id); err == nil && found && id.check() == nil {
		t, ok := s.roster.terminal(id.Terminal)
		if kp, err := nkeys.FromSeed(id.Seed); ok && err == nil {
			if key, err := kp.PublicKey(); err == nil && key == t.Key && t.Role == wire.RoleAdmin {
				if slices.Equal(id.URLs, s.URLs()) && bytes.Equal(id.CA, s.ca) {
					return nil
				}
				id.URLs, id.CA = s.URLs(), s.ca
				return id.Save(path)
			}
		}
	}
	kp, err := nkeys.CreateUser()
	if err != nil {
		return fmt.Errorf("lan: admin key: %w", err)
	}
	key, kerr := kp.PublicKey()
	seed, serr := kp.Seed()
	if err := errors.Join(kerr, serr); err != nil {
		return fmt.Errorf("lan: admin key: %w", err)
	}
	var t wire.Terminal
	err = s.roster.change(true, func(st *rosterState) (err error) {
		if _, ok := st.Terminals[st.Local]; ok {
			st.retire(st.Local)
		}
		t, err = st.enrol(wire.Terminal{Role: wire.RoleAdmin, Name: "admin on the hall's machine", Key: key}, time.Now())
		st.Local = t.ID
		return err
	})
	if err != nil {
		return fmt.Errorf("lan: admin: %w", err)
	}
	id = Identity{Hall: s.set.Hall, Terminal: t.ID, Role: t.Role, URLs: s.URLs(), CA: s.ca, Seed: seed}
	return id.Save(path)
}
