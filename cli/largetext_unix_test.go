//go:build unix

package cli

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/cli/config"
)

// recorder is a program that writes its first argument down.
func recorder(t *testing.T) (program, record string) {
	t.Helper()
	dir := t.TempDir()
	program, record = filepath.Join(dir, "display"), filepath.Join(dir, "record")
	script := "#!/bin/sh\necho \"$1\" >>" + record + "\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return program, record
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

func TestTheDisplayIsToldOfLargeTextAndOfItsEnd(t *testing.T) {
	program, record := recorder(t)
	l, err := newLargeText(config.Terminal{LargeCommand: []string{program, "large; rm"}, NormalCommand: []string{program, "normal"}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	l.begin(context.Background(), nil)
	l.set(true)()
	l.set(false)()
	if got := read(t, record); got != "normal\nlarge; rm\nnormal" {
		t.Errorf("the display was told %q", got)
	}
}

func TestOfSeveralWishesTheLastOneCounts(t *testing.T) {
	program, record := recorder(t)
	l, err := newLargeText(config.Terminal{LargeCommand: []string{program, "large"}, NormalCommand: []string{program, "normal"}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	first, second := l.set(true), l.set(false)
	second()
	first()
	if got := read(t, record); got != "normal" {
		t.Errorf("the display was told %q", got)
	}
}

func TestAProgramThatFailsIsWrittenDown(t *testing.T) {
	for name, command := range map[string][]string{"missing": {"/nonexistent/display"}, "failing": {"/bin/sh", "-c", "echo no output >&2; exit 3"}} {
		var log bytes.Buffer
		l, err := newLargeText(config.Terminal{LargeCommand: command, NormalCommand: command}, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		l.set(true)()
		if !strings.Contains(log.String(), "the display was not told") || name == "failing" && !strings.Contains(log.String(), "no output") {
			t.Errorf("%s: the log says %q", name, log.String())
		}
	}
}

func TestLargeTextNeedsBothProgramsOrNone(t *testing.T) {
	if l, err := newLargeText(config.Terminal{}, nil); l != nil || err != nil {
		t.Errorf("without programs: %v, %v", l, err)
	}
	if _, err := newLargeText(config.Terminal{LargeCommand: []string{"x"}}, nil); err == nil || !strings.Contains(err.Error(), "name both") {
		t.Errorf("with one program: %v", err)
	}
}
