package tui_test

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

// desk is a screen that notes the keys and scans that reach it, in order.
type desk struct {
	scans   bool
	guarded []string
	got     []string // "k:a", "s:text"
	at      []time.Time
}

func (d *desk) TakesScans() bool                    { return d.scans }
func (d *desk) GuardedKeys() []string               { return d.guarded }
func (d *desk) Layout(image.Rectangle) []tui.Target { return nil }
func (d *desk) Draw(*tui.Canvas, []tui.Target)      {}
func (d *desk) Tap(string) tea.Cmd                  { return nil }
func (d *desk) Key(k tea.KeyPressMsg) tea.Cmd       { d.note("k:" + k.String()); return nil }
func (d *desk) Msg(m tea.Msg) tea.Cmd {
	if s, ok := m.(tui.ScanMsg); ok {
		d.note("s:" + s.Text)
	}
	return nil
}

func (d *desk) note(s string) { d.got, d.at = append(d.got, s), append(d.at, time.Now()) }

// rig runs a shell by the clock of a synctest bubble, one message after the other
// as Bubble Tea does.
type rig struct {
	shell *tui.Shell
	msgs  chan tea.Msg
}

// inBubble runs f with a shell of the screen, in virtual time.
func inBubble(t *testing.T, screen tui.Screen, f func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(*testing.T) {
		r := &rig{shell: tui.NewShell(screen, tui.Options{}), msgs: make(chan tea.Msg, 10_000)}
		r.do(r.shell.Init())
		r.update(tea.WindowSizeMsg{Width: 80, Height: 24})
		f(r)
		r.wait(time.Second)
		r.shell.Close()
	})
}

func (r *rig) do(cmd tea.Cmd) {
	if cmd != nil {
		go func() { r.msgs <- cmd() }()
	}
}

func (r *rig) update(m tea.Msg) {
	switch m := m.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range m {
			r.do(cmd)
		}
	default:
		if m = r.shell.Filter(r.shell, m); m != nil {
			_, cmd := r.shell.Update(m)
			r.do(cmd)
		}
	}
}

// wait lets d pass, and takes each message when it comes.
func (r *rig) wait(d time.Duration) {
	over := time.After(d)
	for {
		synctest.Wait()
		select {
		case m := <-r.msgs:
			r.update(m)
			continue
		default:
		}
		select {
		case m := <-r.msgs:
			r.update(m)
		case <-over:
			return
		}
	}
}

// stroke is a key and the time before it.
type stroke struct {
	gap     time.Duration
	key     string
	repeat  bool // the terminal tells that the key is held
	release bool
}

func (r *rig) play(strokes []stroke) {
	for _, s := range strokes {
		r.wait(s.gap)
		k := mustKey(s.key)
		k.IsRepeat = s.repeat
		if s.release {
			r.update(tea.KeyReleaseMsg(k))
		} else {
			r.update(tea.KeyPressMsg(k))
		}
	}
}

func mustKey(name string) tea.Key {
	k, err := tuitest.Key(name)
	if err != nil {
		panic(err)
	}
	return tea.Key(k)
}

// typed are the characters of text, gap apart.
func typed(text string, gap time.Duration) []stroke {
	var out []stroke
	for _, c := range text {
		name := string(c)
		if c == ' ' {
			name = "space"
		}
		out = append(out, stroke{gap: gap, key: name})
	}
	return out
}

// keysOf is what a screen gets of text that a person typed.
func keysOf(text string) []string {
	var out []string
	for _, s := range typed(text, 0) {
		out = append(out, "k:"+s.key)
	}
	return out
}

func play(t *testing.T, d *desk, strokes ...stroke) {
	t.Helper()
	inBubble(t, d, func(r *rig) { r.play(strokes) })
}

const ms = time.Millisecond

func TestABurstIsOneScanAndNeverKeys(t *testing.T) {
	enter := stroke{gap: ms, key: "enter"}
	for name, c := range map[string]struct {
		strokes []stroke
		want    []string
	}{
		"ended by enter":          {append(typed("A1013n", ms), enter), []string{"s:A1013n"}},
		"ended by tab":            {append(typed("A1013n", ms), stroke{gap: ms, key: "tab"}), []string{"s:A1013n"}},
		"ended by CR LF":          {append(typed("A1013n", ms), enter, stroke{gap: ms, key: "ctrl+j"}), []string{"s:A1013n"}},
		"ended by a line feed":    {append(typed("A1013n", ms), stroke{gap: ms, key: "ctrl+j"}), []string{"s:A1013n"}},
		"ended by a pause":        {typed("A1013n", ms), []string{"s:A1013n"}},
		"all at once":             {append(typed("https://q.example/t/A013?k=7", 0), stroke{key: "enter"}), []string{"s:https://q.example/t/A013?k=7"}},
		"by a slow USB scanner":   {append(typed("440399200002290071", 20*ms), enter), []string{"s:440399200002290071"}},
		"with many zeros":         {append(typed("A000000001B", 20*ms), enter), []string{"s:A000000001B"}},
		"that stumbles once":      {append(append(typed("A1013n", ms), typed("77", 50*ms)[:1]...), typed("8", ms)...), []string{"s:A1013n78"}},
		"two after one another":   {append(append(typed("A1013n", ms), enter), append(typed("B20456", ms), enter)...), []string{"s:A1013n", "s:B20456"}},
		"then a person's key":     {append(typed("A1013n", ms), stroke{gap: 80 * ms, key: "enter"}), []string{"s:A1013n", "k:enter"}},
		"then a key with no text": {append(typed("A1013n", ms), stroke{gap: ms, key: "esc"}), []string{"s:A1013n", "k:esc"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{scans: true}
			play(t, d, c.strokes...)
			if !slices.Equal(d.got, c.want) {
				t.Errorf("the screen got %q, want %q", d.got, c.want)
			}
		})
	}
}

