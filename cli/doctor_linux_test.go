package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"onewindow/cli/doctor"
	printers "onewindow/printer/virtual"
	"onewindow/serial/pty"
)

func TestDoctorTellsAPrintersStateAndProvesAPage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	line, err := pty.Open(pty.Options{Link: filepath.Join(dir, "printer")})
	if err != nil {
		t.Fatal(err)
	}
	printer := printers.New(printers.Options{Model: printers.Standard(80)})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = printer.Run(ctx, line)
	}()
	t.Cleanup(func() {
		stop()
		_ = line.Close()
		<-done
	})
	conf := filepath.Join(dir, "onewindow.toml")
	if err := os.WriteFile(conf, fmt.Appendf(nil, "[printer]\nport = %q\nbaud = 115200\n", line.Name()), 0o600); err != nil {
		t.Fatal(err)
	}
	examine := func(args ...string) (doctor.Report, int) {
		var out bytes.Buffer
		c := exec.Command("onewindow", append([]string{"--config", conf, "doctor", "--json", "--only", "ports,printer"}, args...)...)
		c.Stdout = &out
		err := c.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		var r doctor.Report
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatalf("%v in %s", err, out.Bytes())
		}
		return r, c.ProcessState.ExitCode()
	}
	has := func(r doctor.Report, code string) bool {
		for _, f := range r.Findings {
			if f.Code == code {
				return true
			}
		}
		return false
	}
	if r, code := examine("--print"); code != 0 || r.Exit != 0 || !has(r, "page_printed") || printer.State().Tickets != 1 {
		t.Errorf("exit %d, %d papers, found %+v", code, printer.State().Tickets, r.Findings)
	}
	printer.Refill(500)
	if r, code := examine(); code != 1 || !has(r, "near_end") {
		t.Errorf("exit %d, found %+v", code, r.Findings)
	}
	printer.PullPaper()
	if r, code := examine("--print"); code != 2 || !has(r, "paper_out") {
		t.Errorf("exit %d, found %+v", code, r.Findings)
	}
}
