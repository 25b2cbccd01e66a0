package devices

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"onewindow/assets"
	"onewindow/caller"
	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

func TestTheSampleIsAFileThatWorksWithAllItsExamplesToo(t *testing.T) {
	set, err := ParseCaller([]byte(assets.CallerSample()))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Strips.Lines) != 0 || len(set.Voices.Voices) != 1 || set.Voices.Voices[0].Kind != caller.VoiceClips {
		t.Errorf("as it stands it is %+v", set)
	}
	examples := regexp.MustCompile(`(?m)^#([^ \n])`).ReplaceAllString(assets.CallerSample(), "$1")
	set, err = ParseCaller([]byte(examples))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Strips.Lines) != 2 || len(set.Strips.Lines[0].Strips) != 3 || len(set.Voices.Voices) != 2 || len(set.Voices.Voices[1].Quiet) != 1 {
		t.Errorf("with its examples it is %+v", set)
	}
	// Keys that nobody is told of are never found. The others are for lines that differ
	// from what the makers deliver.
	rare := map[string]bool{"bits": true, "parity": true, "stop_bits": true, "font": true, "clips": true, "over_programs": true}
	var keys func(reflect.Type)
	keys = func(s reflect.Type) {
		for i := range s.NumField() {
			f := s.Field(i)
			key := f.Tag.Get("toml")
			if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
				keys(f.Type.Elem())
			} else if !rare[key] && !regexp.MustCompile(`(?m)^`+key+` = `).MatchString(examples) {
				t.Errorf("no example has %s", key)
			}
		}
	}
	keys(reflect.TypeFor[caller.StripSettings]())
	keys(reflect.TypeFor[caller.VoiceSettings]())
}

func TestAMistakeInTheFileIsToldOnceWithItsLineAndTheWayOut(t *testing.T) {
	strip := func(more string) string {
		return "[[line]]\nport = \"/dev/a\"\n[[line.strip]]\nname = \"w1\"\nkind = \"bx6k\"\naddress = 1\nwidth = 64\nheight = 16\n" + more
	}
	speaker := "[[voice]]\nname = \"hall\"\nkind = \"syn6288\"\n"
	var many strings.Builder
	for l := range 3 {
		fmt.Fprintf(&many, "[[line]]\nport = \"/dev/%d\"\n", l)
		for i := range 30 {
			fmt.Fprintf(&many, "[[line.strip]]\nname = \"w%d-%d\"\nkind = \"bx6k\"\naddress = %d\nwidth = 64\nheight = 16\nwindow = \"1\"\n", l, i, i+1)
		}
	}
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "# later\n", "it names no strip and no voice; add a [[line]] with strips, or a [[voice]]"},
		{"no TOML", "[[voice]\n", "line 1: "},
		{"a table of nobody", "[printer]\nport = 1\n", "line 1: unknown key \"printer\"; the file has [[line]] with [[line.strip]], and [[voice]]"},
		{"a key of nobody", strip("window = \"1\"\ncolor = 2\n"), "line 10: unknown key \"line.strip.color\"; "},
		{"two mistakes", strip("window = \"1\"\nbrightness = 99\n") + speaker + "port = \"/dev/b\"\nvolume = 11\n", "line 10: .*brightness 99: .*\nline 15: .*volume is 11; "},
		{"one port for two", strip("window = \"1\"\n") + speaker + "port = \"/dev/a\"\n", "line 13: voice \"hall\" and a [[line]] of strips have the same port \"/dev/a\"; give each its own"},
		{"the name of a zone", strip("window = \"1\"\n") + speaker + "port = \"/dev/b\"\nzones = [\"一区\"]\n", "line 14: voice \"hall\": zone \"一区\" is no id of a zone; ids are such as \"zone-1\""},
		{"a long name", strings.Replace(strip("window = \"1\"\n"), "w1", strings.Repeat("窗", 27), 1), "line 4: strip: its name is longer than"},
		{"too many", many.String(), "it names 90 strips and voices; at most 80 hang at one machine"},
	} {
		_, err := ParseCaller([]byte(c.text))
		if err == nil {
			t.Errorf("%s: no mistake is found", c.name)
			continue
		}
		want := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(c.want), `\.\*`, ".*"))
		if !want.MatchString(err.Error()) {
			t.Errorf("%s: the mistake is %q, want %q", c.name, err, c.want)
		}
		if n := strings.Count(c.want, "\n"); strings.Count(err.Error(), "\n") != n {
			t.Errorf("%s: it is not told in %d lines: %q", c.name, n+1, err)
		}
	}
}

func TestAFileThatIsNotThereSaysHowOneLooks(t *testing.T) {
	_, err := ReadCaller(t.TempDir() + "/devices.toml")
	hint, ok := err.(interface{ Hint() string })
	if !ok || !strings.HasPrefix(err.Error(), "caller.devices: open ") || !strings.Contains(hint.Hint(), "onewindow caller --sample") {
		t.Errorf("the error is %v", err)
	}
}

