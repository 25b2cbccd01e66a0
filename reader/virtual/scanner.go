package virtual

import "io"

// Scanner is a QR scanner.
type Scanner struct {
	// Line is where it sends what it reads.
	Line io.Writer
	// End ends a text: "\r", "\r\n", "\n", or "" for a scanner that leaves it at a
	// pause.
	End string
}

// Scan sends what a code holds.
func (s Scanner) Scan(text string) error {
	_, err := io.WriteString(s.Line, text+s.End)
	return err
}
