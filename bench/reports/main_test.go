package main

import (
	"os"
	"path/filepath"
	"testing"

	"onewindow/hall/journal"
)

func TestAFolderWithoutAHistoryIsGivenOne(t *testing.T) {
	for name, prepare := range map[string]func(dir string) error{
		"missing":                   func(string) error { return nil },
		"empty":                     func(dir string) error { return os.Mkdir(dir, 0o700) },
		"nothing is in its journal": func(dir string) error { return open(dir, func(*journal.Journal) {}) },
	} {
		dir := filepath.Join(t.TempDir(), "hall")
		if err := prepare(dir); err != nil {
			t.Fatal(err)
		}
		var events [2]uint64
		for i := range events {
			if err := furnish(dir, "LG-PH", 1); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := open(dir, func(j *journal.Journal) { events[i] = j.Last() }); err != nil {
				t.Fatal(err)
			}
		}
		if events[0] < 1000 || events[1] != events[0] {
			t.Errorf("%s: a history of %d events, and made once more of %d", name, events[0], events[1])
		}
	}
}

func open(dir string, fn func(*journal.Journal)) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	j, err := journal.Open(dir, "LG-PH", journal.Options{})
	if err != nil {
		return err
	}
	fn(j)
	return j.Close()
}
