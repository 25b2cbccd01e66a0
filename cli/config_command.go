package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"onewindow/cli/config"
)

// config checks, prints and explains the configuration.
func (a *app) config() *cobra.Command {
	c := group("config", "Check, print or explain the configuration")
	c.AddCommand(
		&cobra.Command{
			Use: "check [FILE]", Short: "Check a configuration file, line by line", Args: atMost(1),
			RunE: func(_ *cobra.Command, args []string) error {
				if len(args) == 1 {
					a.configFile = args[0]
				}
				if _, err := a.load(); err != nil {
					return err
				}
				_, err := fmt.Fprintln(a.out, "ok")
				return err
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
