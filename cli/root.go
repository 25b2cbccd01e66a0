// Package cli is the command onewindow: one file for each subcommand. It reads
// flags and the configuration, wires the parts of a role together and runs
// them. It is the only place that knows everything, and it decides nothing.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"onewindow/cli/config"
	"onewindow/wire"
)

// version is set by the Makefile.
var version = ""

// Version is the version of this build.
func Version() string {
	if version != "" {
		return version
	}
	if i, ok := debug.ReadBuildInfo(); ok && i.Main.Version != "" {
		return i.Main.Version
	}
	return "devel"
}

// Exit codes of every subcommand, told in docs and in `onewindow ctl --help`.
const (
	exitOK          = 0
	exitFailure     = 1   // anything else
	exitUsage       = 2   // unknown command, flag or argument
	exitConfig      = 3   // the configuration or identity cannot be used
	exitStore       = 4   // the journal cannot be used
	exitPartial     = 5   // done with what could be had; what is missing is named
	exitRefused     = 6   // the hall refused; the code is on stderr or in the JSON
	exitTemporary   = 75  // the hall did not answer; trying again makes sense
	exitInterrupted = 130 // SIGINT
)

// exitError carries an exit code.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func failWith(code int, err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code, err}
}

// app is what the subcommands share.
type app struct {
	in       io.Reader
	out, err io.Writer
	// configFile and flags are what the command line says of the configuration.
	configFile string
	flags      map[string]string
}

// Run runs the command line and returns its exit code.
func Run(args []string, in io.Reader, out, errw io.Writer) int {
	a := &app{in: in, out: out, err: errw, flags: map[string]string{}}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	ran, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitOK
	}
	var said verdict
	if errors.As(err, &said) {
		return int(said)
	}
	var coded interface{ Code() string }
	if errors.As(err, &coded) {
		err = fmt.Errorf("%s: %w", coded.Code(), err)
	}
	fmt.Fprintf(errw, "onewindow: %v\n", err)
	code := codeOf(err)
	var hinted interface{ Hint() string }
	switch {
	case errors.As(err, &hinted) && hinted.Hint() != "":
		fmt.Fprintf(errw, "Hint: %s\n", hinted.Hint())
	case code == exitUsage:
		fmt.Fprintf(errw, "Try '%s --help'.\n", ran.CommandPath())
	}
	return code
}

// codeOf is the exit code of an error.
func codeOf(err error) int {
	var e *exitError
	var w *wire.Error
	switch {
	case errors.As(err, &e):
		return e.code
	case errors.As(err, &w):
		switch w.Code {
		case wire.CodeUnreachable, wire.CodeShuttingDown, wire.CodeStorageFull:
			return exitTemporary
		}
		return exitRefused
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return exitFailure
	}
	return exitFailure
}

// root is the whole command.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "onewindow",
		Short: "Runs the queue of a one-window service hall",
		Long: `Onewindow (一窗) runs the queue of a one-window service hall.

Begin with:  onewindow demo        a whole hall in this terminal
A real hall: onewindow hall        on the hall's machine
             onewindow ctl terminal token role=kiosk
             onewindow join TOKEN  on the terminal, then: onewindow kiosk
Many halls:  onewindow central     the centre of their network`,
		Version:       Version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	c.Args, c.RunE = cobra.ArbitraryArgs, unknownVerb
	c.SetVersionTemplate("onewindow {{.Version}}\n")
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return failWith(exitUsage, errors.New(flagSays(err))) })
	c.PersistentFlags().StringVar(&a.configFile, "config", "", "configuration file (default /etc/onewindow/onewindow.toml, if it is there)")
	c.AddCommand(
		a.demo(), a.device(), a.hall(), a.central(), a.caller(), a.join(), a.ctl(), a.backup(), a.restore(), a.export(), a.report(), a.config(), a.doctor(), a.simulate(), a.versionCommand(), a.man(),
	)
	c.AddCommand(a.terminals()...)
	c.InitDefaultCompletionCmd("completion")
	if shells, _, err := c.Find([]string{"completion"}); err == nil && shells != c {
		shells.Args, shells.RunE = cobra.ArbitraryArgs, unknownVerb
	}
	return c
}

// wants are what a flag takes, by the function that could not read it.
var wants = map[string]string{"Uint": "want a whole number, 0 or more", "Int": "want a whole number", "Float": "want a number", "Bool": "want true or false"}

// unread is how Go words a value that is no number.
var unread = regexp.MustCompile(`strconv\.(?:Parse)?(Uint|Int|Float|Bool|Atoi)\d*: parsing ".*": (.*)$`)

// flagSays is what a person is told of a flag that cannot be read.
func flagSays(err error) string {
	m := unread.FindStringSubmatch(err.Error())
	if m == nil {
		return err.Error()
	}
	want := cmp.Or(wants[m[1]], wants["Int"])
	if strings.Contains(m[2], "out of range") {
		want += ", and not one so large"
	}
	return unread.ReplaceAllLiteralString(err.Error(), want)
}

// exactly wants n arguments, and atMost no more than n.
func exactly(n int) cobra.PositionalArgs { return misuse(cobra.ExactArgs(n)) }
func atMost(n int) cobra.PositionalArgs  { return misuse(cobra.MaximumNArgs(n)) }

// misuse gives a complaint about arguments its exit code and says how the
// command is used.
func misuse(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return failWith(exitUsage, fmt.Errorf("%w; usage: %s", err, c.UseLine()))
		}
		return nil
	}
}

// flag adds a flag that sets a value of the configuration.
func (a *app) flag(c *cobra.Command, name, key, usage string) {
	c.Flags().Func(name, usage, func(v string) error { a.flags[key] = v; return nil })
}

// load reads the configuration.
func (a *app) load() (config.Config, error) {
	c, _, err := config.Load(a.configFile, os.LookupEnv, a.flags)
	return c, failWith(exitConfig, err)
}
