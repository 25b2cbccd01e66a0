package cli

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onewindow/cli/config"
	"onewindow/wire"
)

func TestEveryCommandOfTheCentrePageIsOneOfOurs(t *testing.T) {
	text := page(t, "../docs/centre.md")
	var shown []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "    ") {
			shown = append(shown, line)
		}
	}
	for _, m := range regexp.MustCompile("`(onewindow [^`]*)`").FindAllStringSubmatch(text, -1) {
		shown = append(shown, m[1]+"\n")
	}
	all := commands(strings.Join(shown, ""))
	if len(all) < 20 {
		t.Fatalf("only %d commands were found", len(all))
	}
	for _, args := range all {
		if err := understood(args); err != nil {
			t.Errorf("onewindow %s: %v", strings.Join(args, " "), err)
		}
	}
}

func TestTheCentrePageTellsEverySettingAndEveryExitCode(t *testing.T) {
	text := page(t, "../docs/centre.md")
	for i := range reflect.TypeFor[config.Central]().NumField() {
		if key := reflect.TypeFor[config.Central]().Field(i).Tag.Get("toml"); !strings.Contains(text, "`"+key+"`") {
			t.Errorf("the page does not explain central.%s", key)
		}
	}
	_, table, _ := strings.Cut(text, "## Exit codes")
	for _, code := range []int{exitOK, exitFailure, exitUsage, exitConfig, exitStore, exitRefused, exitTemporary, exitInterrupted} {
		if !strings.Contains(table, "\n| "+strconv.Itoa(code)+" |") {
			t.Errorf("the page does not explain exit code %d", code)
		}
	}
	for _, code := range []string{wire.CodeEpochForked, wire.CodeEpochOld, wire.CodeHallTwice, wire.CodeHallUnknown, wire.CodeTooOld, wire.CodeTokenRefused, wire.CodeStorage, wire.CodeUnreachable} {
		if !strings.Contains(table, "`"+code+"`") {
			t.Errorf("the page does not explain %s", code)
		}
	}
	for _, kind := range []wire.HallAlertKind{wire.AlertHallAway, wire.AlertHallRefused, wire.AlertHallCopied, wire.AlertHallPanic, wire.AlertHallStopped,
		wire.AlertHallWait, wire.AlertHallUrgent, wire.AlertHallDevice, wire.AlertHallPart, wire.AlertHallMachine} {
		if !strings.Contains(text, "\n| `"+string(kind)+"` |") {
			t.Errorf("the page does not explain the alert %s", kind)
		}
	}
}

func TestTheCentresUnitStartsACommandThatExists(t *testing.T) {
	all := commands(strings.ReplaceAll(page(t, "../assets/systemd/onewindow-central.service"), "ExecStart=", "ExecStart= "))
	if len(all) != 1 {
		t.Fatalf("it starts %v", all)
	}
	if err := understood(all[0]); err != nil {
		t.Error(err)
	}
}
