package doctor

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

func TestTheKernelsListOfLocksIsRead(t *testing.T) {
	const text = "1: FLOCK  ADVISORY  WRITE 708 00:13:11 0 EOF\n" +
		"1: -> FLOCK  ADVISORY  WRITE 709 00:13:11 0 EOF\n" +
		"2: POSIX  ADVISORY  READ 5433 08:01:7864448 128 128\n" +
		"3: FLOCK  ADVISORY  WRITE 0 00:13:11 0 EOF\n" +
		"4: FLOCK  ADVISORY  WRITE 12 00:13:111 0 EOF\nnonsense\n"
	if got := lockPIDs(text, 0, 0x13, 11); !slices.Equal(got, []int{708}) {
		t.Errorf("read %v", got)
	}
}

func TestAProgramIsNamedWithItsSubcommand(t *testing.T) {
	for line, want := range map[string]string{
		"/usr/local/bin/onewindow\x00kiosk\x00--log-file\x00/x\x00":            "onewindow kiosk",
		"onewindow\x00--config\x00/etc/onewindow/onewindow.toml\x00caller\x00": "onewindow caller",
		"onewindow\x00": "onewindow", "/usr/bin/minicom\x00-D\x00/dev/ttyUSB0\x00": "minicom", "": "",
	} {
		got, ours := commandOf(line)
		if got != want || ours != (len(want) >= 9 && want[:9] == "onewindow") {
			t.Errorf("%q is %q, ours %v; want %q", line, got, ours, want)
		}
	}
}

func TestWhoHoldsALockIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hall.db")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if all, known := lockers(path); !known || len(all) > 0 {
		t.Errorf("before the lock: %v, known %v", all, known)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	all, known := lockers(path)
	if !known || len(all) != 1 || all[0].PID != os.Getpid() || all[0].Command == "" {
		t.Errorf("with the lock: %v, known %v", all, known)
	}
	if all := holders(path); len(all) > 0 {
		t.Errorf("it is held by others: %v", all)
	}
}

func FuzzTheListsOfTheSystemMayHoldAnything(f *testing.F) {
	f.Add("1: FLOCK  ADVISORY  WRITE 708 00:13:11 0 EOF\n")
	f.Add("MemTotal: 16303428 kB\nMemAvailable: 99999999999999999999 kB\n")
	f.Add("onewindow\x00kiosk\x00")
	f.Fuzz(func(t *testing.T, text string) {
		for _, pid := range lockPIDs(text, 0, 0x13, 11) {
			if pid <= 0 {
				t.Errorf("a process %d", pid)
			}
		}
		memory(text)
		if all, mono := countFonts(text); mono > all {
			t.Errorf("%d of %d fonts", mono, all)
		}
		if name, ours := commandOf(text); ours && name == "" {
			t.Error("a program of ours without a name")
		}
	})
}
