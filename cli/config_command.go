package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"onewindow/cli/config"
	"onewindow/cli/doctor"
	"onewindow/hall/setup"
)

// config checks, prints and explains the configuration.
func (a *app) config() *cobra.Command {
	c := group("config", "Check, print or explain the configuration")
	c.AddCommand(
		&cobra.Command{
			Use: "check [FILE]", Short: "Check a configuration, and the files that it names, and list the mistakes", Args: atMost(1),
			RunE: func(_ *cobra.Command, args []string) error {
				if len(args) == 1 {
					a.configFile = args[0]
				}
				return a.checkConfig()
			},
		},
		&cobra.Command{
			Use: "print", Short: "Print every value in force, and where it comes from", Args: exactly(0),
			RunE: func(*cobra.Command, []string) error {
				conf, from, err := config.Load(a.configFile, os.LookupEnv, a.flags)
				if err != nil {
					return failWith(exitConfig, err)
				}
				_, err = fmt.Fprint(a.out, config.Print(conf, from))
				return err
			},
		},
		&cobra.Command{
			Use: "sample", Short: "Print a sample file with every key explained", Args: exactly(0),
			RunE: func(*cobra.Command, []string) error {
				_, err := fmt.Fprint(a.out, config.Sample())
				return err
			},
		},
	)
	return c
}

// checkConfig lists all mistakes of the configuration, or says what it is good for.
func (a *app) checkConfig() error {
	conf, from, err := config.Load(a.configFile, os.LookupEnv, a.flags)
	id := conf.Hall.ID
	if id != "" {
		if _, unknown := setup.Settings(id); unknown != nil {
			err = errors.Join(err, fmt.Errorf("config: hall.id (%s): %w", from["hall.id"], unknown))
		}
	}
	taken := err
	for _, m := range doctor.Mistakes(conf) {
		// Where a setting of a section could not be taken, the others may miss it.
		section, _, _ := strings.Cut(m.Setting, ".")
		if taken == nil || !strings.Contains(taken.Error(), section+".") {
			err = errors.Join(err, fmt.Errorf("config: %v: %w", from[m.Setting], m.Err))
		}
	}
	centre := setsCentre(from)
	if centre && (taken == nil || !strings.Contains(taken.Error(), "central.")) {
		for _, m := range centreMistakes(conf.Central) {
			err = errors.Join(err, fmt.Errorf("config: %v: %w", from[m.setting], m.err))
		}
	}
	if err != nil {
		return failWith(exitConfig, err)
	}
	says := "ok"
	switch {
	case id == "" && centre:
		says = "ok for a centre; a hall does not start: set hall.id, such as LG-00"
	case id == "":
		says = "ok for a terminal; a hall does not start: set hall.id, such as LG-00"
	}
	_, err = fmt.Fprintln(a.out, says)
	return err
}
