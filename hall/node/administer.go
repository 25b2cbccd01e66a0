package node

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// administrative reports whether a verb is about terminals, keys and files.
func administrative(v wire.Verb) bool {
	return v.Area == "terminal" || v.Area == "hall" && (v.Name == "forget" || v.Name == "backup")
}

// administer does what concerns terminals and keys, which are not part of the
// hall's history.
func (n *Node) administer(verb wire.Verb, data json.RawMessage) wire.Reply {
	var out any
	var err *wire.Error
	switch verb.String() {
	case "terminal.token":
		out, err = n.token(data)
	case "terminal.revoke":
		if err = n.revoke(data); err == nil {
			n.lookSoon() // its devices are nobody's now
		}
	case "hall.forget":
		err = n.forget(data)
	case "hall.backup":
		out, err = n.backup()
	default:
		err = &wire.Error{Code: wire.CodeUnknownVerb, Msg: "the hall does not know " + verb.String(), Hint: "see docs/wire.md"}
	}
	if err != nil {
		return refuse(err)
	}
	return n.answer(out)
}

func (n *Node) token(data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.TokenRequest](data)
	if err != nil {
		return nil, err
	}
	if !r.Role.Valid() {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "there is no role " + string(r.Role), Hint: "kiosk, window, guide, board, caller, rating, manager or admin"}
	}
	if r.Role == wire.RoleWindow || r.Role == wire.RoleRating {
		known := false
		n.follow.read(func(s *queue.State, _ time.Time) { known = s.Window(r.Window) != nil })
		if !known {
			return nil, &wire.Error{Code: string(queue.CodeUnknownWindow), Msg: "the hall has no window " + r.Window, Hint: "name the window at which the terminal stands"}
		}
	} else {
		r.Window = ""
	}
	if r.Minutes < 0 || r.Minutes > 24*60 {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "a token is good for 1 to 1440 minutes", Hint: "leave minutes out for 15"}
	}
	ttl := 15 * time.Minute
	if r.Minutes > 0 {
		ttl = time.Duration(r.Minutes) * time.Minute
	}
	net := n.net()
	if net == nil {
		return nil, errClosed
	}
	t, terr := net.Token(r.Role, r.Window, ttl)
	if terr != nil {
		n.log.Error("make a token", "err", terr)
		return nil, &wire.Error{Code: wire.CodeStorage, Msg: "no token could be made", Hint: "see the hall's log"}
	}
	return t, nil
}

func (n *Node) revoke(data json.RawMessage) *wire.Error {
	r, err := read[wire.TerminalRequest](data)
	if err != nil {
		return err
	}
	net := n.net()
	if net == nil {
		return errClosed
	}
	if e := net.Revoke(r.ID); e != nil {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: e.Error(), Hint: "terminal.list names the enrolled terminals"}
	}
	return nil
}

// forget destroys the key under which a day's identities are sealed. History
// stays whole; persons do not.
func (n *Node) forget(data json.RawMessage) *wire.Error {
	r, err := read[wire.ForgetRequest](data)
	if err != nil {
		return err
	}
	if _, e := time.Parse("2006-01-02", r.Date); e != nil {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "a date is written 2006-01-02", Hint: "name the business day whose identities are to be destroyed"}
	}
	open, last := false, ""
	n.follow.read(func(s *queue.State, _ time.Time) { open, last = s.Day.Open, s.Day.Date })
	switch {
	case r.Date > last:
		// A day without a key could give no number to anybody who is known.
		return &wire.Error{Code: string(queue.CodeBadDate), Msg: "that day is yet to come", Hint: "name a day that was closed", Params: map[string]string{"date": r.Date, "last": last}}
	case open && r.Date == last:
		return &wire.Error{Code: string(queue.CodeDayOpen), Msg: "the day is open", Hint: "close it first"}
	}
	if e := n.set.Keys.Forget(r.Date); e != nil {
		n.log.Error("forget a day's identities", "date", r.Date, "err", e)
		return &wire.Error{Code: wire.CodeStorage, Msg: "the day's key could not be destroyed", Hint: "see the hall's log"}
	}
	// Memory still has the names of who is kept overnight.
	done := make(chan struct{})
	n.submit(&job{forget: r.Date, reply: func(wire.Reply) { close(done) }})
	<-done
	n.follow.forget(r.Date)
	n.log.Info("a day's identities are destroyed", "date", r.Date)
	return nil
}

// backup writes a copy of the journal beside it. Copies are named by event and
// time, and a word that no other copy has.
func (n *Node) backup() (any, *wire.Error) {
	dir := n.set.Backups
	fail := func(err error) (any, *wire.Error) {
		n.log.Error("backup", "err", err)
		return nil, &wire.Error{Code: wire.CodeStorage, Msg: "no backup was made: " + err.Error(), Hint: "check the space in " + dir}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fail(err)
	}
	f, err := os.CreateTemp(dir, "writing-*")
	if err != nil {
		return fail(err)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	info, err := n.set.Journal.Backup(f)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return fail(err)
	}
	path := filepath.Join(dir, fmt.Sprintf("%s-%s-%d-%s.backup", info.Hall, n.clock.Now().UTC().Format("20060102T150405Z"), info.Last, strings.TrimPrefix(filepath.Base(f.Name()), "writing-")))
	if err := os.Rename(f.Name(), path); err != nil {
		return fail(err)
	}
	return wire.BackupReply{Path: path, Epoch: info.Epoch, Seq: info.Last, Bytes: info.Bytes, SHA256: info.SHA256}, nil
}

// sys is the hall's heartbeat. It looks at the clock itself: in a hall where
// nothing happens nobody else does.
func (n *Node) sys(epoch queue.Epoch, seq uint64) wire.Sys {
	now := queue.Stamp(n.clock.Now())
	n.alarms.clock(n.clock.Jumped())
	return wire.Sys{
		V: wire.Version, Hall: n.set.Journal.Hall(), Version: n.set.Version, Epoch: string(epoch), Seq: seq,
		At: now, Alarms: n.alarms.list(), Notes: n.alarms.noted(), Centre: n.alarms.link(),
	}
}
