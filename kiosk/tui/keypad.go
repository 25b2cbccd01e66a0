package tui

import "image"

// KeypadKey is one key of an on-screen keypad.
type KeypadKey struct {
	// ID is the target's; Label is written on it; Key is the real key.
	ID, Label, Key string
	Look           Look
}

// DigitKeys are the rows 1 2 3, 4 5 6, 7 8 9 and left 0 right, with the digits
// as ID, label and key. The corners are what the screen needs: "X" and delete
// for an ID number, clear and confirm for a phone number.
func DigitKeys(left, right KeypadKey) [][]KeypadKey {
	row := func(ds ...string) []KeypadKey {
		var ks []KeypadKey
		for _, d := range ds {
			ks = append(ks, KeypadKey{ID: d, Label: d, Key: d})
		}
		return ks
	}
	return [][]KeypadKey{row("1", "2", "3"), row("4", "5", "6"), row("7", "8", "9"),
		{left, {ID: "0", Label: "0", Key: "0"}, right}}
}

// Keypad lays rows of keys out over area, gap columns between them. The keys
// share all of it: with n keys in the longest row, an area of 10n + gap(n-1)
// columns and three rows per row of keys makes each key 10x3 cells or more. There
// is no space between rows, because buttons keep their own.
func Keypad(area image.Rectangle, rows [][]KeypadKey, gap int) []Target {
	if len(rows) == 0 {
		return nil
	}
	var out []Target
	for i, r := range Grid(area, len(rows), 1, 0, 0, 1, 0) {
		for j, cell := range Row(r, len(rows[i]), gap) {
			k := rows[i][j]
			out = append(out, Target{ID: k.ID, Label: k.Label, Key: k.Key, Look: k.Look, Rect: cell})
		}
	}
	return out
}
