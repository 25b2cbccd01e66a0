package reader

import (
	"fmt"
	"io"
	"log/slog"
	"unicode/utf8"
)

// Scan is what a scanner read. What a code holds may be a person's business:
// however a Scan is printed, logged or encoded, only its length shows.
type Scan struct {
	of func() string // see Card
}

func scanOf(text string) Scan { return Scan{func() string { return text }} }

// Text is what was scanned, without control characters and without spaces around
// it.
func (s Scan) Text() string {
	if s.of == nil {
		return ""
	}
	return s.of()
}

// String tells the length.
func (s Scan) String() string {
	return fmt.Sprintf("a scan of %d characters", utf8.RuneCountInString(s.Text()))
}

// Format tells the length, whatever the verb.
func (s Scan) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue tells the length.
func (s Scan) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText tells the length.
func (s Scan) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
