package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"onewindow/caller"
	"onewindow/caller/led"
	"onewindow/caller/voice"
	"onewindow/printer"
	"onewindow/printer/profile"
	"onewindow/reader"
	"onewindow/serial"
)

// told is a finding in short: "level code".
func told(all ...Finding) string {
	var out []string
	for _, f := range all {
		out = append(out, string(f.Level)+" "+f.Code)
	}
	return strings.Join(out, ", ")
}

// expect compares findings, and wants a remedy with each that is bad.
func expect(t *testing.T, name, want string, got ...Finding) {
	t.Helper()
	if told(got...) != want {
		t.Errorf("%s: found %q, want %q", name, told(got...), want)
	}
	for _, f := range got {
		if (f.Level == Warning || f.Level == Failure) && f.Remedy == "" {
			t.Errorf("%s: %s has no remedy", name, told(f))
		}
		if strings.Contains(f.Says+f.Remedy+f.Detail, "%!") {
			t.Errorf("%s: a broken format in %+v", name, f)
		}
	}
}

func TestAClockIsJudgedByWhatItCannotBe(t *testing.T) {
	beijing := time.FixedZone("CST", 8*3600)
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, beijing)
	good := clockFacts{Now: now, Installed: now.AddDate(0, -1, 0), Zone: "CST", Offset: 8 * time.Hour, Kept: true, KeptKnown: true, Hall: true}
	for _, c := range []struct {
		name   string
		change func(*clockFacts)
		want   string
	}{
		{"good", func(*clockFacts) {}, "ok plausible, ok zone, ok kept"},
		{"after a power cut", func(f *clockFacts) { f.Now = time.Date(2000, 1, 1, 0, 0, 0, 0, beijing) }, "failure behind, ok zone, ok kept"},
		{"before it was installed", func(f *clockFacts) { f.Now = f.Installed.AddDate(0, 0, -2) }, "failure behind, ok zone, ok kept"},
		{"a file of this very hour", func(f *clockFacts) { f.Installed = f.Now.Add(time.Hour) }, "ok plausible, ok zone, ok kept"},
		{"far ahead", func(f *clockFacts) { f.Now = f.Now.AddDate(80, 0, 0) }, "warning ahead, ok zone, ok kept"},
		{"another zone", func(f *clockFacts) { f.Offset = 0; f.Zone = "UTC" }, "ok plausible, warning zone, ok kept"},
		{"a hall that nothing keeps right", func(f *clockFacts) { f.Kept = false }, "ok plausible, ok zone, warning not_kept"},
		{"a terminal that nothing keeps right", func(f *clockFacts) { f.Kept, f.Hall = false, false }, "ok plausible, ok zone, note not_kept"},
		{"unknown", func(f *clockFacts) { f.KeptKnown = false }, "ok plausible, ok zone, note kept_unknown"},
	} {
		f := good
		c.change(&f)
		expect(t, c.name, c.want, judgeClock(f)...)
	}
	for skew, want := range map[time.Duration]string{
		0: "ok skew", -time.Second: "ok skew", 5 * time.Second: "note skew", -2 * time.Minute: "warning skew", time.Hour: "warning skew",
	} {
		expect(t, skew.String(), want, judgeSkew(skew))
	}
}

func TestADiskIsJudgedBySpaceRightsAndSpeed(t *testing.T) {
	good := diskFacts{Folder: "/var/lib/onewindow", Use: "the hall's data", Hall: true, Free: 20 << 30, Total: 60 << 30, Files: 1e6, Known: true, Sync: 2 * time.Millisecond}
	for _, c := range []struct {
		name   string
		change func(*diskFacts)
		want   string
	}{
		{"good", func(*diskFacts) {}, "ok space, ok writable"},
		{"full", func(f *diskFacts) { f.Free = 5 * mb }, "failure full, ok writable"},
		{"nearly", func(f *diskFacts) { f.Free = 500 * mb }, "warning nearly_full, ok writable"},
		{"no inodes", func(f *diskFacts) { f.Files = 10 }, "warning few_files, ok writable"},
		{"other user", func(f *diskFacts) { f.Write = fmt.Errorf("open: %w", fs.ErrPermission) }, "ok space, warning no_right"},
		{"read-only", func(f *diskFacts) { f.Write = errors.New("read-only file system") }, "ok space, failure not_writable"},
		{"a card", func(f *diskFacts) { f.Sync = 300 * time.Millisecond }, "ok space, warning slow"},
		{"a slow disk", func(f *diskFacts) { f.Sync = 40 * time.Millisecond }, "ok space, note slow"},
		{"a terminal's card", func(f *diskFacts) { f.Sync, f.Hall = 300*time.Millisecond, false }, "ok space, ok writable"},
		{"not there yet", func(f *diskFacts) { f.Missing = true }, "ok space, note missing"},
		{"unknown", func(f *diskFacts) { f.Known = false }, "note space_unknown, ok writable"},
	} {
		f := good
		c.change(&f)
		expect(t, c.name, c.want, judgeDisk(f)...)
	}
}

