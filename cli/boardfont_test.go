package cli

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"onewindow/queue"
)

func TestABoardGoesOnWithoutAFontThatCannotBeUsedAndSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string][]byte{"text.ttf": []byte("no font"), "latin.ttf": goregular.TTF} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, hint := range map[string]string{
		"missing.ttc": "package fonts-noto-cjk",
		"text.ttf":    "it must be an OpenType or TrueType font",
		"latin.ttf":   "has no Chinese",
	} {
		var log bytes.Buffer
		if f := boardFont(filepath.Join(dir, name), queue.ZhHans, slog.New(slog.NewTextHandler(&log, nil))); f != nil {
			t.Errorf("%s is used as a font", name)
		}
		if !strings.Contains(log.String(), hint) {
			t.Errorf("%s: the log says %q, want %q", name, log.String(), hint)
		}
	}
}

func TestWithoutAFontNothingIsSaid(t *testing.T) {
	var log bytes.Buffer
	if f := boardFont("", queue.ZhHans, slog.New(slog.NewTextHandler(&log, nil))); f != nil || log.Len() > 0 {
		t.Errorf("got %v and %q", f, log.String())
	}
}
