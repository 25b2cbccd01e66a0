package simulate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"onewindow/assets"
	"onewindow/queue/sim"
)

// plan is some days of the packaged scenario.
func plan(t *testing.T, days int, runs ...string) Plan {
	t.Helper()
	text, err := assets.Scenario("lg-base")
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	p := Plan{Scenario: s, Name: "lg-base", Days: days, Seed: 1}
	for _, r := range runs {
		arm, name, _ := strings.Cut(r, ":")
		pol, err := sim.PolicyOf(name)
		if err != nil {
			t.Fatal(err)
		}
		p.Runs = append(p.Runs, Run{Arm: sim.Arm(arm), Policy: pol})
	}
	return p
}

func play(t *testing.T, p Plan) *Result {
	t.Helper()
	told := 0
	r, err := Play(t.Context(), p, func(done int) {
		if told++; done != told {
			t.Errorf("told of %d days after %d", done, told-1)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if told != p.Days {
		t.Errorf("told of %d of %d days", told, p.Days)
	}
	return r
}

func written(t *testing.T, r *Result) (text, doc string) {
	t.Helper()
	var a, b bytes.Buffer
	if err := errors.Join(r.Text(&a), r.JSON(&b)); err != nil {
		t.Fatal(err)
	}
	return a.String(), b.String()
}

func TestTheSameSeedsGiveTheSameBytesHoweverManyDaysArePlayedAtOnce(t *testing.T) {
	p := plan(t, 6, "before:fcfs", "after:recommended")
	p.Light = true
	p.Jobs = 1
	text, doc := written(t, play(t, p))
	p.Jobs = 4
	text4, doc4 := written(t, play(t, p))
	if text != text4 || doc != doc4 {
		t.Error("four at once give another result than one after the other")
	}
	p.Seed = 2
	if other, _ := written(t, play(t, p)); other == text {
		t.Error("other seeds give the same result")
	}
}

func TestTheWholeHallAndTheLightQueueGiveTheSameFigures(t *testing.T) {
	p := plan(t, 2, "before:fcfs", "after:recommended")
	whole := play(t, p).Document()
	p.Light = true
	light := play(t, p).Document()
	light.Engine = whole.Engine
	a, _ := json.Marshal(whole)
	b, _ := json.Marshal(light)
	if !bytes.Equal(a, b) {
		t.Errorf("the hall\n%s\nthe light queue\n%s", a, b)
	}
}

func TestTablesAndPlotsAreOfPlainCharactersAndSayEveryRun(t *testing.T) {
	p := plan(t, 3, "before:fcfs", "after:fcfs", "after:recommended", "after:any-item")
	p.Light = true
	text, _ := written(t, play(t, p))
	for _, r := range text {
		if r != '\n' && (r < ' ' || r > '~') {
			t.Fatalf("%q is not of one cell in every terminal", r)
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if len(line) > 110 {
			t.Errorf("%d cells: %s", len(line), line)
		}
	}
	for _, want := range []string{"A before:fcfs", "B after:fcfs", "C after:recommended", "D after:any-item", "lost", "mean against A", "early A #", "theme 8", "(the first 3 runs)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestARunThatIsInterruptedEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := plan(t, 1000, "after:fcfs")
	p.Light = true
	_, err := Play(ctx, p, func(done int) {
		if done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was cancelled", err)
	}
}

func TestProgressTellsTheRateAndWhatIsLeft(t *testing.T) {
	now := time.Unix(0, 0)
	var out bytes.Buffer
	p := &Progress{W: &out, Live: true, Days: 100, Every: time.Second, Now: func() time.Time { return now }}
	p.Begin()
	for done := 1; done <= 100; done++ {
		now = now.Add(100 * time.Millisecond)
		p.Told(done)
	}
	got := out.String()
	for _, want := range []string{"\r10 of 100 days, 10 a second, 9s left", "\r90 of 100 days, 10 a second, 1s left", "\r100 days in 10s, 10 a second"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if n := strings.Count(got, "\r"); n != 10 || !strings.HasSuffix(got, "\n") {
		t.Errorf("told %d times: %q", n, got)
	}
}
