package reader_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"onewindow/reader"
	"onewindow/reader/virtual"
)

// scans are what lines make of pieces, and of a pause behind them.
func scans(pieces ...string) []string {
	var l reader.Lines
	var got []string
	take := func(s reader.Scan) { got = append(got, s.Text()) }
	for _, p := range pieces {
		l.Feed([]byte(p), take)
	}
	l.Pause(take)
	return got
}

func TestALineOfTextIsAScan(t *testing.T) {
	long := strings.Repeat("x", reader.MaxScan)
	for name, c := range map[string]struct {
		pieces, want []string
	}{
		"ended by CR":              {[]string{"A1013n\r"}, []string{"A1013n"}},
		"ended by CR LF":           {[]string{"A1013n\r\nB2\r\n"}, []string{"A1013n", "B2"}},
		"ended by LF":              {[]string{"A1013n\n"}, []string{"A1013n"}},
		"ended by a pause":         {[]string{"A10", "13n"}, []string{"A1013n"}},
		"in pieces":                {[]string{"A", "1013", "n\r", "\nB2", "\r\n"}, []string{"A1013n", "B2"}},
		"Chinese":                  {[]string{"取号 A013\r"}, []string{"取号 A013"}},
		"spaces and a tab around":  {[]string{" A1013n\t\r"}, []string{"A1013n"}},
		"nothing":                  {[]string{"\r\n\r\n  \r"}, nil},
		"the longest":              {[]string{long + "\r"}, []string{long}},
		"too long, then another":   {[]string{long, "yz\rA1013n\r"}, []string{"A1013n"}},
		"bytes of a wrong speed":   {[]string{"\xff\xfe\x80A\r"}, nil},
		"control characters in it": {[]string{"A1\x0013\r", "B\x1b[2J\r", "C\u202e1\r"}, nil},
	} {
		if got := scans(c.pieces...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add("A1013n\r\nB2\n", 3)
	f.Add("取号\xff\r", 1)
	f.Fuzz(func(t *testing.T, s string, piece int) {
		piece = max(1, piece)
		var pieces []string
		for rest := s; rest != ""; {
			n := min(len(rest), piece)
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		got := scans(pieces...)
		if want := scans(s); !slices.Equal(got, want) {
			t.Fatalf("in pieces of %d %q, at once %q", piece, got, want)
		}
		for _, g := range got {
			if g == "" || len(g) > reader.MaxScan || !utf8.ValidString(g) || strings.ContainsFunc(g, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Fatalf("a scan is %q", g)
			}
		}
	})
}

func TestAScannerThatIsAlwaysOnTellsACodeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := newLine()
		near.idle = 10 * time.Millisecond
		var got []string
		s := reader.NewScanner(reader.ScannerSettings{}, func(s reader.Scan) { got = append(got, s.Text()) }, nil)
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan error)
		go func() { over <- s.Session(ctx, near) }()
		v := virtual.Scanner{Line: far}
		scan := func(text string, after time.Duration) {
			<-time.After(after)
			if err := v.Scan(text); err != nil {
				t.Error(err)
			}
		}
		for range 5 {
			scan("A013", 800*time.Millisecond)
		}
		scan("B014", 300*time.Millisecond)
		scan("A013", 300*time.Millisecond)
		scan("A013", 1500*time.Millisecond)
		scan("in ", time.Second)
		scan("pieces", 60*time.Millisecond)
		<-time.After(time.Second)
		stop()
		<-over
		if want := []string{"A013", "B014", "A013", "A013", "in pieces"}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	})
}
