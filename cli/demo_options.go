package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"onewindow/cli/demo"
	"onewindow/hall/node"
	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// demoOptions are the flags of the demonstration.
type demoOptions struct {
	hall  string
	data  string
	empty bool
	// at is the hall's time at the beginning, such as "16:40"; "" is the usual.
	at    string
	speed float64
	seed  uint64
	// load is what share of their hours the windows are busy.
	load  float64
	theme string
	lang  string
	// screen is the first one, without the bar of tabs; "" is the citizen's, with it.
	screen string
	// boardFont is a file for the board's large words.
	boardFont string
	// printer is how the kiosk's virtual printer begins, see printerStates.
	printer string
	// No flag says the rest. away are windows whose clerks are at other work from the
	// morning on, date is the day if not today or the next working day, and node says how
	// the hall runs otherwise.
	away []string
	date string
	node func(*node.Settings)
}

func (o *demoOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.hall, "hall", "LG-00", "which of the network's 127 halls")
	f.StringVar(&o.data, "data", "", "keep the hall in this folder, and go on there next time (default: a temporary one)")
	f.BoolVar(&o.empty, "empty", false, "an empty hall before opening, without a crowd")
	f.StringVar(&o.at, "at", "", "the hall's time when it begins, 07:40 to 20:40 (default 10:20, or 08:50 if empty)")
	f.Float64Var(&o.speed, "speed", 4, "how many times faster than real time the hall lives (0.1 to 20)")
	f.Uint64Var(&o.seed, "seed", 1, "another number is another morning")
	f.Float64Var(&o.load, "load", demo.Load, "what share of their hours the windows are busy (0.1 to 1.5): from 1.3 on some lines are full towards the end of the day")
	f.StringVar(&o.theme, "theme", "light", "colours: light, dark or contrast")
	f.StringVar(&o.printer, "printer", "ready", "how the kiosk's virtual printer begins: none, ready, out (of paper), cover (open), cutter (jams at its next cut) or silent")
	f.StringVar(&o.lang, "lang", "zh-Hans", "language of the screens: zh-Hans, zh-Hant or en")
	f.StringVar(&o.screen, "screen", "", "begin with this screen, without the bar of tabs: "+demoScreenNames())
	f.StringVar(&o.boardFont, "board-font", "", "font file for large Chinese words on the board, as board.font")
}

// check says what is wrong with them.
func (o *demoOptions) check() error {
	if o.speed < 0.1 || o.speed > 20 {
		return fmt.Errorf("--speed %g: between 0.1 and 20", o.speed)
	}
	if o.load < 0.1 || o.load > 1.5 {
		return fmt.Errorf("--load %g: between 0.1 and 1.5", o.load)
	}
	if err := checkLook(o.lang, o.theme); err != nil {
		return err
	}
	if _, ok := printerStates[o.printer]; !ok {
		return fmt.Errorf("--printer %q: none, ready, out, cover, cutter or silent", o.printer)
	}
	if o.screen != "" && !slices.ContainsFunc(demoTabs, func(t demoTab) bool { return t.terminal.use == o.screen }) {
		return fmt.Errorf("--screen %q: %s", o.screen, demoScreenNames())
	}
	if at := o.time(8 * 60); at < 7*60+40 || at > 20*60+40 {
		return fmt.Errorf("--at %q: a time from 07:40 to 20:40", o.at)
	}
	return nil
}

// time is the hall's time at the beginning, usual if none is said. What cannot be
// read is midnight, which check does not let pass.
func (o *demoOptions) time(usual queue.Clock) queue.Clock {
	if o.at == "" {
		return usual
	}
	c, _ := queue.ParseClock(o.at)
	return c
}

// checkLook says what is wrong with --lang and --theme.
func checkLook(lang, theme string) error {
	switch queue.Lang(lang) {
	case queue.ZhHans, queue.ZhHant, queue.En:
	default:
		return fmt.Errorf("--lang %q: zh-Hans, zh-Hant or en", lang)
	}
	if _, ok := tui.ThemeNamed(theme); !ok {
		return fmt.Errorf("--theme %q: %s", theme, strings.Join(tui.ThemeNames, ", "))
	}
	return nil
}
