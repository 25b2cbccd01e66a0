package node

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"onewindow/queue"
	"onewindow/wire"
)

// settings makes the job's command: to replace the settings. Whoever reads the
// settings does not see PINs, so that staff who come back without one keep
// theirs.
func settings(j *job, data json.RawMessage) *wire.Error {
	r, err := read[wire.SettingsRequest](data)
	if err != nil {
		return err
	}
	for _, c := range r.Settings.Staff {
		// The journal would keep a PIN in the clear for ever.
		if c.PIN != "" && (strings.Count(c.PIN, ".") != 2 || !strings.HasPrefix(c.PIN, "pbkdf2.")) {
			return wireError(queue.Refuse(queue.CodeBadSettings, "a PIN does not stand in the settings; set it with hall.staff", "clerk", c.ID))
		}
	}
	j.make = func(s *queue.State) (queue.Command, *wire.Error) {
		if err := unchanged(s, r.Hash); err != nil {
			return nil, err
		}
		for i := range r.Settings.Staff {
			c := &r.Settings.Staff[i]
			if s.Settings == nil || c.PIN != "" {
				continue
			}
			if old := s.Clerk(c.ID); old != nil {
				c.PIN = old.PIN
			}
		}
		return queue.ChangeSettings{Settings: r.Settings, Hash: queue.ContentHash(r.Settings)}, nil
	}
	return nil
}

// rules makes the job's command: to replace the rules within the settings in force.
func rules(j *job, data json.RawMessage) *wire.Error {
	r, err := read[wire.RulesRequest](data)
	if err != nil {
		return err
	}
	j.make = func(s *queue.State) (queue.Command, *wire.Error) {
		if s.Settings == nil {
			return nil, wireError(queue.Refuse(queue.CodeNotConfigured, "the hall has no settings yet; load them first"))
		}
		if err := unchanged(s, r.Hash); err != nil {
			return nil, err
		}
		set := *s.Settings
		set.Rules = r.Rules
		return queue.ChangeSettings{Settings: set, Hash: queue.ContentHash(set)}, nil
	}
	return nil
}

// staff makes the job's command: to add, change or remove a member of staff. The
// change is made on the settings in force when it is decided, so that two at
// once both count.
func staff(j *job, data json.RawMessage) *wire.Error {
	r, err := read[wire.StaffRequest](data)
	if err != nil {
		return err
	}
	for _, right := range r.Rights {
		if !slices.Contains(queue.Rights, right) {
			return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("there is no right %q", right), Hint: fmt.Sprintf("the rights are %q", queue.Rights)}
		}
	}
	pin := ""
	if r.PIN != "" {
		salt := make([]byte, 16)
		rand.Read(salt) // never fails
		p, perr := queue.HashPIN(r.PIN, salt)
		if perr != nil {
			return &wire.Error{Code: wire.CodeBadRequest, Msg: perr.Error(), Hint: "choose another PIN"}
		}
		pin = p
	}
	j.make = func(s *queue.State) (queue.Command, *wire.Error) { return withStaff(s, r, pin) }
	return nil
}

// withStaff is the settings in force with one member of staff changed.
func withStaff(s *queue.State, r wire.StaffRequest, pin string) (queue.Command, *wire.Error) {
	var set queue.Settings
	if s.Settings != nil {
		set = *s.Settings
	}
	set.Staff = slices.Clone(set.Staff)
	i := slices.IndexFunc(set.Staff, func(c queue.Clerk) bool { return c.ID == r.ID })
	switch {
	case r.Remove && i < 0:
		return nil, wireError(queue.Refuse(queue.CodeUnknownClerk, "no such member of staff", "clerk", r.ID))
	case r.Remove:
		set.Staff = slices.Delete(set.Staff, i, i+1)
	case i < 0:
		if pin == "" {
			return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "a new member of staff needs a PIN", Hint: "give pin, 4 to 32 characters"}
		}
		set.Staff = append(set.Staff, queue.Clerk{ID: r.ID, Name: r.Name, PIN: pin, Rights: r.Rights})
	default:
		c := &set.Staff[i]
		if r.Name != "" {
			c.Name = r.Name
		}
		if r.Rights != nil {
			c.Rights = r.Rights
		}
		if pin != "" {
			c.PIN = pin
		}
	}
	return queue.ChangeSettings{Settings: set, Hash: queue.ContentHash(set)}, nil
}
