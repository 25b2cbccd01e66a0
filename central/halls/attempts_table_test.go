package halls_test

import (
	"sync"
	"testing"
)

const attemptsHead = `# What a hall in bad hands can do

Each row was tried by a test, at both kinds of centre: its own server, and a NATS
cluster whose servers ask the centre whom to let in
(` + "`central/halls/testdata/cluster.conf`" + `). LG-1 is a hall whose key is in bad hands, LG-2
one that wants to work. After each row, and all the time while something was done without
end, LG-2 carried out commands of the centre, said hello, sent events and asked
questions. Coming in was tried over plain TLS and over the web's port. In the last table
all that bars a hall counts twenty times as much as it does outside of the test, so that
what makes a flood does not depend on how fast the machine is.

In the table of claims LG-2 has given A001 to Anna, and Bert comes to it. All halls know
citizens by one key, so a hall in bad hands can ask about, and claim for, anybody whose
number it knows or guesses. What that can do at most stands in
[centre.md](centre.md#when-a-machine-was-stolen).

The page is written by the test (` + "`go test ./central/halls -run Attempts -update`" + `), which
fails when an answer becomes another one.
`

// TestAttempts holds docs/attempts.md: whatever a stranger or a hall in bad hands
// tries, the answer is the one on the page, and another hall works as before.
func TestAttempts(t *testing.T) {
	t.Parallel()
	kiosk := terminal(t).Seed
	var mu sync.Mutex
	sections := []struct {
		title    string
		attempts []attempt
		rows     []row
		// apart: each attempt has a world of its own, in which all counts more.
		apart bool
	}{
		{title: "Coming in", attempts: strangers(kiosk)},
		{title: "With a hall's own key", attempts: insiders()},
		{title: "With claims", attempts: claimants()},
		{title: "Without end", attempts: floods(), apart: true},
	}
	t.Run("all", func(t *testing.T) {
		for si := range sections {
			s := &sections[si]
			s.rows = make([]row, len(s.attempts))
			for i, a := range s.attempts {
				s.rows[i] = row{a, make([]string, len(worlds))}
			}
			try := func(t *testing.T, w *world, i, col int) {
				word := s.attempts[i].try(w) + w.served()
				mu.Lock()
				s.rows[i].answers[col] = word
				mu.Unlock()
			}
			for col, kind := range worlds {
				t.Run(s.title+" of "+kind.name, func(t *testing.T) {
					t.Parallel()
					if !s.apart {
						w := kind.open(t, 1)
						for i := range s.attempts {
							try(t, w, i, col)
						}
						return
					}
					for i, a := range s.attempts {
						t.Run(a.who+" "+a.does, func(t *testing.T) {
							t.Parallel()
							try(t, kind.open(t, 20), i, col)
						})
					}
				})
			}
		}
	})
	page := attemptsHead
	for _, s := range sections {
		page += "\n## " + s.title + "\n\n" + table(s.rows)
	}
	t.Log("\n" + page)
	golden(t, page)
}
