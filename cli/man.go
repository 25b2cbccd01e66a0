package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// man writes the manual pages.
func (a *app) man() *cobra.Command {
	return &cobra.Command{
		Use: "man [FOLDER]", Short: "Print the manual page, or write a page for each command into a folder", Args: atMost(1),
		RunE: func(c *cobra.Command, args []string) error {
			c.Root().DisableAutoGenTag = true
			head := &doc.GenManHeader{Section: "1", Source: "onewindow " + Version(), Manual: "Onewindow"}
			if len(args) == 1 {
				return doc.GenManTree(c.Root(), head, args[0])
			}
			return doc.GenMan(c.Root(), head, a.out)
		},
	}
}