func TestDevicesHaveIDsOfTheirOwnWhateverTheirNames(t *testing.T) {
	long := strings.Repeat("a", 80)
	names := []string{"w1", "一号窗口", "二号窗口", "w 1", "w-1", "", long, long[:79] + "b", "号" + long[:77]}
	var set CallerSettings
	set.Strips.Lines = []caller.StripLine{{}}
	for _, n := range names {
		set.Strips.Lines[0].Strips = append(set.Strips.Lines[0].Strips, caller.StripSetting{Name: n})
		set.Voices.Voices = append(set.Voices.Voices, caller.VoiceSetting{Name: n})
	}
	ids, seen := deviceIDs(set), map[string]bool{}
	for what, id := range ids {
		if !token(id) || seen[id] {
			t.Errorf("%v has the id %q", what, id)
		}
		seen[id] = true
	}
	if len(seen) != 2*len(names) || ids[[2]string{"strip", "w1"}] != "strip-w1" {
		t.Errorf("the ids are %v", ids)
	}
}

// someSigns are three windows on an open day: one calls, one serves, one waits.
func someSigns() wire.Signs {
	at := time.Date(2026, 11, 26, 9, 30, 0, 0, time.UTC)
	return wire.Signs{
		Day: wire.Day{Open: true, UTCOffset: 480},
		Windows: []wire.Sign{
			{Window: "1", Label: "1", Zone: "a", State: queue.Calling, Number: "A001", Times: 2, Since: at},
			{Window: "2", Label: "2", Zone: "b", State: queue.WindowServing, Number: "A002", Since: at},
			{Window: "3", Label: "3", State: queue.Idle},
		},
		Calls: []wire.SignCall{
			{Call: wire.Call{Number: "A001", Place: wire.Place{Window: "1", Label: "1"}, At: at.Add(time.Minute), Times: 2}, Zone: "a"},
			{Call: wire.Call{Number: "A002", Place: wire.Place{Window: "2", Label: "2"}, At: at, Times: 1}, Zone: "b"},
		},
	}
}

func TestACallStaysOpenWithItsMomentWhenTheListOfLastCallsForgetsIt(t *testing.T) {
	s, o := someSigns(), openCalls{}
	before := o.of(s)
	if len(before) != 1 || before[0].Number != "A001" || before[0].Times != 2 || !before[0].At.Equal(s.Calls[0].At) {
		t.Fatalf("open are %+v", before)
	}
	s.Calls = nil
	if after := o.of(s); !reflect.DeepEqual(after, before) {
		t.Errorf("open are then %+v", after)
	}
	s.Windows[0].State = queue.WindowServing
	if after := o.of(s); len(after) != 0 || len(o.at) != 0 {
		t.Errorf("open is still %+v", after)
	}
}

func TestNoticesEndByTheClockAndAreShownAllOfThem(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	d := wire.Day{Open: true, Notices: []wire.Notice{
		{ID: "1", Text: queue.Text{ZhHans: "一"}},
		{ID: "2", Text: queue.Text{ZhHans: "二\n行"}, Until: now.Add(time.Minute)},
	}}
	if got := noticeOf(d, now).ZhHans; got != "一  二 行" {
		t.Errorf("the notices are %q", got)
	}
	if got := noticeOf(d, now.Add(time.Minute)); got.ZhHans != "一" || got.En != "一" {
		t.Errorf("a minute later they are %+v", got)
	}
	d.Phase = queue.PhaseLunch
	if got := noticeOf(d, now.Add(time.Minute)).En; got != "一  Lunch break" {
		t.Errorf("at noon they are %q", got)
	}
	d.Stopped = "staff on the roof"
	if got := noticeOf(d, now).En; got != "The hall is stopped. Reason: staff on the roof. Please follow the staff." {
		t.Errorf("during a stop they are %q", got)
	}
}

// lone is a caller with a strip that nobody hears, on a hall that is not there.
func lone(t *testing.T, still time.Duration) (c *Caller, h *fakeHall, signs chan wire.Message) {
	t.Helper()
	h = newFakeHall()
	h.up = false
	var set CallerSettings
	set.Strips.Lines = []caller.StripLine{{Port: t.TempDir() + "/none", Strips: []caller.StripSetting{
		{Name: "w1", Kind: caller.StripBX6K, Address: 1, Window: "1", Width: 64, Height: 16},
	}}}
	if err := set.Strips.Check(); err != nil {
		t.Fatal(err)
	}
	c, err := NewCaller(set, time.Now, h, NewRegister(h, quiet()), quiet())
	if err != nil {
		t.Fatal(err)
	}
	c.stillTrue = still
	return c, h, make(chan wire.Message)
}