func TestWhatAPersonDoesIsNoScan(t *testing.T) {
	held := func(key string, n int, gap time.Duration, repeat bool) []stroke {
		out := []stroke{{gap: 500 * ms, key: key}}
		for i := range n {
			g := gap
			if i == 0 {
				g = 500 * ms
			}
			out = append(out, stroke{gap: g, key: key, repeat: repeat})
		}
		return out
	}
	for name, strokes := range map[string][]stroke{
		"one key":                                    typed("7", 0),
		"five keys at once, then enter":              append(typed("12345", ms), stroke{gap: ms, key: "enter"}),
		"three keys rolled over":                     append(typed("the ", 70*ms), typed("ing", 12*ms)...),
		"a key held at 30 a second":                  held("b", 60, 33*ms, false),
		"a key held at 40 a second":                  held("b", 60, 25*ms, false),
		"a held key's repetitions, late and at once": typed("bbbbbbbb", 0),
		"a key held, told as such":                   held("b", 60, 10*ms, true),
		"a key held, and two others rolled off":      append(held("b", 20, 33*ms, false), typed("cd", 15*ms)...),
	} {
		t.Run(name, func(t *testing.T) {
			d := &desk{scans: true}
			play(t, d, strokes...)
			var want []string
			for _, s := range strokes {
				want = append(want, "k:"+s.key)
			}
			if !slices.Equal(d.got, want) {
				t.Errorf("the screen got %q, want %q", d.got, want)
			}
		})
	}
}

func TestAHeldKeyFlowsWhileItIsHeld(t *testing.T) {
	d := &desk{scans: true}
	var during int
	inBubble(t, d, func(r *rig) {
		r.play(typed(strings.Repeat("b", 60), 33*ms))
		during = len(d.got)
	})
	if during < 55 {
		t.Errorf("of 60 repetitions only %d had come through when the key was let go", during)
	}
}

func TestTheReleaseOfAKeyThatWaitsStaysBehindIt(t *testing.T) {
	d := &desk{scans: true, guarded: []string{"n"}}
	tap := func(held time.Duration) []stroke {
		return []stroke{{gap: 500 * ms, key: "n"}, {gap: held, key: "n", release: true}}
	}
	play(t, d, slices.Concat(tap(10*ms), tap(100*ms), tap(10*ms), tap(100*ms))...)
	if want := keysOf("nnnn"); !slices.Equal(d.got, want) {
		t.Errorf("quick and slow taps of a guarded key, half a second apart: the screen got %q, want %q", d.got, want)
	}
}

func TestALateTimerJoinsNoTwoBursts(t *testing.T) {
	d := &desk{scans: true}
	inBubble(t, d, func(r *rig) {
		for _, burst := range []string{"123", "456"} {
			for _, c := range burst {
				r.update(tea.KeyPressMsg(mustKey(string(c))))
			}
			<-time.After(100 * ms) // the event loop takes no message
		}
	})
	if want := keysOf("123456"); !slices.Equal(d.got, want) {
		t.Errorf("the screen got %q, want %q", d.got, want)
	}
}

func TestWithoutTakingScansNoKeyWaits(t *testing.T) {
	d := &desk{}
	inBubble(t, d, func(r *rig) {
		r.play(typed("A1013n", ms))
		if want := keysOf("A1013n"); !slices.Equal(d.got, want) {
			t.Errorf("at once the screen had got %q, want %q", d.got, want)
		}
	})
}

func TestAMachineThatNeverStopsIsDropped(t *testing.T) {
	d := &desk{scans: true}
	play(t, d, slices.Concat(typed(strings.Repeat("0123456789", 500), ms/10), []stroke{{key: "enter"}}, typed("1", 500*ms))...)
	if want := []string{"k:1"}; !slices.Equal(d.got, want) {
		t.Errorf("after 5,000 characters without a pause the screen got %d messages, want only the key that came later", len(d.got))
	}
}

