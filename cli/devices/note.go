package devices

import (
	"os"

	"onewindow/printer"
)

// noted reports whether the last run was broken off in the middle of a paper.
func (p *Printer) noted() bool {
	if p.set.Note == "" {
		return false
	}
	_, err := os.Stat(p.set.Note)
	return err == nil
}

// note keeps on the disk that a paper is under way, until one is known to have come out
// whole: an end of the program, or of the power, would leave half a paper in the printer,
// and the next number would come out below an old one, on the same piece.
func (p *Printer) note(g printer.Progress) {
	if p.set.Note == "" {
		return
	}
	var err error
	switch {
	case g.State == printer.Sending:
		err = begin(p.set.Note)
	case g.State == printer.Printed, g.State == printer.Unconfirmed && g.Reason == "":
		if err = os.Remove(p.set.Note); os.IsNotExist(err) {
			err = nil // it was never begun
		}
	}
	if err != nil {
		p.log.Warn("whether a paper is under way cannot be kept; after a failure of the power the next may hang together with it", "err", err)
	}
}

// begin makes the file, and has it on the disk before the paper is far.
func begin(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
