package journal

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// keySize is the size of every key, in bytes.
const keySize = 32

// readKey returns fs.ErrNotExist if there is none, and ErrDamaged for a file
// that is not a key.
func readKey(path string) ([]byte, error) {
	key, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(key) != keySize {
		return nil, badKey("%s has %d bytes and not %d", path, len(key), keySize)
	}
	return key, nil
}

func badKey(format string, args ...any) *Error {
	e := ErrDamaged.detailf(format, args...)
	e.msg, e.hint = "a key file is damaged", "put back the copy of the keys directory that is kept apart from the backups"
	return e
}

// readOrMakeKey returns the key at path; a missing one is made, durably, before
// it is returned.
func readOrMakeKey(path string) ([]byte, error) {
	key, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	key = make([]byte, keySize)
	_, _ = rand.Read(key) // never fails, see crypto/rand
	return key, writeWhole(path, key)
}

// writeWhole makes a file durably and all at once; only its owner may read it.
func writeWhole(path string, data []byte) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, filepath.Base(path)+".new-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}

// destroyKey overwrites the key's file and removes it. On flash storage the old
// bytes may survive somewhere until the drive reuses them; only an encrypted
// disk helps against that.
func destroyKey(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		noise := make([]byte, info.Size())
		_, _ = rand.Read(noise) // never fails, see crypto/rand
		_, err = f.WriteAt(noise, 0)
	}
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