func TestMemoryIsReadAsTheKernelTellsIt(t *testing.T) {
	total, available := memory("MemTotal:       16303428 kB\nMemFree:  1 kB\nMemAvailable:   40000 kB\nHugePages_Total:       0\n")
	if total != 16303428<<10 || available != 40000<<10 {
		t.Errorf("read %d and %d", total, available)
	}
	expect(t, "little", "warning little_memory", judgeMemory(total, available))
	expect(t, "some", "note little_memory", judgeMemory(total, 150*mb))
	expect(t, "enough", "ok memory", judgeMemory(total, 4<<30))
	expect(t, "unknown", "skipped memory_unknown", judgeMemory(0, 0))
}

func TestConfigurationAndIdentityAreJudged(t *testing.T) {
	expect(t, "none", "note defaults", judgeConfig("", nil)...)
	expect(t, "good", "ok read", judgeConfig("/etc/x.toml", nil)...)
	expect(t, "two mistakes", "failure mistake, failure mistake", judgeConfig("x", errors.Join(errors.New("line 1: a"), errors.New("line 2: b")))...)

	good := identityFacts{File: "/var/lib/onewindow/terminal.json", Mode: 0o600, Terminal: "t1", Hall: "LG-00", Role: "kiosk"}
	for _, c := range []struct {
		name   string
		change func(*identityFacts)
		want   string
	}{
		{"good", func(*identityFacts) {}, "ok identity"},
		{"readable by others", func(f *identityFacts) { f.Mode = 0o644 }, "ok identity, warning open_identity"},
		{"none", func(f *identityFacts) { f.Err = fs.ErrNotExist }, "warning nobody"},
		{"none on a hall", func(f *identityFacts) { f.Err, f.IsHall = fs.ErrNotExist, true }, ""},
		{"not for this user", func(f *identityFacts) { f.Err = fs.ErrPermission }, "warning unreadable"},
		{"broken", func(f *identityFacts) { f.Err = errors.New("not JSON") }, "failure identity"},
	} {
		f := good
		c.change(&f)
		expect(t, c.name, c.want, judgeIdentity(f)...)
	}
}

func TestAHallIsJudgedByItsJournalAndItsPort(t *testing.T) {
	hall := []holder{{7, "onewindow hall", true}}
	good := hallFacts{ID: "LG-PH", Data: "/d", Journal: true, Runs: hall, RunsKnown: true, Port: 4222, Answers: true}
	for _, c := range []struct {
		name   string
		change func(*hallFacts)
		want   string
	}{
		{"runs", func(*hallFacts) {}, "ok runs, ok port"},
		{"new", func(f *hallFacts) { f.Journal, f.Runs, f.Answers = false, nil, false }, "note new, ok port"},
		{"new, and the port taken", func(f *hallFacts) { f.Journal, f.Runs = false, nil }, "note new, failure port_taken"},
		{"stopped", func(f *hallFacts) { f.Runs, f.Answers = nil, false }, "warning stopped, ok port"},
		{"stopped, and the port taken", func(f *hallFacts) { f.Runs = nil }, "warning stopped, failure port_taken"},
		{"stopped, and no such address", func(f *hallFacts) { f.Runs, f.Answers, f.Free = nil, false, errors.New("bind") }, "warning stopped, failure port_taken"},
		{"runs, and no port", func(f *hallFacts) { f.Answers = false }, "ok runs, failure port_closed"},
		{"no id", func(f *hallFacts) { f.ID = "" }, "failure no_id, ok runs, ok port"},
		{"unknown id", func(f *hallFacts) { f.Unknown = errors.New("no hall") }, "failure unknown_hall, ok runs, ok port"},
		{"any port", func(f *hallFacts) { f.Port, f.Answers = -1, false }, "ok runs, note no_port"},
	} {
		f := good
		c.change(&f)
		expect(t, c.name, c.want, judgeHall(f)...)
	}
	expect(t, "reachable", "ok reachable, ok skew", judgeLink(linkFacts{Up: true})...)
	expect(t, "not", "failure unreachable", judgeLink(linkFacts{URLs: []string{"tls://10.0.0.1:4222"}, Why: "refused"})...)
	expect(t, "devices", "warning device, note device_low, ok devices", judgeDevices([]hallDevice{
		{Terminal: "kiosk 1", Kind: "printer", ID: "printer", Fault: "paper_out"}, {Terminal: "kiosk 2", Name: "printer", Low: true}, {Terminal: "kiosk 3"},
	})...)
	expect(t, "no devices", "", judgeDevices(nil)...)
}

