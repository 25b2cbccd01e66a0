package doctor

import (
	"context"
	"fmt"
	"os"
	"time"
)

// clockFacts are what is known of the machine's clock.
type clockFacts struct {
	Now time.Time
	// Installed is when the program's file was written: no right clock is before it.
	Installed time.Time
	// Zone is the name of the time zone, Offset what it is ahead of UTC now.
	Zone   string
	Offset time.Duration
	// Kept tells whether something keeps the clock right (NTP); KeptKnown whether that
	// is known.
	Kept, KeptKnown bool
	// Hall: this machine's clock is the hall's.
	Hall bool
}

func lookClock(_ context.Context, p *patient) []Finding {
	now := p.Now()
	zone, offset := now.Zone()
	f := clockFacts{Now: now, Zone: zone, Offset: time.Duration(offset) * time.Second, Hall: p.isHall}
	if file, err := os.Executable(); err == nil {
		if st, err := os.Stat(file); err == nil {
			f.Installed = st.ModTime()
		}
	}
	f.Kept, f.KeptKnown = clockKept()
	return judgeClock(f)
}

// oldest is before every release of the program.
var oldest = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

func judgeClock(f clockFacts) []Finding {
	var all []Finding
	const set = "put the clock right: timedatectl set-ntp true, or timedatectl set-time '2026-01-31 08:00:00'"
	when := f.Now.Format("2006-01-02 15:04:05 -07:00")
	switch {
	case f.Now.Before(oldest), !f.Installed.IsZero() && f.Now.Before(f.Installed.Add(-24*time.Hour)):
		all = append(all, finding(Failure, "behind", "the clock says %s, which is before this program was installed", when).
			remedy("%s; if it is wrong after each power cut, replace the battery on the board", set))
	case f.Now.After(oldest.AddDate(25, 0, 0)):
		all = append(all, finding(Warning, "ahead", "the clock says %s, which is far in the future", when).remedy(set))
	default:
		all = append(all, finding(OK, "plausible", "the clock says %s", when))
	}
	if f.Offset == 8*time.Hour {
		all = append(all, finding(OK, "zone", "the time zone is Beijing's (%s)", f.Zone))
	} else {
		all = append(all, finding(Warning, "zone", "the time zone is %s (UTC%s), not Beijing's", f.Zone, f.Now.Format("-07:00")).
			remedy("timedatectl set-timezone Asia/Shanghai; else quiet hours, logs and tables have other times than the people"))
	}
	switch {
	case !f.KeptKnown:
		all = append(all, finding(Note, "kept_unknown", "whether anything keeps the clock right cannot be told on this system"))
	case f.Kept:
		all = append(all, finding(OK, "kept", "the clock is kept right by a time server"))
	case f.Hall:
		all = append(all, finding(Warning, "not_kept", "nothing keeps the hall's clock right").
			remedy("timedatectl set-ntp true, or name the network's time server in /etc/systemd/timesyncd.conf"))
	default:
		all = append(all, finding(Note, "not_kept", "nothing keeps this clock right; terminals follow the hall's"))
	}
	return all
}

// judgeSkew compares this clock with the hall's.
func judgeSkew(skew time.Duration) Finding {
	ahead := "ahead of"
	if skew < 0 {
		ahead, skew = "behind", -skew
	}
	says := fmt.Sprintf("this clock is %v %s the hall's", skew.Round(time.Millisecond), ahead)
	switch {
	case skew > time.Minute:
		return finding(Warning, "skew", "%s", says).
			remedy("put this clock right (timedatectl set-ntp true); screens follow the hall's clock, logs do not")
	case skew > 2*time.Second:
		return finding(Note, "skew", "%s; screens follow the hall's", says)
	}
	return finding(OK, "skew", "this clock agrees with the hall's (%v apart)", skew.Round(time.Millisecond))
}
