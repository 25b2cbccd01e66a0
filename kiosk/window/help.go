package window

import "strings"

// Help lists the keys.
func (s *Screen) Help() []string {
	lines := []string{s.t("common.help")}
	for _, a := range actions {
		keys := strings.ReplaceAll(a.keys, " ", "  ")
		lines = append(lines, keys+strings.Repeat(" ", max(1, 16-len(keys)))+s.t("window.does."+a.id))
	}
	return append(lines, s.t("window.help_more"))
}
