package cli

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"onewindow/cli/config"
	"onewindow/wire"
)

func TestEveryCommandOfTheCentrePageIsOneOfOurs(t *testing.T) {
	commandsAreOurs(t, "../docs/centre.md")
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
