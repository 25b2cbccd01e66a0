package halls

import (
	"context"
	"sync"
	"time"

	"onewindow/central/network"
)

// memberAgain is how soon the registry is asked again for a hall that it did not
// have.
const memberAgain = time.Second

// members are the halls that may speak in a cluster, where a connection that was
// let in stays for a while even when its hall is revoked. The registry says who they
// are, because another process of the centre may have enrolled or revoked one.
type members struct {
	registry Registry
	// news is told what a look at the registry has changed.
	news func(changes)

	mu    sync.Mutex
	halls map[string]member
}

// member is the key of a hall, empty where it has none, and since when that is
// known.
type member struct {
	key string
	at  time.Time
}

// changes are halls that are new, that have another key, and that have none any
// more.
type changes struct{ came, rekeyed, went []string }

func newMembers(r Registry, news func(changes)) *members {
	return &members{registry: r, news: news, halls: map[string]member{}}
}

// has reports whether a hall is known to be one.
func (m *members) has(hall string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.halls[hall].key != ""
}

// ask is has, but asks the registry for one that is not known, unless it did a
// moment ago.
func (m *members) ask(ctx context.Context, hall string, now time.Time) bool {
	m.mu.Lock()
	k := m.halls[hall]
	again := k.key == "" && now.Sub(k.at) >= memberAgain
	if again {
		m.halls[hall] = member{at: now}
	}
	m.mu.Unlock()
	// Without an answer nobody is let speak whom nobody knows.
	if again && m.look(ctx) != nil {
		return false
	}
	return m.has(hall)
}

// set notes the key of a hall that was enrolled or let in, empty for one that was
// revoked, and returns the one that was known.
func (m *members) set(hall, key string) (former string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	former = m.halls[hall].key
	m.halls[hall] = member{key, time.Now()}
	return former
}

// look reads the registry. What was noted while it was read is newer.
func (m *members) look(ctx context.Context) error {
	began := time.Now()
	list, err := m.registry.List(ctx)
	if err != nil {
		return err
	}
	if c := m.merge(list, began); len(c.came)+len(c.rekeyed)+len(c.went) > 0 {
		m.news(c)
	}
	return nil
}

func (m *members) merge(list []network.Enrolled, began time.Time) (c changes) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := make(map[string]bool, len(list))
	for _, e := range list {
		now[e.Hall] = true
		k := m.halls[e.Hall]
		if k.key == e.Key || k.at.After(began) {
			continue
		}
		m.halls[e.Hall] = member{e.Key, began}
		if k.key == "" {
			c.came = append(c.came, e.Hall)
		} else {
			c.rekeyed = append(c.rekeyed, e.Hall)
		}
	}
	for hall, k := range m.halls {
		if k.key != "" && !now[hall] && !k.at.After(began) {
			m.halls[hall] = member{at: began}
			c.went = append(c.went, hall)
		}
	}
	return c
}
