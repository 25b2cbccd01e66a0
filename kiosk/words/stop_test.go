package words

import (
	"testing"
	"time"
)

func TestAReasonThatIsACodeIsTranslatedAndAnyOtherStaysAsItIs(t *testing.T) {
	for reason, want := range map[string]string{"fire": "fire alarm", "三楼漏水": "三楼漏水", "": ""} {
		if got := Stop(En, reason); got != want {
			t.Errorf("Stop(En, %q) is %q, want %q", reason, got, want)
		}
	}
	got := Refusal(En, "hall_stopped", map[string]string{"reason": "fire"}, time.Time{}, time.Time{})
	if want := "The hall is stopped: fire alarm"; got != want {
		t.Errorf("the refusal of a stopped hall is %q, want %q", got, want)
	}
}
