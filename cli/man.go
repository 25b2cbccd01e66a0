package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// man writes the manual page.
func (a *app) man() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page (onewindow man > onewindow.1)", Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			c.Root().DisableAutoGenTag = true
			return doc.GenMan(c.Root(), &doc.GenManHeader{Title: "ONEWINDOW", Section: "1", Source: "onewindow " + Version()}, a.out)
		},
	}
}
