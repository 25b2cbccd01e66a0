package node

import (
	"encoding/json"
	"slices"

	"onewindow/queue"
	"onewindow/wire"
)

// Here are the changes of which a request says only a part, or which are right
// only upon what the sender saw. They are made on the state on which they are
// decided.

// quota makes the job's command: to set a theme's quota for the day. Slots that
// the request does not name stay as they are in force.
func quota(j *job, data json.RawMessage) *wire.Error {
	r, err := read[queue.SetQuota](data)
	if err != nil {
		return err
	}
	j.make = func(s *queue.State) (queue.Command, *wire.Error) {
		c := r
		if ts := s.ThemeState(c.Theme); ts != nil && c.Quota.Slots == nil {
			c.Quota.Slots = ts.Quota.Slots
		}
		if len(c.Quota.Slots) == 0 {
			c.Quota.Slots = nil
		}
		return c, nil
	}
	return nil
}

// assign makes the job's command: to let a window serve other themes, if it still
// serves those that the sender saw.
func assign(j *job, data json.RawMessage) *wire.Error {
	r, err := read[wire.AssignRequest](data)
	if err != nil {
		return err
	}
	j.make = func(s *queue.State) (queue.Command, *wire.Error) {
		w := s.Window(r.Window)
		if was := r.Was; was != nil && w != nil && (!slices.Equal(was.Own, w.Own) || !slices.Equal(was.Spill, w.Spill)) {
			return nil, wireError(queue.Refuse(queue.CodeSettingsChanged, "somebody has changed what the window serves; look at it again", "window", w.ID))
		}
		return queue.Assign{Window: r.Window, Own: r.Own, Spill: r.Spill}, nil
	}
	return nil
}

// unchanged refuses what rests on settings that are no longer in force; an empty
// hash rests on none.
func unchanged(s *queue.State, hash string) *wire.Error {
	if hash == "" || hash == s.SettingsHash {
		return nil
	}
	return wireError(queue.Refuse(queue.CodeSettingsChanged, "somebody has changed the settings since they were read; read state.settings again", "hash", s.SettingsHash))
}
