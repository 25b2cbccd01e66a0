package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"onewindow/hall/journal"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// dayRun is how many numbers are asked for at once.
const dayRun = 500

// wholeDay asks for the day's numbers, a run after the other. A day that ends
// meanwhile is begun anew once.
func wholeDay(ctx context.Context, ask func(context.Context, wire.DayRequest) (wire.DayReply, error)) (wire.DayReply, error) {
	var all wire.DayReply
	for {
		r, err := ask(ctx, wire.DayRequest{From: len(all.Tickets) + 1, Limit: dayRun})
		if err != nil {
			return wire.DayReply{}, err
		}
		if all.Date != "" && r.Date != all.Date {
			all = wire.DayReply{}
			continue
		}
		all.Date, all.Total = r.Date, r.Total
		all.Tickets = append(all.Tickets, r.Tickets...)
		if len(r.Tickets) == 0 || len(all.Tickets) >= r.Total {
			return all, nil
		}
	}
}

// dayColumns are the columns of the day's table, as the keys of their headings
// end.
var dayColumns = []string{
	"date", "number", "state", "class", "source", "themes", "items", "issued", "called", "started", "ended",
	"wait", "service", "window", "calls", "misses", "reason", "why",
}

// dayCSV is the day's numbers as a table that Excel and WPS open by a double
// click: UTF-8 with a byte order mark, lines ended as RFC 4180 has it, one
// heading row in the language, times in hall time, spans in seconds.
func dayCSV(lang queue.Lang, s queue.Settings, day wire.DayReply) []byte {
	t := func(key string, params ...any) string { return words.T(words.Lang(lang), key, params...) }
	coded := func(area, code string) string {
		if code == "" {
			return ""
		}
		if key := area + code; words.Has(key) {
			return t(key)
		}
		return typed(code)
	}
	hall := time.FixedZone("hall", s.Hall.UTCOffset*60)
	at := func(m time.Time) string {
		if m.IsZero() {
			return ""
		}
		return m.In(hall).Format(time.DateTime)
	}
	names := map[string]string{}
	for _, th := range s.Themes {
		names[th.ID] = typed(th.Name.In(lang))
	}
	labels := map[string]string{}
	for _, w := range s.Windows {
		labels[w.ID] = typed(w.Label)
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	var row []string
	for _, c := range dayColumns {
		row = append(row, t("manager.csv."+c))
	}
	_ = w.Write(row) // a buffer takes everything
	for _, d := range day.Tickets {
		_ = w.Write([]string{
			day.Date, d.Number, t("common.ticket." + string(d.State)), t("common.class." + string(d.Class)), coded("manager.source.", string(d.Source)),
			joined(d.Themes, names), joined(d.Items, nil), at(d.Issued), at(d.Called), at(d.Started), at(d.Ended),
			strconv.Itoa(d.Wait), strconv.Itoa(d.Service), named(labels, d.Window), strconv.Itoa(d.Calls), strconv.Itoa(d.Misses),
			coded("manager.csv_reason.", string(d.Reason)), coded("common.cancel.", d.Why),
		})
	}
	w.Flush()
	return b.Bytes()
}

// joined are ids by their names, in one cell.
func joined(ids []string, names map[string]string) string {
	var out []string
	for _, id := range ids {
		out = append(out, named(names, id))
	}
	return strings.Join(out, " / ")
}

func named(names map[string]string, id string) string {
	if n := names[id]; n != "" {
		return n
	}
	return typed(id)
}

// typed is a text that a person typed, as a cell: a spreadsheet would take one
// that begins like a formula for one, and an apostrophe says that it is none.
func typed(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// writeDay writes a table into a folder, whole or not at all, and returns its
// full path: who reads there never finds half of it.
func writeDay(folder, name string, table []byte) (string, error) {
	path, err := filepath.Abs(filepath.Join(folder, name))
	if err == nil {
		_, err = writeWhole(path, func(w io.Writer) (journal.Info, error) {
			_, err := w.Write(table)
			return journal.Info{}, err
		})
	}
	if err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	return path, nil
}
