package uplink

import (
	"encoding/json"
	"time"

	"onewindow/wire"
)

// tellLive tells how the hall is: after a commit, but not sooner after the last time
// than at most, and without one at the latest after at last. What is not sent
// because the link is down is not sent at all.
func (u *Uplink) tellLive() {
	hints, stop := u.source.Commits()
	defer stop()
	t := u.set.times
	timer := time.NewTimer(0)
	defer timer.Stop()
	var told time.Time
	for {
		select {
		case <-u.ctx.Done():
			return
		case <-hints:
		case <-u.fresh:
		case <-timer.C:
		}
		if wait := t.liveAtMost - time.Since(told); wait > 0 {
			timer.Reset(wait)
			select {
			case <-u.ctx.Done():
				return
			case <-timer.C:
			}
		}
		if u.State().Up {
			u.live()
			told = time.Now()
		}
		timer.Reset(t.liveAtLast)
	}
}

// live tells once.
func (u *Uplink) live() {
	l, ok := u.source.Standing()
	if !ok {
		return
	}
	l.V, l.Hall, l.Instance = wire.Version, u.set.Hall, u.instance
	data, err := json.Marshal(l)
	if err == nil {
		if nc := u.conn(); nc != nil {
			err = nc.Publish(wire.LiveSubject(u.set.Hall), data)
		}
	}
	if err != nil {
		u.set.Log.Debug("uplink: how the hall is was not told", "err", err)
	}
}