func TestAPortIsJudgedByWhyItDoesNotOpenAndWhoHasIt(t *testing.T) {
	ours, other := holder{12, "onewindow kiosk", true}, holder{13, "minicom", false}
	busy := fmt.Errorf("open: %w", serial.ErrBusy)
	for _, c := range []struct {
		name string
		f    portFacts
		want string
	}{
		{"opens", portFacts{Name: "/dev/serial/by-id/x", Users: []string{"printer"}}, "ok opens"},
		{"counted", portFacts{Name: "/dev/ttyUSB0", Stable: "/dev/serial/by-id/x"}, "ok opens, warning counted_name"},
		{"a port of the board", portFacts{Name: "/dev/ttyS0"}, "ok opens"},
		{"ours", portFacts{Name: "/dev/a", Err: busy, Holders: []holder{ours}}, "ok in_use"},
		{"the right program's", portFacts{Name: "/dev/a", Users: []string{"card reader"}, Err: busy, Holders: []holder{ours}}, "ok in_use"},
		{"a voice's for a printer", portFacts{Name: "/dev/a", Users: []string{"printer"}, Err: busy, Holders: []holder{{14, "onewindow hall", true}}}, "warning another_owner"},
		{"a printer's for a voice", portFacts{Name: "/dev/a", Users: []string{"voice hall"}, Err: busy, Holders: []holder{ours}}, "warning another_owner"},
		{"a voice's", portFacts{Name: "/dev/a", Users: []string{"voice hall"}, Err: busy, Holders: []holder{{14, "onewindow caller", true}}}, "ok in_use"},
		{"a reader's for a clerk", portFacts{Name: "/dev/a", Users: []string{"scanner"}, Err: busy, Holders: []holder{{14, "onewindow window", true}}}, "warning another_owner"},
		{"a demonstration's", portFacts{Name: "/dev/a", Users: []string{"printer"}, Err: busy, Holders: []holder{{14, "onewindow demo", true}}}, "ok in_use"},
		{"a folder", portFacts{Name: "/dev/serial", Not: "a folder", Err: errors.New("is a directory")}, "failure no_port"},
		{"another's", portFacts{Name: "/dev/a", Err: busy, Holders: []holder{ours, other}}, "failure busy"},
		{"nobody's", portFacts{Name: "/dev/a", Err: busy}, "warning busy"},
		{"listened to", portFacts{Name: "/dev/a", Holders: []holder{other}}, "ok opens, warning listened"},
		{"missing", portFacts{Name: "/dev/a", Err: fmt.Errorf("open: %w", fs.ErrNotExist)}, "failure missing"},
		{"rights", portFacts{Name: "/dev/a", User: "hall", Err: fmt.Errorf("open: %w", fs.ErrPermission)}, "failure no_right"},
		{"unsupported", portFacts{Name: "/dev/a", Err: fmt.Errorf("open: %w", serial.ErrUnsupported)}, "failure unsupported"},
		{"address", portFacts{Name: "tcp://10.0.0.1", Err: errors.New("refused")}, "failure unreachable"},
		{"file", portFacts{Name: "file:///x", Err: errors.New("is a folder")}, "failure file"},
		{"else", portFacts{Name: "/dev/a", Err: errors.New("no tty")}, "failure no_opening"},
		{"shared", portFacts{Name: "/dev/a", Users: []string{"printer", "scanner"}}, "ok opens, failure shared"},
	} {
		expect(t, c.name, c.want, judgePort(c.f)...)
	}
	if f := judgePort(portFacts{Name: "/dev/a", Err: busy, Holders: []holder{ours}})[0]; !strings.Contains(f.Says, "onewindow kiosk (pid 12)") || !strings.Contains(f.Says, "manager's screen") {
		t.Errorf("a port in use says %q", f.Says)
	}
	expect(t, "troublemakers", "warning troublemaker, warning troublemaker", judgeTroublemakers([]string{"ModemManager", "brltty"})...)
	expect(t, "twins", "warning twins", judgeTwins([]string{"a", "b"}, []string{"a"})...)
	expect(t, "no twins", "", judgeTwins([]string{"a"}, []string{"a"})...)
}

