package cli

import (
	"fmt"
	"log/slog"
	"os"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// boardFont reads the font of a board's large words, which is none if no file is
// named. A board must come up, so a file that cannot be used is written down with
// what to do, and the words stay small.
func boardFont(path string, lang queue.Lang, log *slog.Logger) *tui.Face {
	if path == "" {
		return nil
	}
	face, err := readFont(path, lang)
	if err != nil {
		log.Warn("the board goes on without large words", "err", err)
		return nil
	}
	return face
}

// readFont reads a font file; of a collection, the part for the language.
func readFont(path string, lang queue.Lang) (*tui.Face, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("board.font: %w; name a font file that is there, such as that of the package fonts-noto-cjk, or leave it empty", err)
	}
	part := "CJK SC"
	if lang == queue.ZhHant {
		part = "CJK TC"
	}
	face, err := tui.ParseFace(data, part)
	if err != nil {
		return nil, fmt.Errorf("board.font: %s: %w; it must be an OpenType or TrueType font or collection (.otf, .ttf, .ttc)", path, err)
	}
	if !face.Has("请号到窗") {
		return nil, fmt.Errorf("board.font: %s has no Chinese; take one that has, such as NotoSansCJK-Bold.ttc", path)
	}
	return face, nil
}
