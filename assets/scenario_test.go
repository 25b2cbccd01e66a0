package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestTheReferenceScenarioIsAsItWasHandedOver(t *testing.T) {
	b, err := Scenario("lg-base")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	if got := hex.EncodeToString(sum[:]); got != "7555bc23579cb071522c0e8be7ec93a96e580e391df330257b0f7434d50cfd82" {
		t.Errorf("lg-base.json has changed (%s); a change is another scenario, with another name", got)
	}
	for _, name := range append([]string{"lg base", "../catalogue/halls", ""}, Scenarios()...) {
		_, err := Scenario(name)
		if known := len(name) > 3 && name[:3] == "lg-"; known != (err == nil) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
