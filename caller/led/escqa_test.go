package led_test

import (
	"errors"
	"io"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/caller/led"
	"onewindow/caller/virtual"
)

func TestACD5220IsWrittenAsItsManualSays(t *testing.T) {
	got := string(led.CD5220Frame(one("No. A023", "-> Counter 3")))
	if want := "\x0c\x1bQANo. A023            \r\x1bQB-> Counter 3        \r"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(got) != 49 {
		t.Errorf("%d bytes, want 1 and twice 24", len(got))
	}
	if got := string(led.CD5220Frame(led.Face{})); got != "\x0c" {
		t.Errorf("a dark display is %q", got)
	}
}

func TestALED8IsWrittenDigitsOnly(t *testing.T) {
	for text, want := range map[string]string{
		"023": "\x0c\x1bQA023\r", "A023": "\x0c\x1bQA-023\r", "": "\x0c", "   ": "\x0c",
		"123456789": "\x0c", // half a number is another number
	} {
		if got := string(led.LED8Frame(one(text))); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// shower is a display that only shows.
type shower struct{ *virtual.CD5220 }

func (s shower) Serve(port io.ReadWriter) error { return s.CD5220.Serve(port) }

func TestDisplaysThatNeverAnswerShowWhatTheyGetAndSayThatTheyAreMute(t *testing.T) {
	vfd, digits := virtual.NewCD5220("vfd", nil), virtual.NewLED8("digits", nil)
	for _, tc := range []struct {
		strip   led.Strip
		far     *virtual.CD5220
		face    led.Face
		want    string
		missing string
	}{
		{led.NewCD5220(&direct{far: shower{vfd}}, 9600), vfd, one("No. A023", "Counter 3"), "No. A023/Counter 3", ""},
		{led.NewCD5220(&direct{far: shower{vfd}}, 9600), vfd, one("3号"), "3?/", "号"},
		{led.NewCD5220(&direct{far: shower{vfd}}, 9600), vfd, led.Face{Centre: true, Pages: []led.Page{{{Text: "A023"}}}}, "        A023/", ""},
		{led.NewLED8(&direct{far: shower{digits}}, 2400), digits, one("A023"), "-023", "A"},
		{led.NewLED8(&direct{far: shower{digits}}, 2400), digits, led.Face{}, "", ""},
	} {
		if err := tc.strip.Show(t.Context(), tc.face); err != nil {
			t.Fatal(err)
		}
		if got := tc.far.Screen(time.Now()).Text(); got != tc.want {
			t.Errorf("shows %q, want %q", got, tc.want)
		}
		if got := string(tc.strip.Missing(tc.face)); got != tc.missing {
			t.Errorf("lacks %q, want %q", got, tc.missing)
		}
		if err := tc.strip.Ask(t.Context()); !errors.Is(err, led.ErrMute) {
			t.Errorf("asked, it is %v", err)
		}
	}
}

func TestNoTextConfusesADisplay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vfd, digits := virtual.NewCD5220("", nil), virtual.NewLED8("", nil)
		f := one(rapid.String().Draw(t, "upper"), rapid.String().Draw(t, "lower"))
		for _, tc := range []struct {
			strip led.Strip
			far   *virtual.CD5220
		}{{led.NewCD5220(&direct{far: shower{vfd}}, 9600), vfd}, {led.NewLED8(&direct{far: shower{digits}}, 2400), digits}} {
			if err := tc.strip.Show(t.Context(), f); err != nil {
				t.Fatal(err)
			}
			if n := tc.far.Odd(); n != 0 {
				t.Fatalf("%d bytes of %+v made no sense", n, f)
			}
		}
	})
}
