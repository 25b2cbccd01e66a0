package cli

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"onewindow/assets"
	"onewindow/kiosk/board"
)

// versionCommand prints the version, or the licences of the fonts that are built in.
func (a *app) versionCommand() *cobra.Command {
	var licences bool
	c := &cobra.Command{
		Use: "version", Short: "Print the version", Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			if licences {
				_, err := fmt.Fprintf(a.out, "The font of the paper (printed where a printer's own lacks a character):\n\n%s\n\nThe font of the board's large words:\n\n%s",
					assets.PaperFontLicence(), board.FontLicence())
				return err
			}
			_, err := fmt.Fprintf(a.out, "onewindow %s %s/%s %s\n", Version(), runtime.GOOS, runtime.GOARCH, runtime.Version())
			return err
		},
	}
	c.Flags().BoolVar(&licences, "licences", false, "print the licences of the fonts that are built in")
	return c
}
