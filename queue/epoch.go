package queue

import (
	"fmt"
	"strconv"
	"strings"
)

// Epoch names one unbroken line of history of a hall: an ordered counter and a
// random tag, as in "3-9f2a1c7d". Restoring a backup or promoting a standby
// begins a new one, so that two lines that share a past are never mixed.
type Epoch string

// ParseEpoch checks the form of an epoch.
func ParseEpoch(s string) (Epoch, error) {
	n, tag, ok := strings.Cut(s, "-")
	c, err := strconv.ParseUint(n, 10, 32)
	if !ok || err != nil || c == 0 || len(tag) != 8 || strings.Trim(tag, "0123456789abcdef") != "" {
		return "", fmt.Errorf("epoch %q: want <counter>-<8 hex digits>", s)
	}
	return Epoch(s), nil
}

// Counter is the ordered part; 0 for a malformed or empty epoch.
func (e Epoch) Counter() uint64 {
	n, _, _ := strings.Cut(string(e), "-")
	c, _ := strconv.ParseUint(n, 10, 32)
	return c
}

// Older reports whether e began before other.
func (e Epoch) Older(other Epoch) bool { return e.Counter() < other.Counter() }
