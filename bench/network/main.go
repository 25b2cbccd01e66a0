package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"onewindow/cli"
	"onewindow/hall/node"
)

// asProgram tells the test program, started again by a measurement, to be this one.
const asProgram = "ONEWINDOW_BENCH_NETWORK"

// product begins the arguments with which this program is onewindow itself: the same
// code, so that nothing has to be built beside it.
const product = "onewindow"

func main() { os.Exit(command(os.Args[1:], os.Stdout)) }

// command is main with its exit code: 0, 1 when a gate fails, 2 when nothing could
// be measured.
func command(args []string, w io.Writer) int {
	if len(args) > 0 && args[0] == product {
		return cli.Run(args[1:], os.Stdin, os.Stdout, os.Stderr)
	}
	failed, err := run(args, w)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 2
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench/network:", err)
		return 2
	case failed:
		return 1
	}
	return 0
}

func run(args []string, w io.Writer) (failed bool, err error) {
	const usage = "say what to measure: day, faults, cluster, catchup, connections or scale"
	if len(args) == 0 {
		return false, errors.New(usage)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(node.GCPercent) // as halls run
	}
	switch args[0] {
	case "day":
		return runDay(args[1:], w)
	case "faults":
		return runFaults(args[1:], w)
	case "cluster":
		return runCluster(args[1:], w)
	case "catchup":
		return runCatchUp(args[1:], w)
	case "connections":
		return runConnections(args[1:], w)
	case "scale":
		return false, runScale(args[1:], w)
	case "quiethalls": // a program that connections starts
		return false, runQuietHalls(os.Stdin, w)
	}
	return false, errors.New(usage)
}
