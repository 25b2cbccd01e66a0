package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSimulateSaysInWordsWhatItCannotDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.json")
	if err := os.WriteFile(file, []byte(`{"name":"mine","priority_credit":10}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args string
		says []string
	}{
		{"--policy fifo", []string{`"fifo"`, "there are fcfs, strict, credit"}},
		{"--policy fcfs,fifo", []string{`"fifo"`}},
		{"--compare before --policy fifo", []string{`"fifo"`, "there are fcfs, strict"}},
		{"--compare before --policy credit", []string{"--policy credit: nothing of --compare before takes it", "before:credit"}},
		{"--compare before,after:fcfs --policy credit", []string{"nothing of --compare"}},
		{"--compare before:fifo", []string{`"fifo"`}},
		{"--policy " + file, []string{"priority_credit"}},
		{"--compare later", []string{`"later"`, "before or after"}},
		{"--scenario shared_lg", []string{`"shared_lg"`, "there are lg-balanced, lg-base, lg-congested", "a file"}},
		{"--scenario nowhere.json", []string{"nowhere.json"}},
		{"--seed -1", []string{`"-1"`, "--seed", "whole number, 0 or more"}},
		{"--seed 99999999999999999999", []string{"not one so large"}},
		{"--days many", []string{`"many"`, "--days", "whole number"}},
		{"--days 0", []string{"--days 0: between 1"}},
		{"--visits much", []string{`"much"`, "want a number"}},
		{"--progress loud", []string{"auto, plain or none"}},
		{"lg-base", []string{"usage"}},
		{"--polcy fcfs", []string{"--polcy"}},
	} {
		code, out, errs := said(t, append([]string{"simulate"}, strings.Fields(tt.args)...)...)
		if code != exitUsage || out != "" {
			t.Errorf("%s ends with %d: %s%s", tt.args, code, out, errs)
		}
		for _, want := range append(tt.says, "Try 'onewindow simulate --help'.") {
			if !strings.Contains(errs, want) {
				t.Errorf("%s lacks %q: %s", tt.args, want, errs)
			}
		}
		for _, inside := range []string{"strconv", "assets:", "[fcfs", "scenario/"} {
			if strings.Contains(errs, inside) {
				t.Errorf("%s tells of our insides: %s", tt.args, errs)
			}
		}
	}
}

func TestSimulateTakesAPolicyWhereAnArmTakesIt(t *testing.T) {
	for _, args := range []string{"--compare before:credit", "--compare before,after --policy credit", "--policy credit,any-item", "--compare after"} {
		code, out, errs := said(t, append([]string{"simulate", "--light", "--days", "1"}, strings.Fields(args)...)...)
		if code != exitOK || out == "" {
			t.Errorf("%s ends with %d: %s", args, code, errs)
		}
	}
}