func TestEachStateOfAPrinterHasItsWordsAndRemedy(t *testing.T) {
	p, err := profile.Named("generic-80")
	if err != nil {
		t.Fatal(err)
	}
	p.Identify = false
	for fault, want := range map[printer.Fault]string{
		"": "ok ready", printer.FaultPaperOut: "failure paper_out", printer.FaultCover: "failure cover_open", printer.FaultCutter: "failure cutter",
		printer.FaultError: "failure error", printer.FaultOffline: "failure offline", printer.FaultSilent: "failure silent", printer.FaultGone: "failure gone",
	} {
		expect(t, string(fault), want, judgePrinter(printerFacts{Profile: p, Health: printer.Health{Fault: fault, Known: true}})...)
	}
	expect(t, "mute", "note mute", judgePrinter(printerFacts{Profile: p})...)
	expect(t, "low", "ok ready, warning near_end", judgePrinter(printerFacts{Profile: p, Health: printer.Health{Known: true, Low: true}})...)
	expect(t, "speed", "failure baud", judgePrinter(printerFacts{Profile: p, Baud: 115200, AnswersAt: 9600, Serial: true, Health: printer.Health{Fault: printer.FaultSilent, Known: true}})...)

	named := profile.Profile{Name: "tm-t70", Model: "Epson TM-T70II-CH"}
	expect(t, "its model", "ok model", judgeModel("TM-T70II", named))
	expect(t, "another model", "note model", judgeModel("NT-5890K", named))
	expect(t, "a generic profile", "ok model", judgeModel("NT-5890K", p))
}

func TestATestPageIsJudgedByPrinterAndPeople(t *testing.T) {
	sure, mute := profile.Profile{Confirm: profile.ConfirmProcess}, profile.Profile{Confirm: profile.ConfirmNone}
	for _, c := range []struct {
		name string
		f    pageFacts
		want string
	}{
		{"confirmed", pageFacts{Profile: sure, Job: printer.Progress{State: printer.Printed}}, "ok page_printed"},
		{"and seen", pageFacts{Profile: sure, Job: printer.Progress{State: printer.Printed}, Asked: true, Seen: true}, "ok page_printed"},
		{"a lie", pageFacts{Profile: sure, Job: printer.Progress{State: printer.Printed}, Asked: true}, "failure page_lie"},
		{"interrupted", pageFacts{Profile: sure, Job: printer.Progress{State: printer.Interrupted, Reason: printer.FaultCover}}, "failure page_interrupted"},
		{"unconfirmed", pageFacts{Profile: sure, Job: printer.Progress{State: printer.Unconfirmed}}, "warning page_unconfirmed"},
		{"cannot say", pageFacts{Profile: mute, Job: printer.Progress{State: printer.Unconfirmed}}, "note page_unconfirmed"},
		{"cannot say, but seen", pageFacts{Profile: mute, Job: printer.Progress{State: printer.Unconfirmed}, Asked: true, Seen: true}, "ok page_seen"},
		{"nothing came out", pageFacts{Profile: mute, Job: printer.Progress{State: printer.Unconfirmed}, Asked: true}, "failure page_unseen"},
		{"late", pageFacts{Late: true}, "failure page_late"},
	} {
		expect(t, c.name, c.want, judgePage(c.f)...)
	}
}

