package caller

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"onewindow/caller/voice"
)

const voiceFile = `# a hall
[[line]]
port = "/dev/a"
[[line.strip]]
name = "w1"
volume = 99

[[voice]]
name = "hall"
kind = "syn6288"
port = "/dev/voice"

[[voice.quiet]]
from = "12:00"
to = "13:30"
volume = 3

[[voice.quiet]]
from = "19:00"
to = "08:00"

[[voice]]
name = "second"
kind = "clips"
command = ["aplay", "-q", "-"]
zones = ["2", "3"]
languages = ["yue", "en"]
one = "yi"
repeat = 1
no_chime = true
volume = 10
speed = 9
`

func TestVoicesAreReadWithTheirDefaults(t *testing.T) {
	got, err := ParseVoices([]byte("\ufeff" + voiceFile))
	if err != nil {
		t.Fatal(err)
	}
	want := VoiceSettings{Voices: []VoiceSetting{
		{Name: "hall", Kind: VoiceSYN6288, Port: "/dev/voice", Baud: 9600, Encoding: voice.GBK, Languages: []voice.Language{voice.Mandarin}, One: OneYao, Repeat: 2, Volume: 7, Speed: 5,
			Quiet: []QuietTime{{"12:00", "13:30", 3}, {"19:00", "08:00", 0}}},
		{Name: "second", Kind: VoiceClips, Command: []string{"aplay", "-q", "-"}, Zones: []string{"2", "3"}, Languages: []voice.Language{voice.Cantonese, voice.English},
			One: OneYi, Repeat: 1, NoChime: true, Volume: 10, Speed: 9},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if none, err := ParseVoices(nil); err != nil || len(none.Voices) > 0 {
		t.Errorf("an empty file has %v, %v", none, err)
	}
}

func TestMistakesInVoicesNameTheLineAndTheWayOut(t *testing.T) {
	head := "[[voice]]\nname = \"hall\"\n"
	module := head + "kind = \"syn6288\"\nport = \"/dev/v\"\n"
	for _, tc := range []struct{ name, text, want string }{
		{"a slip in a key", module + "volme = 3\n", `line 5: unknown key "voice.volme"; a [[voice]] has name, kind`},
		{"a slip in a quiet time", module + "[[voice.quiet]]\nuntil = \"1\"\n", `line 6: unknown key "voice.quiet.until"; a [[voice.quiet]] has from, to, volume`},
		{"a slip in a table", "[[voices]]\nname = \"a\"\n", `line 1: unknown key "voices"; the file has`},
		{"text for a number", module + "volume = \"7\"\n", "line 5: "},
		{"no TOML", "[[voice]\n", "line 1: "},
		{"no name", "\n[[voice]]\nkind = \"clips\"\n", "line 2: voice 1: a voice needs a name"},
		{"no kind", head, `line 1: voice "hall": kind "": want syn6288, xfs5152ce or clips`},
		{"another kind", head + "kind = \"syn7318\"\n", `line 3: voice "hall": kind "syn7318": want syn6288`},
		{"a module without a port", head + "kind = \"xfs5152ce\"\n", "a module needs its port"},
		{"a module with a command", module + "command = [\"aplay\"]\n", "line 5: voice \"hall\": a module plays by itself"},
		{"a module with clips", module + "clips = \"/x\"\n", "a module has no clips"},
		{"clips without a command", head + "kind = \"clips\"\n", `such as ["aplay", "-q", "-"]`},
		{"clips with a port", head + "kind = \"clips\"\ncommand = [\"aplay\"]\nport = \"/dev/v\"\n", "line 5: voice \"hall\": a voice of clips has no port"},
		{"clips with an encoding", head + "kind = \"clips\"\ncommand = [\"aplay\"]\nencoding = \"gbk\"\n", "a voice of clips has no encoding"},
		{"an encoding", module + "encoding = \"big5\"\n", `line 5: voice "hall": encoding "big5": want gb2312, gbk or utf16`},
		{"a speed of the line", module + "baud = -1\n", "line 5: "},
		{"a language", module + "languages = [\"zh\"]\n", `line 5: voice "hall": language "zh": want cmn, yue or en`},
		{"a language twice", module + "languages = [\"cmn\", \"cmn\"]\n", `stands twice`},
		{"English of a SYN6288", module + "languages = [\"cmn\", \"en\"]\n", "a syn6288 spells English"},
		{"a way to say 1", module + "one = \"yo\"\n", `one "yo": want yao or yi`},
		{"too often", module + "repeat = 4\n", "repeat is 4; want 1, 2 or 3"},
		{"too loud", module + "volume = 11\n", "line 5: voice \"hall\": volume is 11; want 1 to 10"},
		{"too fast", module + "speed = 11\n", "speed is 11; want 1 to 10"},
		{"an empty zone", module + "zones = [\"\"]\n", "an empty zone"},
		{"a time", module + "[[voice.quiet]]\nfrom = \"noon\"\nto = \"13:00\"\n", `line 6: voice "hall": from "noon": want a time such as`},
		{"the end of a time", module + "[[voice.quiet]]\nfrom = \"12:00\"\nto = \"24:30\"\n", `line 7: voice "hall": to "24:30"`},
		{"a time of nothing", module + "[[voice.quiet]]\nfrom = \"12:00\"\nto = \"12:00\"\n", `from and to are the same`},
		{"a time too loud", module + "[[voice.quiet]]\nfrom = \"12:00\"\nto = \"13:00\"\nvolume = 12\n", `line 8: voice "hall": volume is 12`},
		{"a time in a list", module + "quiet = [{from = \"12:00\", to = \"13:00\", volume = 12}]\n", `line 5: voice "hall": volume is 12`},
		{"one name twice", module + module, `line 6: voice "hall": another voice has this name`},
		{"one port twice", module + strings.Replace(module, "hall", "other", 1), `line 8: voice "other": voice "hall" has this port`},
	} {
		if _, err := ParseVoices([]byte(tc.text)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestTheVolumeFollowsTheTimeOfTheDay(t *testing.T) {
	s := VoiceSetting{Volume: 8, Quiet: []QuietTime{{"12:00", "14:00", 3}, {"13:00", "13:30", 1}, {"22:00", "06:30", 0}}}
	for clock, want := range map[string]int{"11:59": 8, "12:00": 3, "13:00": 1, "13:30": 3, "14:00": 8, "21:59": 8, "22:00": 0, "00:00": 0, "06:29": 0, "06:30": 8} {
		at, err := time.Parse("15:04", clock)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.VolumeAt(at); got != want {
			t.Errorf("at %s the volume is %d, want %d", clock, got, want)
		}
	}
}

// FuzzParseVoices: no file makes the reader fall over, each mistake is told, and
// what is taken is complete.
func FuzzParseVoices(f *testing.F) {
	f.Add([]byte(voiceFile))
	f.Add([]byte("[[voice.quiet]]\n[[voice]]\n"))
	f.Add([]byte("voice = [{name = \"a\", quiet = [{}]}]\n"))
	f.Add([]byte("voice = 3\n"))
	f.Add([]byte("[voice]\nname = 'a'\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		set, err := ParseVoices(b)
		if err != nil {
			return
		}
		again := VoiceSettings{Voices: append([]VoiceSetting(nil), set.Voices...)}
		if err := again.Check(); err != nil || !reflect.DeepEqual(again, set) && len(set.Voices) > 0 {
			t.Fatalf("checked again: %v\n%+v\n%+v", err, set, again)
		}
	})
}