func TestHumanTypingArrivesAsKeysInOrderAndInTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(rt, "keys")
		var strokes []stroke
		for range n {
			strokes = append(strokes, stroke{
				gap: time.Duration(rapid.IntRange(66, 400).Draw(rt, "gap")) * ms, // up to 15 a second
				key: rapid.SampledFrom([]string{"a", "b", "1", "2", "X", "space", "enter", "esc", "tab", "backspace"}).Draw(rt, "key"),
			})
		}
		d := &desk{scans: true}
		var pressed []time.Time
		inBubble(t, d, func(r *rig) {
			for _, s := range strokes {
				r.wait(s.gap)
				pressed = append(pressed, time.Now())
				r.play([]stroke{{key: s.key}})
			}
		})
		if len(d.got) != n {
			rt.Fatalf("%d keys, and the screen got %q", n, d.got)
		}
		for i, s := range strokes {
			if d.got[i] != "k:"+s.key {
				rt.Fatalf("key %d was %s, and the screen got %s", i, s.key, d.got[i])
			}
			if late := d.at[i].Sub(pressed[i]); late > tui.ScanGap {
				rt.Fatalf("key %d came %v late", i, late)
			}
		}
	})
}

func TestNoKeyIsLostInAnyInterleaving(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 80).Draw(rt, "keys")
		var strokes []stroke
		for range n {
			strokes = append(strokes, stroke{
				gap: time.Duration(rapid.SampledFrom([]int{0, 1, 2, 14, 25, 33, 34, 35, 36, 59, 60, 61, 200}).Draw(rt, "gap")) * ms,
				key: rapid.SampledFrom([]string{"a", "b", "c", "1", "2", "enter", "esc", "up"}).Draw(rt, "key"),
			})
		}
		d := &desk{scans: true}
		play(t, d, strokes...)
		// Whatever became of them: each character, in order, and each other key, but
		// an Enter that ended a scan.
		var got []string
		for i, g := range d.got {
			if text, ok := strings.CutPrefix(g, "s:"); ok {
				for _, c := range text {
					got = append(got, string(c))
				}
				got = append(got, "end of scan")
				continue
			}
			got = append(got, strings.TrimPrefix(d.got[i], "k:"))
		}
		i := 0
		for _, g := range got {
			switch {
			case i < n && g == strokes[i].key:
				i++
			case g == "end of scan":
				if i < n && strokes[i].key == "enter" {
					i++ // perhaps the Enter that ended it; else it comes next as a key
				}
			case i > 0 && g == "enter" && strokes[i-1].key == "enter":
				// the Enter was a key after all: the scan had ended by a pause
			default:
				rt.Fatalf("stroke %d is missing; typed %v, got %q", i, strokes, d.got)
			}
		}
		if i != n {
			rt.Fatalf("typed %v, got %q", strokes, d.got)
		}
	})
}

func TestABurstAmongTypingIsOneScan(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before := rapid.StringMatching(`[a-z]{0,6}`).Draw(rt, "before")
		after := rapid.StringMatching(`[a-z]{0,6}`).Draw(rt, "after")
		code := rapid.StringMatching(`[A-Z][0-9][A-Z][0-9A-Za-z:/.\-]{3,60}`).Draw(rt, "code")
		gap := time.Duration(rapid.IntRange(1, 20).Draw(rt, "ms for a character")) * ms
		d := &desk{scans: true}
		// The next key of a person comes 66 ms after whatever was last.
		play(t, d, slices.Concat(typed(before, 80*ms), []stroke{{gap: 66 * ms, key: code[:1]}}, typed(code[1:], gap),
			[]stroke{{gap: ms, key: "enter"}}, typed(after, 80*ms))...)
		want := slices.Concat(keysOf(before), []string{"s:" + code}, keysOf(after))
		if !slices.Equal(d.got, want) {
			rt.Fatalf("the screen got %q, want %q", d.got, want)
		}
	})
}

func TestADeckGivesAScanToTheScreenInFront(t *testing.T) {
	front, back := &desk{scans: true}, &desk{}
	deck := tui.NewDeck(tui.Tab{Key: "f2", Title: "前", Screen: front}, tui.Tab{Key: "f3", Title: "后", Screen: back})
	inBubble(t, deck, func(r *rig) {
		r.play(append(typed("A1013n", ms), stroke{gap: ms, key: "enter"}))
		r.wait(time.Second)
		deck.Show("f3")
		r.play(append(typed("B2013n", ms), stroke{gap: ms, key: "enter"}))
	})
	if want := []string{"s:A1013n"}; !slices.Equal(front.got, want) {
		t.Errorf("in front, the screen that takes scans got %q, want %q", front.got, want)
	}
	if want := append(keysOf("B2013n"), "k:enter"); !slices.Equal(back.got, want) {
		t.Errorf("the screen that takes none got %q, want %q", back.got, want)
	}
}

func TestAScanIsReadFromATerminal(t *testing.T) {
	d := &desk{scans: true}
	h := tuitest.Start(t, d, 80, 24)
	h.Type("A1013n\r")
	h.WaitFor("a scan arrives", func(string) bool {
		var got string
		h.Inspect(func(tui.Screen) { got = fmt.Sprint(d.got) })
		return got == "[s:A1013n]"
	})
}