func TestStripsVoicesAndReadersAreJudged(t *testing.T) {
	for _, c := range []struct {
		name string
		f    stripFacts
		want string
	}{
		{"answers", stripFacts{Address: 3}, "ok answers"},
		{"never answers", stripFacts{Kind: caller.StripCD5220, Err: led.ErrMute}, "note mute"},
		{"silent", stripFacts{Address: 3, Err: serial.ErrNoAnswer}, "failure silent"},
		{"all silent", stripFacts{Address: 3, Err: serial.ErrNoAnswer, Alone: true}, "failure silent"},
		{"garbled", stripFacts{Address: 3, Err: led.ErrGarbled}, "failure garbled"},
		{"refuses", stripFacts{Address: 3, Err: &led.Refusal{Code: 1}}, "failure refuses"},
		{"busy", stripFacts{Address: 3, Err: &led.Refusal{Code: led.BXBusy}}, "ok answers"},
		{"speed", stripFacts{Address: 3, Err: serial.ErrNoAnswer, Baud: 9600, AnswersAt: 57600}, "failure baud"},
	} {
		expect(t, c.name, c.want, judgeStrip(c.f))
	}
	for _, c := range []struct {
		name string
		f    voiceFacts
		want string
	}{
		{"answers", voiceFacts{}, "ok answers"},
		{"silent", voiceFacts{Health: voice.Health{Fault: voice.FaultSilent}}, "failure silent"},
		{"speed", voiceFacts{AnswersAt: 115200, Health: voice.Health{Fault: voice.FaultSilent}}, "failure baud"},
		{"gone", voiceFacts{Health: voice.Health{Fault: voice.FaultGone}}, "failure gone"},
		{"error", voiceFacts{Health: voice.Health{Fault: voice.FaultError}}, "failure error"},
		{"player", voiceFacts{Kind: caller.VoiceClips, Command: []string{"aplay"}}, "ok player"},
		{"no player", voiceFacts{Kind: caller.VoiceClips, Command: []string{"aplay"}, Health: voice.Health{Fault: voice.FaultGone}}, "failure no_player"},
		{"no clips", voiceFacts{Clips: errors.New("no folder")}, "failure clips"},
	} {
		expect(t, c.name, c.want, judgeVoice(c.f))
	}
	expect(t, "said", "ok said", judgeSpeech(speechFacts{}))
	expect(t, "heard", "ok heard", judgeSpeech(speechFacts{Asked: true, Heard: true}))
	expect(t, "not heard", "failure not_heard", judgeSpeech(speechFacts{Asked: true}))
	expect(t, "not played", "failure not_played", judgeSpeech(speechFacts{Err: voice.ErrPlay}))
	expect(t, "not said", "failure not_said", judgeSpeech(speechFacts{Err: voice.ErrStuck}))

	for fault, want := range map[reader.Fault]string{"": "ok works", reader.FaultSilent: "failure silent", reader.FaultError: "failure error", reader.FaultGone: "failure gone"} {
		expect(t, string(fault), want, judgeReader(readerFacts{Health: reader.Health{Fault: fault}}))
	}
	expect(t, "speed", "failure baud", judgeReader(readerFacts{AnswersAt: 9600, Health: reader.Health{Fault: reader.FaultSilent}}))
	expect(t, "card", "ok card_read", judgeCard(cardFacts{Read: true}))
	expect(t, "no card", "warning no_card", judgeCard(cardFacts{}))
	expect(t, "taken away", "warning card_gone", judgeCard(cardFacts{Err: reader.ErrTakenAway}))
	expect(t, "unread", "warning card_unread", judgeCard(cardFacts{Err: errors.New("no")}))
}

func TestFontsAreJudgedByChineseOfOneWidth(t *testing.T) {
	all, mono := countFonts("Noto Sans CJK SC\nNoto Sans Mono CJK SC\nWenQuanYi Zen Hei Sharp:spacing=100\n")
	if all != 3 || mono != 2 {
		t.Errorf("counted %d fonts, %d of one width", all, mono)
	}
	expect(t, "good", "ok chinese", judgeFonts(fontFacts{Lister: true, Chinese: 3, Mono: 2})...)
	expect(t, "none", "warning no_chinese", judgeFonts(fontFacts{Lister: true})...)
	expect(t, "no mono", "warning no_mono", judgeFonts(fontFacts{Lister: true, Chinese: 1})...)
	expect(t, "no fc-list", "note unknown", judgeFonts(fontFacts{})...)
	expect(t, "a hall", "", judgeFonts(fontFacts{Hall: true})...)
	expect(t, "board font", "ok board_font", judgeBoardFont("x", nil))
	expect(t, "bad board font", "failure board_font", judgeBoardFont("x", errors.New("no")))
}
