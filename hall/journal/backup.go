package journal

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A backup is one line of JSON (backupHead), the pages of hall.db as they were
// at one moment, and the SHA-256 of both in hex with a line feed.

const (
	backupFormat   = "onewindow-backup/1"
	maxBackupHead  = 4096
	backupTailSize = 2*sha256.Size + 1
)

type backupHead struct {
	Format string    `json:"format"`
	Hall   string    `json:"hall"`
	Epoch  string    `json:"epoch"`
	Last   uint64    `json:"last"`
	Schema int       `json:"schema"`
	Made   time.Time `json:"made"`
	// Bytes of the pages that follow the line.
	Bytes int64 `json:"bytes"`
}

// Info describes a backup, or what Restore made of one.
type Info struct {
	Hall  string
	Epoch string
	// Last is the last event in it.
	Last   uint64
	Schema int
	// Made is when the backup was made.
	Made time.Time
	// Bytes is the size of the backup, and SHA256 the hex sum of all of them, as
	// sha256sum prints it.
	Bytes  int64
	SHA256 string
}

// Backup writes a copy of the journal, as of the time of the call, to w. The
// hall goes on meanwhile; what is removed while w is slow takes up space until w
// is done. It does not contain keys.
func (j *Journal) Backup(w io.Writer) (Info, error) {
	var info Info
	out := &counter{w: w}
	err := j.view("backup", func(tx *bolt.Tx) error {
		h := backupHead{Format: backupFormat, Hall: j.hist.Hall, Epoch: j.hist.Epoch, Schema: j.schema,
			Last: tx.Bucket(bucketEvents).Sequence(), Made: j.now().UTC(), Bytes: tx.Size()}
		line, err := json.Marshal(h)
		if err != nil {
			return err
		}
		whole, inner := sha256.New(), sha256.New()
		body := io.MultiWriter(out, whole, inner)
		if _, err := body.Write(append(line, '\n')); err != nil {
			return err
		}
		if _, err := tx.WriteTo(body); err != nil {
			return err
		}
		tail := hex.EncodeToString(inner.Sum(nil)) + "\n"
		if _, err := io.WriteString(io.MultiWriter(out, whole), tail); err != nil {
			return err
		}
		info = h.info(out.n, whole)
		return nil
	})
	if out.err != nil {
		return Info{}, classify("backup", ErrTarget.because(out.err))
	}
	if err != nil {
		return Info{}, err
	}
	return info, nil
}

func (h backupHead) info(size int64, whole hash.Hash) Info {
	return Info{Hall: h.Hall, Epoch: h.Epoch, Last: h.Last, Schema: h.Schema, Made: h.Made,
		Bytes: size, SHA256: hex.EncodeToString(whole.Sum(nil))}
}

// counter counts what goes through to w, and keeps w's error.
type counter struct {
	w   io.Writer
	n   int64
	err error
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	if err != nil {
		c.err = err
	}
	return n, err
}

// receive reads a backup and writes its pages to pages. It returns ErrDamaged
// or ErrNotJournal for anything that is not a whole backup. What stands in
// pages is as it was written; whether that made sense is not checked here.
func receive(from io.Reader, pages io.Writer) (Info, error) {
	whole, inner := sha256.New(), sha256.New()
	in := bufio.NewReaderSize(from, 64<<10)
	line, err := readLine(in)
	if err != nil {
		return Info{}, err
	}
	var h backupHead
	if json.Unmarshal(line, &h) != nil || !strings.HasPrefix(h.Format, "onewindow-backup/") {
		return Info{}, notBackup("the first line is not that of a backup")
	}
	if h.Format != backupFormat {
		return Info{}, ErrNewerSchema.detailf("the backup's format is %q", h.Format)
	}
	if h.Bytes < 4*pageSize || h.Bytes%pageSize != 0 {
		return Info{}, badBackup("it says that it has %d bytes", h.Bytes)
	}
	_, _ = inner.Write(line) // a hash never fails
	_, _ = whole.Write(line)
	n, err := io.CopyN(io.MultiWriter(pages, inner, whole), in, h.Bytes)
	if errors.Is(err, io.EOF) {
		return Info{}, badBackup("it ends after %d bytes of %d", n, h.Bytes)
	}
	if err != nil {
		return Info{}, err
	}
	tail := make([]byte, backupTailSize)
	if _, err := io.ReadFull(in, tail); err != nil {
		return Info{}, badBackup("its end is missing").because(err)
	}
	if string(tail) != hex.EncodeToString(inner.Sum(nil))+"\n" {
		return Info{}, badBackup("its checksum is wrong")
	}
	if _, err := in.ReadByte(); err != io.EOF {
		return Info{}, badBackup("something follows its end").because(err)
	}
	_, _ = whole.Write(tail)
	return h.info(int64(len(line))+h.Bytes+backupTailSize, whole), nil
}

// readLine returns the first line with its line feed.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for len(line) < maxBackupHead {
		b, err := in.ReadByte()
		if err == io.EOF {
			return nil, notBackup("it has no first line")
		}
		if err != nil {
			return nil, err
		}
		if line = append(line, b); b == '\n' {
			return line, nil
		}
	}
	return nil, notBackup("its first line is too long")
}

const otherBackup = "use another backup; nothing was changed"

func badBackup(format string, args ...any) *Error {
	e := ErrDamaged.detailf(format, args...)
	e.msg, e.hint = "the backup is damaged", otherBackup
	return e
}

// ofBackup says of damage that it is in the backup, not in the hall's journal.
func ofBackup(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.code != ErrDamaged.code && e.code != ErrNotJournal.code {
		return err
	}
	c := *e
	c.msg, c.hint = "the backup is damaged", otherBackup
	return &c
}

func notBackup(format string, args ...any) *Error {
	e := ErrNotJournal.detailf(format, args...)
	e.msg, e.hint = "the file is not a backup of a hall", otherBackup
	return e
}
