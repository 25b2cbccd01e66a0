package tui

import "strings"

// roleNames stand in the order of the roles.
var roleNames = [roleCount]string{
	"Ink", "Muted", "Accent", "Good", "Warn", "Bad",
	"Title", "TitleMuted", "TitleAccent",
	"Card", "CardMuted", "CardAccent", "Head",
	"Button", "ButtonNote", "ButtonKey",
	"PrimaryButton", "PrimaryNote", "PrimaryKey",
	"DangerButton", "DangerNote", "DangerKey",
	"Chosen", "ChosenNote", "ChosenKey", "ChosenRim",
	"Off", "OffKey",
	"NeutralFill", "GoodFill", "WarnFill", "BadFill",
	"Call", "Track", "Code",
}

// String is the style as it is written in a program, as in "Warn|OnCard|Bold".
func (s Style) String() string {
	if s.role() >= roleCount {
		return "unknown"
	}
	parts := []string{roleNames[s.role()]}
	switch s & grounds {
	case OnCard:
		parts = append(parts, "OnCard")
	case OnZebra:
		parts = append(parts, "OnZebra")
	case OnHead:
		parts = append(parts, "OnHead")
	}
	for _, f := range []struct {
		flag Style
		name string
	}{{Bold, "Bold"}, {Reverse, "Reverse"}, {Underline, "Underline"}, {Strike, "Strike"}} {
		if s&f.flag != 0 {
			parts = append(parts, f.name)
		}
	}
	return strings.Join(parts, "|")
}
