package led_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"onewindow/caller/led"
	"onewindow/caller/virtual"
)

func TestAnAlphaPacketIsAsOthersMakeIt(t *testing.T) {
	want, err := hex.DecodeString(strings.ReplaceAll("00 00 00 00 00 01 5A 30 33 02 41 41 1B 20 62 41 30 32 33 20 2D 3E 20 33 03 30 32 44 38 04", " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := led.AlphaText(3, 'A', 0x20, 'b', []byte("A023 -> 3")); !bytes.Equal(got, want) {
		t.Errorf("got % X, want % X", got, want)
	}
}

func TestAnAlphaSignShowsWhatItIsGivenAndOnlyTheOneThatIsMeant(t *testing.T) {
	signs := virtual.NewAlpha(nil, 3, 255)
	a, err := led.NewAlpha(&direct{far: signs}, 3, 16, 9600)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		face led.Face
		want string
	}{
		{one("A023 -> 3"), "A023 -> 3"}, {one("3号"), "3?"}, {one("a\x04\x02b"), "a??b"}, {led.Face{}, ""},
		{one(strings.Repeat("x", 200)), strings.Repeat("x", 123)},
	} {
		if err := a.Show(t.Context(), tc.face); err != nil {
			t.Fatal(err)
		}
		if got := signs.Screen(3, time.Now()).Text(); got != tc.want || signs.Odd() != 0 {
			t.Errorf("shows %q, want %q; %d packets made no sense", got, tc.want, signs.Odd())
		}
	}
	if got := signs.Screen(255, time.Now()).Text(); got != "" {
		t.Errorf("the other sign shows %q", got)
	}
	if _, err := led.NewAlpha(nil, 0, 16, 9600); err == nil {
		t.Error("address 0 is taken, which is all signs")
	}
}
