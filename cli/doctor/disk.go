package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// diskFacts are what is known of a folder that is written to.
type diskFacts struct {
	Folder string
	// Use is what it is for; Hall: the hall's journal lies in it.
	Use  string
	Hall bool
	// Missing: it is not there. Free and Total are then those of the folder above.
	Missing bool
	// Free and Total are bytes; Files how many more files fit. Known tells whether
	// the system says so.
	Free, Total, Files uint64
	Known              bool
	// Write is why nothing can be written; Sync how long a write takes until it is on
	// the disk, the middle one of several.
	Write error
	Sync  time.Duration
}

const (
	mb = 1 << 20
	// little is less than the hall needs for a day with its backup; least is less than
	// it can go on with.
	little = 1024 * mb
	least  = 100 * mb
)

func lookDisk(_ context.Context, p *patient) []Finding {
	var all []Finding
	for _, f := range p.folders() {
		probeDisk(&f)
		all = append(all, judgeDisk(f)...)
	}
	return all
}

// folders are those that this machine writes to.
func (p *patient) folders() []diskFacts {
	var all []diskFacts
	add := func(folder, use string, hall bool) {
		folder = filepath.Clean(folder)
		if i := slices.IndexFunc(all, func(f diskFacts) bool { return f.Folder == folder }); i >= 0 {
			return
		}
		all = append(all, diskFacts{Folder: folder, Use: use, Hall: hall})
	}
	if p.ConfigErr != nil {
		add(os.TempDir(), "files that pass", false)
		return all
	}
	if p.isHall {
		add(p.Config.Hall.Data, "the hall's data", true)
	}
	if p.identity.Hall != "" || !p.isHall {
		add(filepath.Dir(p.Config.Terminal.Identity), "the terminal's data", false)
	}
	if f := p.Config.Log.File; f != "" {
		add(filepath.Dir(f), "the log", false)
	}
	return all
}

func probeDisk(f *diskFacts) {
	at := f.Folder
	for !exists(at) && filepath.Dir(at) != at {
		f.Missing = true
		at = filepath.Dir(at)
	}
	f.Free, f.Total, f.Files, f.Known = freeSpace(at)
	if f.Missing {
		return
	}
	f.Sync, f.Write = writeTime(f.Folder)
}

// writeTime writes a little several times, and takes it away.
func writeTime(folder string) (middle time.Duration, err error) {
	file, err := os.CreateTemp(folder, ".doctor-*")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	block := make([]byte, 4096)
	var took []time.Duration
	for i := range 5 {
		began := time.Now()
		if _, err := file.WriteAt(block, int64(i)*4096); err != nil {
			return 0, err
		}
		if err := file.Sync(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[2], nil
}

func judgeDisk(f diskFacts) []Finding {
	var all []Finding
	add := func(x Finding) { all = append(all, x.about(f.Folder)) }
	says := fmt.Sprintf("%s free for %s", size(f.Free), f.Use)
	switch {
	case !f.Known:
		add(finding(Note, "space_unknown", "how much space is left cannot be told on this system"))
	case f.Free < least:
		add(finding(Failure, "full", "only %s", says).
			remedy("free space on that disk; look for old files in backups/ and in /var/log first"))
	case f.Free < little:
		add(finding(Warning, "nearly_full", "only %s of %s", says, size(f.Total)).
			remedy("free space on that disk; look for old files in backups/ and in /var/log first"))
	case f.Files > 0 && f.Files < 1000:
		add(finding(Warning, "few_files", "only %d more files fit onto that disk", f.Files).remedy("delete files that nobody needs; df -i shows where"))
	default:
		add(finding(OK, "space", "%s", says))
	}
	switch {
	case f.Missing && f.Hall:
		add(finding(Note, "missing", "the folder is not there yet; the hall makes it when it starts"))
	case f.Missing:
		add(finding(Note, "missing", "the folder is not there yet; onewindow join makes it"))
	case errors.Is(f.Write, fs.ErrPermission):
		add(finding(Warning, "no_right", "this user may not write there").
			remedy("run doctor as the user of onewindow (sudo -u onewindow onewindow doctor), or as root; if that user may not either, give it the folder").detail("%v", f.Write))
	case f.Write != nil:
		add(finding(Failure, "not_writable", "nothing can be written there").
			remedy("look at the disk (dmesg, mount): it may be full, broken, or mounted read-only").detail("%v", f.Write))
	case f.Hall && f.Sync > 100*time.Millisecond:
		add(finding(Warning, "slow", "a write takes %v until it is on the disk; every number waits for that", f.Sync.Round(time.Millisecond)).
			remedy("put the hall's data on a solid state disk of its own, not on a card or a network"))
	case f.Hall && f.Sync > 20*time.Millisecond:
		add(finding(Note, "slow", "a write takes %v until it is on the disk", f.Sync.Round(time.Millisecond)))
	default:
		add(finding(OK, "writable", "can be written; %v until it is on the disk", f.Sync.Round(10*time.Microsecond)))
	}
	return all
}

// size is bytes for people.
func size(n uint64) string {
	switch {
	case n >= 10<<30:
		return fmt.Sprintf("%d GB", n>>30)
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%d MB", n>>20)
}
