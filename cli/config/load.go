package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// Source is a layer of the configuration, the strongest last.
type Source string

// Layers of the configuration.
const (
	FromDefault Source = "default"
	FromFile    Source = "file"
	FromEnv     Source = "environment"
	FromFlag    Source = "flag"
)

// Origin is where a value came from.
type Origin struct {
	Source Source
	// Where is "path:line" in a file, or the name of the variable.
	Where string
}

// String is the origin for people, such as "file /etc/onewindow/onewindow.toml:12".
func (o Origin) String() string { return strings.TrimSpace(string(o.Source) + " " + o.Where) }

// Origins are the origins of all settings by full key, such as "hall.port".
type Origins map[string]Origin

// Load composes the configuration. file is the file to read; empty is
// DefaultFile, which may be missing. env looks a variable up, as os.LookupEnv
// does. flags are the values given on the command line by full key; a list is
// separated by commas. The error joins all mistakes of all layers; the settings
// that have none are then as they were given, and the others are not to be used.
func Load(file string, env func(string) (string, bool), flags map[string]string) (Config, Origins, error) {
	return load(file, DefaultFile, env, flags)
}

func load(file, fallback string, env func(string) (string, bool), flags map[string]string) (Config, Origins, error) {
	var c Config
	o := Origins{}
	for name, f := range byName {
		if err := f.set(&c, f.def); err != nil {
			return Config{}, nil, fmt.Errorf("config: default of %s: %w", name, err)
		}
		o[name] = Origin{Source: FromDefault}
	}
	var bad []error
	for _, layer := range []func(*Config, Origins) error{
		func(c *Config, o Origins) error { return fromFile(c, o, file, fallback) },
		func(c *Config, o Origins) error { return fromEnv(c, o, env) },
		func(c *Config, o Origins) error { return fromFlags(c, o, flags) },
	} {
		bad = append(bad, layer(&c, o))
	}
	return c, o, errors.Join(bad...)
}

func fromFile(c *Config, o Origins, file, fallback string) error {
	path := file
	if path == "" {
		path = fallback
	}
	b, err := os.ReadFile(path)
	switch {
	case file == "" && errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("config: %w; `onewindow config sample` prints one to begin with", err)
	case err != nil:
		return fmt.Errorf("config: %w", err)
	}
	lines, err := parse(b, c)
	for name, line := range lines {
		o[name] = Origin{FromFile, fmt.Sprintf("%s:%d", path, line)}
	}
	if err != nil {
		return fmt.Errorf("config: %s: %w", path, err)
	}
	return nil
}

func fromEnv(c *Config, o Origins, env func(string) (string, bool)) error {
	var bad []error
	for _, s := range sections {
		for _, f := range s.fields {
			v, ok := env(f.env())
			if !ok {
				continue
			}
			if err := f.set(c, v); err != nil {
				bad = append(bad, fmt.Errorf("config: variable %s = %w", f.env(), err))
			}
			o[f.name()] = Origin{FromEnv, f.env()}
		}
	}
	return errors.Join(bad...)
}

func fromFlags(c *Config, o Origins, flags map[string]string) error {
	var bad []error
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		f := byName[name]
		if f == nil {
			bad = append(bad, fmt.Errorf("config: flag for %q: there is no such setting", name))
			continue
		}
		if err := f.set(c, flags[name]); err != nil {
			bad = append(bad, fmt.Errorf("config: flag for %s = %w", name, err))
		}
		o[name] = Origin{Source: FromFlag}
	}
	return errors.Join(bad...)
}
