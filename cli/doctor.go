package cli

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"onewindow/cli/config"
	"onewindow/cli/doctor"
	"onewindow/hall/setup"
	"onewindow/queue"
)

// doctorOptions are the flags of doctor.
type doctorOptions struct {
	asJSON, print, ask, speak, card, all bool
	only                                 []string
	timeout                              time.Duration
}

// verdict is the exit code of a report that was printed: nothing more has to be said.
type verdict int

func (v verdict) Error() string { return fmt.Sprintf("doctor: exit code %d", int(v)) }

// doctor looks at this machine and its devices and says what to do.
func (a *app) doctor() *cobra.Command {
	var o doctorOptions
	names := make([]string, len(doctor.Areas))
	for i, area := range doctor.Areas {
		names[i] = string(area)
	}
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Look at this machine and its devices, and say what to do",
		Long: `Look at everything that this machine needs, and say of each what is so and what to
do: ` + strings.Join(names, ", ") + `.

It changes nothing. Devices that a running onewindow holds are left alone. Run it as
the user of onewindow, or as root, which sees more:

  sudo -u onewindow onewindow doctor
  onewindow doctor --only ports,printer --print --ask

Exit codes: 0 all well, 1 warnings, 2 something does not work.`,
		Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error { return a.runDoctor(c, o) },
	}
	f := c.Flags()
	f.BoolVar(&o.asJSON, "json", false, "print the report as JSON, with everything that was looked at")
	f.BoolVar(&o.print, "print", false, "print a test page and wait until the printer has confirmed it")
	f.BoolVar(&o.speak, "speak", false, "have every voice say a sentence")
	f.BoolVar(&o.card, "card", false, "wait for an ID card on the reader; nothing of it is shown or kept")
	f.BoolVar(&o.ask, "ask", false, "ask whoever stands there whether the page came out and the sentence was heard")
	f.BoolVar(&o.all, "all", false, "tell also what is not configured")
	f.StringSliceVar(&o.only, "only", nil, "look at these areas only, such as ports,printer")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "how long all of it may take, besides people and paper")
	_ = c.RegisterFlagCompletionFunc("only", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (a *app) runDoctor(c *cobra.Command, o doctorOptions) error {
	only, err := doctor.ParseAreas(o.only)
	if err != nil {
		return failWith(exitUsage, fmt.Errorf("--only: %w", err))
	}
	if o.timeout <= 0 {
		return failWith(exitUsage, fmt.Errorf("--timeout %v: want a time, such as 60s", o.timeout))
	}
	if o.ask && !isTerminal(a.in) {
		return failWith(exitUsage, fmt.Errorf("--ask needs a terminal where somebody answers"))
	}
	conf, _, bad := config.Load(a.configFile, os.LookupEnv, a.flags)
	file := a.configFile
	if file == "" {
		if _, err := os.Stat(config.DefaultFile); err == nil {
			file = config.DefaultFile
		}
	}
	s := doctor.Settings{
		Config: conf, ConfigErr: bad, ConfigFile: file, Program: Version(),
		Print: o.print, Speak: o.speak, Card: o.card, Ask: o.ask, Only: only, Timeout: o.timeout, In: a.in,
		HallKnown: func(id string) error { _, err := setup.Settings(id); return err },
		Font:      func(path string) error { _, err := readFont(path, queue.Lang(conf.Terminal.Language)); return err },
	}
	// What is being looked at is one line that passes; what people are to do stays.
	clear := func() {}
	if isTerminal(a.err) {
		clear = func() { fmt.Fprint(a.err, "\r\x1b[K") }
		s.Looking = func(what string) { fmt.Fprintf(a.err, "\r\x1b[Klooking at the %s …", what) }
	}
	s.Tell = func(text string) {
		clear()
		fmt.Fprintln(a.err, text)
	}
	width, coloured := 0, false
	if out, ok := a.out.(*os.File); ok && isTerminal(a.out) {
		if cols, _, err := term.GetSize(int(out.Fd())); err == nil {
			width = cols
		}
		coloured = os.Getenv("NO_COLOR") == ""
		if isTerminal(a.in) && !o.asJSON {
			s.Screen = out
		}
	}
	r := doctor.Examine(c.Context(), s)
	clear()
	switch {
	case o.asJSON:
		err = a.print(r)
	case o.all:
		err = r.Text(a.out, width, coloured)
	default:
		err = r.Brief().Text(a.out, width, coloured)
	}
	if err == nil && c.Context().Err() != nil {
		return c.Context().Err()
	}
	if err == nil && r.Exit != doctor.ExitWell {
		return verdict(r.Exit)
	}
	return err
}
