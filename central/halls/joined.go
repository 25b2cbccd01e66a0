package halls

import (
	"errors"
	"fmt"
	"io/fs"

	"onewindow/trust"
	"onewindow/wire"
)

// Save writes the file, readable by its owner only, so that after a power cut either
// what was there or the whole new one is.
func (j Joined) Save(path string) error {
	if err := trust.WriteFile(path, j); err != nil {
		return fmt.Errorf("halls: write as whom the hall speaks: %w", err)
	}
	return nil
}

// LoadJoined reads what Save wrote. It reports fs.ErrNotExist in its chain when there
// is no file.
func LoadJoined(path string) (Joined, error) {
	var j Joined
	found, err := trust.ReadFile(path, &j)
	if err == nil && !found {
		err = &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	if err == nil {
		err = j.check()
	}
	if err != nil {
		return Joined{}, fmt.Errorf("halls: read as whom the hall speaks: %w", err)
	}
	return j, nil
}

// check reports what is missing.
func (j Joined) check() error {
	if !wire.ValidToken(j.Hall) || len(j.URLs) == 0 || len(j.Seed) == 0 {
		return errors.New("the file does not say who the hall is, where the centre is, or has no key; join the centre again")
	}
	_, err := j.Pin()
	return err
}
