package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"
)

// Error is every error of this package: a code for programs, a message and a
// hint for operators. Compare with errors.Is and one of the Err values; only the
// code counts.
type Error struct {
	code, msg, hint string
	op              string
	detail          string
	cause           error
}

// The errors of this package, by what an operator has to do about them.
var (
	// ErrFull is returned when the disk, a quota or a file size limit leaves no
	// room. Nothing happened, the journal stays usable, and works again when
	// there is space; Probe tells when.
	ErrFull = &Error{code: "storage_full", msg: "no space left for the journal",
		hint: "free space on the disk that holds the hall's data; the hall goes on by itself"}
	// ErrStorage is returned when the operating system refuses a read or a write
	// for another reason. Nothing happened.
	ErrStorage = &Error{code: "storage", msg: "the disk refused",
		hint: "look at the system log for errors of the disk"}
	// ErrUncertain is returned when the disk failed after the batch was written
	// but before it was known to be durable. Until it is opened again the journal
	// accepts nothing: only what is then found on disk counts.
	ErrUncertain = &Error{code: "storage_uncertain", msg: "the disk failed in the middle of a commit",
		hint: "look at the system log for errors of the disk, then restart the hall"}
	// ErrDamaged is returned when bytes on disk are not those that were written.
	ErrDamaged = &Error{code: "journal_damaged", msg: "the journal is damaged",
		hint: "restore the newest backup: onewindow restore <backup file>"}
	// ErrNotJournal is returned for a file that no hall has written.
	ErrNotJournal = &Error{code: "not_a_journal", msg: "the file is not a hall's journal",
		hint: "check the data directory; if the file was the journal, restore the newest backup: onewindow restore <backup file>"}
	// ErrForeignHall is returned when the journal belongs to another hall.
	ErrForeignHall = &Error{code: "foreign_hall", msg: "the journal belongs to another hall",
		hint: "check the hall's code in the settings and the data directory"}
	// ErrNewerSchema is returned when a newer version has written the journal.
	ErrNewerSchema = &Error{code: "newer_schema", msg: "the journal was written by a newer version",
		hint: "install that version or a newer one; or restore a backup of the old version"}
	// ErrLocked is returned when another process has the journal open.
	ErrLocked = &Error{code: "journal_locked", msg: "another onewindow has the journal open",
		hint: "stop the other one first: systemctl stop onewindow-hall"}
	// ErrNoDirectory is returned when the data directory does not exist.
	ErrNoDirectory = &Error{code: "no_data_directory", msg: "there is no such data directory",
		hint: "create it, owned by the user that runs the hall, or correct the settings"}
	// ErrNotWritable is returned when permissions or a read-only disk forbid it.
	ErrNotWritable = &Error{code: "not_writable", msg: "the data directory or a file in it may not be written",
		hint: "give it to the user that runs the hall; check that the disk is not mounted read-only"}
	// ErrMissing is returned where an existing journal is needed and there is none.
	ErrMissing = &Error{code: "no_journal", msg: "there is no journal",
		hint: "check the data directory"}
	// ErrExists is returned by Restore when a journal is there already.
	ErrExists = &Error{code: "journal_exists", msg: "there is a journal already",
		hint: "move it away, or tell restore to replace it; it is then kept as hall.db.replaced"}
	// ErrTarget is returned by Backup when its writer fails.
	ErrTarget = &Error{code: "backup_target", msg: "the backup could not be written",
		hint: "check the place where backups go: space, permissions, the device; the hall itself is not affected"}
	// ErrClosed is returned after Close.
	ErrClosed = &Error{code: "journal_closed", msg: "the journal is closed"}
	// ErrInvalid is returned for an argument that breaks the contract of a call,
	// such as a second answer to one request. Nothing happened.
	ErrInvalid = &Error{code: "journal_invalid", msg: "the journal refuses the call"}
	// ErrForgotten is returned by Seal and Unseal for a day that was forgotten.
	ErrForgotten = &Error{code: "day_forgotten", msg: "the identities of that day were destroyed"}
	// ErrNoKey is returned by Unseal when the day's key was never here, as on a
	// spare machine, or is another one.
	ErrNoKey = &Error{code: "no_day_key", msg: "the key of that day is not here",
		hint: "identities of days before a move to this machine can be read only with that machine's keys directory"}
	// ErrSealed is returned by Unseal for a text that Seal did not make, or not
	// for that day.
	ErrSealed = &Error{code: "bad_sealed_text", msg: "the sealed text is damaged or belongs to another day"}
)

// Code names the error for programs.
func (e *Error) Code() string { return e.code }

// Hint says what an operator can do; empty where there is nothing to do.
func (e *Error) Hint() string { return e.hint }

// Error says what failed, and how.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("journal: ")
	if e.op != "" {
		b.WriteString(e.op + ": ")
	}
	b.WriteString(e.msg)
	if e.detail != "" {
		b.WriteString(": " + e.detail)
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Unwrap returns the cause, as of the operating system.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is an Error with the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.code == e.code
}

func (e *Error) detailf(format string, args ...any) *Error {
	c := *e
	c.detail = fmt.Sprintf(format, args...)
	return &c
}

func (e *Error) because(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

// classify makes an Error of any error that came up during op.
func classify(op string, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		if e.op != "" {
			return e
		}
		c := *e
		c.op = op
		return &c
	}
	kind := ErrStorage
	switch {
	case isFull(err):
		kind = ErrFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		kind = ErrNotWritable
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		kind = ErrClosed
	case errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch):
		kind = ErrDamaged
	}
	c := *kind
	c.op, c.cause = op, err
	return &c
}

// isFull reports whether err says that there is no room for more bytes.
func isFull(err error) bool {
	for _, no := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		// bbolt formats the error of growing its file with %s, so there the text
		// is all that is left of it.
		if errors.Is(err, no) || strings.Contains(err.Error(), no.Error()) {
			return true
		}
	}
	return false
}
