package cli_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"onewindow/cli"
)

// TestMain makes the test binary the command onewindow too, for the scripts and
// for the programs on a pseudo-terminal: both run the real thing as a process of
// its own.
func TestMain(m *testing.M) {
	// A race detector that waits a second at each exit would be most of the time
	// of a hundred short commands.
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0")
	}
	testscript.Main(m, map[string]func(){
		"onewindow": func() { os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// ports counts through ports below those that the system gives to outgoing
// connections, from a place that differs between two runs at the same time.
var ports atomic.Int32

func init() { ports.Store(int32(20000 + os.Getpid()%100*100)) }

// freePort is a port of the loopback address that nobody listens on and no
// other test of this process is given.
func freePort() (string, error) {
	for range 1000 {
		port := strconv.Itoa(int(ports.Add(1)))
		if l, err := net.Listen("tcp", "127.0.0.1:"+port); err == nil {
			return port, l.Close()
		}
	}
	return "", fmt.Errorf("no free port")
}

// hallEnv are the settings of a machine that is everything: a hall and a
// terminal, in the folder work.
func hallEnv(work, port string) []string {
	return []string{
		"ONEWINDOW_HALL_ID=LG-PH-01",
		"ONEWINDOW_HALL_DATA=" + filepath.Join(work, "data"),
		"ONEWINDOW_HALL_HOST=127.0.0.1",
		"ONEWINDOW_HALL_PORT=" + port,
		"ONEWINDOW_TERMINAL_IDENTITY=" + filepath.Join(work, "terminal.json"),
	}
}
