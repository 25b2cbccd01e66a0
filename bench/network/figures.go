package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
)

// figures are what measurements found, by name, for the page of scale.
type figures map[string]float64

func readFigures(path string) (figures, error) {
	f := figures{}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// keepFlag lets a measurement keep its figures.
func keepFlag(flags *flag.FlagSet) *string {
	return flags.String("figures", "", "keep the figures in this file, for scale")
}

// figure notes one for the page of scale.
func (r *report) figure(name string, value float64) {
	if r.found == nil {
		r.found = figures{}
	}
	r.found[name] = value
}

// keep adds the figures of this report to those in the file; without a file they are
// only in the report.
func (r *report) keep(path string) error {
	if path == "" || r.err != nil {
		return r.err
	}
	f, err := readFigures(path)
	if err != nil {
		return err
	}
	maps.Copy(f, r.found)
	b, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}
