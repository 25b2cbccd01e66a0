package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Times of scans. A scanner of the plain USB kind needs 1 to 20 ms for a
// character; people need 60 ms and more, except for two or three keys that are
// rolled over; a key that is held down repeats each 25 to 92 ms.
const (
	// ScanGap is the longest time between two keys of a scan. A key waits so long
	// to see whether it begins one, which nobody notices.
	ScanGap = 35 * time.Millisecond
	// ScanPause ends a scan that no Enter ends.
	ScanPause = 60 * time.Millisecond
	// repeatGap is the least time between two repetitions of a key that is held.
	repeatGap = 25 * time.Millisecond
)

const (
	// scanLength is how many characters at least a scan has.
	scanLength = 6
	// scanRuns is of how many runs of one character each a scan consists at least:
	// a key that is held down, and what is pressed while it is let go, has fewer.
	scanRuns = 4
	// scanLimit is how many characters at most a scan has; the largest QR code holds
	// 4,296. What is longer is no scan and no typing: it is dropped to its end.
	scanLimit = 4296
	// heldAfter is after how many repetitions a key counts as held down.
	heldAfter = 3
)

// ScanMsg is what a scanner or card reader in keyboard mode typed, without the
// Enter, Tab or line feed that ended it. A card's number may be in it: it is not
// logged.
type ScanMsg struct{ Text string }

// ScanTaker is a screen that takes scans of devices in keyboard mode. While
// TakesScans reports true, a burst of characters faster than any hand becomes one
// ScanMsg: at least six, each within ScanGap of the one before, ended by Enter,
// Tab, or ScanPause. Everything else arrives as the keys that it was, in order,
// each character at most ScanGap after the last of its burst. Of a screen
// without it, no key waits.
type ScanTaker interface{ TakesScans() bool }

// TakesScans is the active screen's.
func (d *Deck) TakesScans() bool {
	t, ok := d.tabs[d.active].Screen.(ScanTaker)
	return ok && t.TakesScans()
}

// burst is what was typed since the last pause and may be a scan.
type burst struct {
	held    []tea.Msg       // presses and releases that wait, in order
	text    strings.Builder // their characters
	chars   int
	runs    int  // of one character each
	timed   bool // a timer will look at it
	dropped bool // longer than scanLimit

	// These outlive the burst.
	last    time.Time // when the last character came
	key     string    // the last character
	repeats int       // times that it has come again as a held key does
	ended   time.Time // when a scan was ended by a key
}

// holdEndedMsg looks whether a burst is over.
type holdEndedMsg struct{}

// isScan reports whether only a machine types like that.
func (b *burst) isScan() bool { return b.chars >= scanLength && b.runs >= scanRuns }

// patience is how long the next character may take.
func (b *burst) patience() time.Duration {
	if b.isScan() {
		return ScanPause
	}
	return ScanGap
}

// forget begins a new burst.
func (b *burst) forget() {
	clear(b.held) // a card's number must not outlive its scan
	b.held, b.chars, b.runs, b.dropped = b.held[:0], 0, 0, false
	b.text.Reset()
}

func (s *Shell) takesScans() bool {
	t, ok := s.screen.(ScanTaker)
	return ok && t.TakesScans()
}

// keyOrScan holds characters back while they may be a scan, else takes the key.
func (s *Shell) keyOrScan(k tea.KeyPressMsg) tea.Cmd {
	if !s.takesScans() {
		return tea.Batch(s.endBurst(), s.key(k))
	}
	b, now := &s.burst, s.now()
	var before tea.Cmd
	if now.Sub(b.last) > b.patience() { // the timer that ends the burst is late
		before = s.endBurst()
	}
	if isCharacter(k) {
		return tea.Batch(before, s.character(k, now))
	}
	switch name := k.String(); {
	case (name == "enter" || name == "tab" || name == "ctrl+j") && (b.isScan() || b.dropped):
		b.ended = now
		return s.endBurst()
	case name == "ctrl+j" && now.Sub(b.ended) <= ScanGap:
		return before // of the CR LF that ended the scan
	}
	return tea.Batch(before, s.endBurst(), s.key(k))
}

// isCharacter reports whether a scanner may have typed it. Locks of the keyboard
// do not matter.
func isCharacter(k tea.KeyPressMsg) bool {
	return k.Text != "" && k.Mod&^(tea.ModShift|tea.ModCapsLock|tea.ModNumLock|tea.ModScrollLock) == 0
}

// character takes a character that may belong to a scan.
func (s *Shell) character(k tea.KeyPressMsg, now time.Time) tea.Cmd {
	b := &s.burst
	gap, again := now.Sub(b.last), k.Text == b.key
	b.last, b.key = now, k.Text
	if again && gap >= repeatGap && gap <= ScanGap {
		b.repeats++
	} else {
		b.repeats = 0
	}
	if k.IsRepeat || b.repeats >= heldAfter {
		return tea.Batch(s.endBurst(), s.key(k))
	}
	if !again || b.chars == 0 {
		b.runs++
	}
	if b.chars++; b.chars > scanLimit {
		b.dropped = true
		clear(b.held)
		b.held = b.held[:0]
		b.text.Reset()
	}
	if !b.dropped {
		b.held = append(b.held, k)
		b.text.WriteString(k.Text)
	}
	if b.timed {
		return nil
	}
	b.timed = true
	return s.wait(ScanGap, holdEndedMsg{})
}

// holdRelease keeps the release of a key in its place behind presses that wait,
// and reports whether it did.
func (s *Shell) holdRelease(k tea.KeyReleaseMsg) bool {
	if len(s.burst.held) == 0 {
		return false
	}
	s.burst.held = append(s.burst.held, k)
	return true
}

// holdEnded ends the burst if its time is over, else looks again when it will be.
func (s *Shell) holdEnded() tea.Cmd {
	b := &s.burst
	b.timed = false
	if b.chars == 0 {
		return nil
	}
	if left := b.last.Add(b.patience()).Sub(s.now()); left > 0 {
		b.timed = true
		return s.wait(left, holdEndedMsg{})
	}
	return s.endBurst()
}

// endBurst tells the screen of a scan, or takes what was held as the single keys
// that it was.
func (s *Shell) endBurst() tea.Cmd {
	b := &s.burst
	if b.chars == 0 {
		return nil
	}
	defer b.forget()
	if b.dropped {
		return nil
	}
	if b.isScan() {
		return s.tell(ScanMsg{b.text.String()})
	}
	held := b.held
	b.held, b.chars = nil, 0
	var cmds []tea.Cmd
	for _, m := range held {
		switch m := m.(type) {
		case tea.KeyPressMsg:
			cmds = append(cmds, s.key(m))
		case tea.KeyReleaseMsg:
			s.keyReleased(m)
		}
	}
	clear(held)
	return tea.Batch(cmds...)
}