func TestAHallThatIsAwayForLongLeavesNoNumberOverAWindow(t *testing.T) {
	c, h, _ := lone(t, time.Hour)
	gone := func(d time.Duration) { c.down = time.Now().Add(-d) }
	gone(0)
	if away, notice := c.present(); away || notice != (caller.Text{}) {
		t.Errorf("at the start it shows %v %v", away, notice)
	}
	gone(2 * time.Hour)
	if away, notice := c.present(); !away || notice.ZhHans != "连接中断。请听窗口呼叫。" {
		t.Errorf("when no hall came it shows %v %v", away, notice)
	}
	h.up = true
	c.link(true)
	c.hear(someSigns())
	if away, _ := c.present(); away {
		t.Error("the hall has spoken, and is away")
	}
	h.up = false
	c.link(false)
	if away, _ := c.present(); away {
		t.Error("what a hall said that is just lost is not true any more")
	}
	gone(2 * time.Hour)
	c.look()
	if !c.away {
		t.Error("the strips still show what a hall said that is away for long")
	}
	// Back with the same state, the hall says nothing.
	c.link(true)
	c.up = time.Now().Add(-heardAgain)
	c.look()
	if c.away {
		t.Error("the hall is back, and the strips do not show what it said")
	}
	c.link(false)
	c.link(true)
	if away, _ := c.present(); away {
		t.Error("a short loss darkens the strips")
	}
}

func TestACallerWithoutAHallShowsNothingAndTellsNothingLate(t *testing.T) {
	c, h, signs := lone(t, time.Hour)
	stop := running(t, func(ctx context.Context) { c.run(ctx, signs) })
	h.links <- lan.Link{Up: true}
	old := caller.Announced{Number: "A001", Window: "1", Times: 1, At: time.Now().Add(-queue.AnnounceWithin - time.Second)}
	for range 2 * unheard {
		c.announced(old) // never waits
	}
	until(t, "the old ones are looked at", func() bool { return len(c.heard) == 0 })
	c.announced(caller.Announced{Number: "A002", Window: "2", Times: 1, At: time.Now()})
	until(t, "the new one is told", func() bool { return len(h.requests("call.announced")) > 0 })
	if all := h.requests("call.announced"); len(all) != 1 || all[0].(wire.AnnouncedRequest).Number != "A002" {
		t.Errorf("told was %v", all)
	}
	data, err := json.Marshal(someSigns())
	if err != nil {
		t.Fatal(err)
	}
	signs <- wire.Message{Topic: wire.TopicSigns, Data: []byte("{")} // of a newer hall; it is left out
	signs <- wire.Message{Topic: wire.TopicSigns, Data: data}
	close(signs)
	close(h.links)
	stop()
	if c.signs == nil || c.strange != "" {
		t.Errorf("heard was %v, strange is %q", c.signs, c.strange)
	}
}

func TestTheFirstListOfDevicesHasAllOfThem(t *testing.T) {
	h := newFakeHall()
	set, err := ParseCaller([]byte(assets.CallerSample() + "[[line]]\nport = \"/dev/none\"\n[[line.strip]]\nname = \"一\"\nkind = \"led8\"\nwindow = \"1\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	set.Voices.Voices[0].Command = []string{"/no/such/player"}
	register := NewRegister(h, quiet())
	if _, err := NewCaller(set, time.Now, h, register, quiet()); err != nil {
		t.Fatal(err)
	}
	all := register.Devices()
	if len(all) != 2 || all[0].Kind != queue.DeviceStrip || all[1].Kind != queue.DeviceVoice || all[1].Fault != queue.FaultGone || all[1].Name != "speakers" {
		t.Errorf("the devices are %+v", all)
	}
}

func TestWindowsAndZonesThatTheHallDoesNotHaveAreToldOnce(t *testing.T) {
	c, _, _ := lone(t, time.Hour)
	c.set = append(c.set, caller.StripSetting{Name: "w9", Window: "9"}, caller.StripSetting{Name: "hall", Zones: []string{"*", "c"}})
	c.hear(someSigns())
	if want := `strip "w9": no window "9"; strip "hall": no zone "c"`; c.strange != want {
		t.Errorf("strange is %q, want %q", c.strange, want)
	}
}

// Whatever a file says, it is read or its mistakes are told, and what is read has what
// the hall takes.
func FuzzParseCaller(f *testing.F) {
	f.Add([]byte(assets.CallerSample()))
	f.Add([]byte(regexp.MustCompile(`(?m)^#([^ \n])`).ReplaceAllString(assets.CallerSample(), "$1")))
	f.Add([]byte("[[voice]]\nname = \"\\\"\"\nkind = \"clips\"\ncommand = [\"a\"]\nzones = [\"*\", \"\"]\n"))
	f.Add([]byte("line = 3\nvoice = [[]]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		set, err := ParseCaller(text)
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" {
				t.Error("a mistake without words")
			}
			return
		}
		ids, seen := deviceIDs(set), map[string]bool{}
		for what, id := range ids {
			if !token(id) || seen[id] {
				t.Errorf("%q has the id %q", what, id)
			}
			seen[id] = true
		}
		n := len(set.Voices.Voices)
		for _, l := range set.Strips.Lines {
			n += len(l.Strips)
		}
		if len(ids) != n || n == 0 || n > queue.MaxDevices {
			t.Errorf("%d devices have %d ids", n, len(ids))
		}
	})
}
