package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
)

// CSV writes the tables below each other as a table that Excel and WPS open by a
// double click: UTF-8 with a byte order mark, lines ended as RFC 4180 has it. Each
// table begins with a line of its title and one of its heads, and ends with an empty
// one.
func (r *Report) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	write := func(cells ...string) { _ = out.Write(cells) } // its error is kept, and told by Flush
	write(safe(r.Title))
	write(safe(r.Subtitle))
	for _, note := range r.remarks() {
		write(safe(note))
	}
	for _, t := range r.Tables {
		write("")
		write(safe(t.Title))
		heads := make([]string, len(t.Heads))
		for i, h := range t.Heads {
			heads[i] = safe(h)
		}
		write(heads...)
		for _, row := range t.Rows {
			cells := make([]string, len(row))
			for i, c := range row {
				cells[i] = c.String()
				if c.Kind == Text {
					cells[i] = safe(c.Text)
				}
			}
			write(cells...)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}
