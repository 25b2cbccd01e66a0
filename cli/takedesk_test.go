package cli

import (
	"errors"
	"testing"

	"onewindow/wire"
)

func TestAnAnswerThatCannotBeReadIsNoRefusalOfANumber(t *testing.T) {
	got, err := readTicket([]byte(`{"number":"A012"}`))
	if err != nil || got.Number != "A012" {
		t.Fatalf("read %q, %v", got.Number, err)
	}
	var refusal *wire.Error
	for _, torn := range []string{"", `{"number":12}`, `{"number":"A0`} {
		if _, err := readTicket([]byte(torn)); err == nil || errors.As(err, &refusal) {
			t.Errorf("%q: %v, want an error that is no refusal: the hall has given a number", torn, err)
		}
	}
}
