package window

import (
	"strings"
	"time"
)

// Help lists the keys.
func (s *Screen) Help() []string {
	lines := []string{s.t("common.help")}
	for _, a := range actions {
		keys := strings.ReplaceAll(a.keys, " ", "  ")
		lines = append(lines, keys+strings.Repeat(" ", max(1, 16-len(keys)))+s.does(a.id))
	}
	return append(lines, s.t("window.help_more"))
}

// does says what an action does; of undo also until when it can be done.
func (s *Screen) does(id string) string {
	if id != "undo" {
		return s.t("window.does." + id)
	}
	until := ""
	if s.view != nil && s.view.Undo != "" && s.secondsTo(s.view.UndoUntil) > 0 {
		until = s.local(s.view.UndoUntil).Format(time.TimeOnly)
	}
	return s.t("window.does.undo", "until", until)
}
