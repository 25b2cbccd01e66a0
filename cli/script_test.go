package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs testdata/script/*.txtar against the real command. Besides
// what testscript knows, a script says
//
//	exits CODE COMMAND...   run it and expect that exit code
//	hall start [FLAG...]    start a hall in $WORK/data and wait until it is open
//	hall stop               SIGTERM; the hall must end with 0
//	hall kill               SIGKILL
//	hall room BYTES         let none of its files grow beyond that; 0 is no bound
//	hall says PATTERN       wait for a line of the hall's log; with ! it has none
//	open                    open a business day that lasts whatever the clock says
//	keep NAME PATTERN       set $NAME to the first group of PATTERN in stdout
//	smash FILE AT           write rubbish into the middle of a file
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			port, err := freePort()
			if err != nil {
				return err
			}
			e.Vars = append(e.Vars, hallEnv(e.WorkDir, port)...)
			e.Setenv("PORT", port)
			e.Values[running{}] = &hallProcess{log: filepath.Join(e.WorkDir, "hall.log")}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": cmdExits, "hall": cmdHall, "open": cmdOpen, "keep": cmdKeep, "smash": cmdSmash,
		},
	})
}

func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func cmdHall(ts *testscript.TestScript, neg bool, args []string) {
	h := ts.Value(running{}).(*hallProcess)
	if len(args) == 0 || neg && args[0] != "says" {
		ts.Fatalf("usage: hall start|stop|kill|room|says")
	}
	switch args[0] {
	case "start":
		var env []string
		for _, name := range []string{"PATH", "HOME", "TMPDIR", "GORACE", "ONEWINDOW_HALL_ID", "ONEWINDOW_HALL_DATA", "ONEWINDOW_HALL_HOST", "ONEWINDOW_HALL_PORT"} {
			env = append(env, name+"="+ts.Getenv(name))
		}
		ts.Check(h.start(env, args[1:]...))
		ts.Defer(h.kill)
	case "stop":
		if code, err := h.stop(); err != nil || code != 0 {
			ts.Fatalf("the hall ended with %d, %v:\n%s", code, err, h.text())
		}
	case "kill":
		h.kill()
	case "room":
		if len(args) != 2 || h.cmd == nil {
			ts.Fatalf("usage: hall room BYTES, while it runs")
		}
		n, err := strconv.ParseUint(args[1], 10, 64)
		ts.Check(err)
		ts.Check(giveRoom(h.cmd.Process.Pid, n))
	case "says":
		if len(args) != 2 {
			ts.Fatalf("usage: [!] hall says PATTERN")
		}
		re, err := regexp.Compile(args[1])
		ts.Check(err)
		if neg {
			if re.MatchString(h.text()) {
				ts.Fatalf("the hall's log has %q:\n%s", args[1], h.text())
			}
			return
		}
		ts.Check(h.wait(re))
	default:
		ts.Fatalf("usage: hall start|stop|kill|room|says")
	}
}

// cmdOpen makes a day on which numbers can be drawn at any time of the clock.
func cmdOpen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: open")
	}
	ts.Check(openDay(ts.Getenv("ONEWINDOW_HALL_DATA")))
}

// openDay opens the day of the hall in the folder data, as its admin.
func openDay(data string) error {
	ctl := func(args ...string) ([]byte, error) {
		out, err := exec.Command("onewindow", append([]string{"ctl", "--hall-data", data}, args...)...).CombinedOutput()
		if err != nil {
			err = fmt.Errorf("ctl %s: %w: %s", args[1], err, out)
		}
		return out, err
	}
	settings, err := ctl("state", "settings")
	if err != nil {
		return err
	}
	settings, err = roundTheClock(settings, time.Now())
	if err != nil {
		return err
	}
	if _, err := ctl("hall", "settings", "--data", string(settings)); err != nil {
		return err
	}
	if out, err := ctl("hall", "openday"); err != nil && !strings.Contains(string(out), "day_open") {
		return err
	}
	return nil
}

// roundTheClock changes a hall's settings so that it is open all day and no day
// ends within the next hours.
func roundTheClock(settings []byte, now time.Time) ([]byte, error) {
	var set map[string]any
	if err := json.Unmarshal(settings, &set); err != nil {
		return nil, err
	}
	hall, rules := set["hall"].(map[string]any), set["rules"].(map[string]any)
	hall["sessions"] = []any{map[string]any{"open": "00:00", "close": "24:00"}}
	rules["auto_day"], rules["forecast_stop"], rules["call_gap_seconds"] = false, false, 0
	utc := now.UTC()
	// By day the hall may have opened by itself, and its midnight is far. By night
	// it has not, and may live anywhere on earth.
	if local := utc.Add(8 * time.Hour).Hour(); local < 6 || local >= 20 {
		offset := 12*60 - utc.Hour()*60 - utc.Minute()
		if offset < -12*60 {
			offset += 24 * 60
		}
		hall["utc_offset_minutes"] = offset
	}
	return json.Marshal(map[string]any{"settings": set})
}

func cmdKeep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME PATTERN")
	}
	re, err := regexp.Compile(args[1])
	ts.Check(err)
	m := re.FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("stdout has no %q", args[1])
	}
	ts.Setenv(args[0], m[1])
}

func cmdSmash(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: smash FILE AT")
	}
	at, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt([]byte(strings.Repeat("rubbish ", 64)), at)
	ts.Check(errors.Join(err, f.Close()))
}
