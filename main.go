// Onewindow runs the queue of a one-window service hall: kiosks, windows,
// boards, managers, and the hall node between them. See README.md.
package main

import (
	"os"

	"onewindow/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
