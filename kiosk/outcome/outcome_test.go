package outcome_test

import (
	"testing"

	"onewindow/kiosk/outcome"
	"onewindow/wire"
)

var (
	lost    = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	unheard = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}
	busy    = &wire.Error{Code: wire.CodeOverloaded}
)

func TestAnAnswerIsTheOutcome(t *testing.T) {
	for _, e := range []*wire.Error{nil, unheard, busy, {Code: "full"}} {
		r := outcome.Request{RID: "1"}
		if !r.Answered(e) || r.Due() {
			t.Errorf("after %v the outcome counts as unknown", e)
		}
	}
}

func TestALostAnswerIsAskedForOnceByItself(t *testing.T) {
	r := outcome.Request{RID: "1"}
	if r.Answered(lost) || !r.Due() || r.Asked() {
		t.Fatal("a lost answer is not asked for")
	}
	r.Asking()
	if r.Due() || !r.Asked() {
		t.Error("it is asked for twice")
	}
	for _, e := range []*wire.Error{lost, busy} {
		if r.Answered(e) || r.Due() {
			t.Errorf("after %v the screen asks again by itself", e)
		}
	}
	if r.Answered(unheard) || !r.Due() {
		t.Error("a question that never left counts")
	}
	r.Asking()
	if !r.Answered(nil) || r.Due() || r.Asked() {
		t.Error("the first answer is not the outcome")
	}
}

func TestAHallThatBrokeOrSpeaksFromAnotherHistoryMayHaveActed(t *testing.T) {
	for _, code := range []string{wire.CodeInternal, wire.CodeStaleEpoch} {
		r := outcome.Request{RID: "1"}
		if r.Answered(&wire.Error{Code: code}) || !r.Due() {
			t.Errorf("after %s the outcome counts as known", code)
		}
	}
}
