package store

import (
	"context"
	"fmt"

	"onewindow/central/project"
)

// selectReports reads each report out of the stretch of the hall's present history in
// which it is; see history. The factor is that of place.
const selectReports = `SELECT h.hall, x.day, x.seq, e.at, e.body FROM halls h JOIN reports x ON x.hall = h.id
	JOIN events e ON e.place = (SELECT r.id FROM runs r WHERE r.hall = x.hall AND r.from_seq <= x.seq AND (r.kept_to < 0 OR r.kept_to >= x.seq)
		ORDER BY r.from_seq DESC, r.id DESC LIMIT 1) * 1099511627776 + x.seq
	WHERE x.day >= $1 AND x.day <= $2 AND NOT EXISTS (SELECT 1 FROM reports y WHERE y.hall = x.hall AND y.day = x.day AND y.seq > x.seq)`

// Reports yields the reports of the business days from to to, both included, of one
// hall, or of all if hall is empty, in the order of halls and days: of each day the last
// that the hall has made. It ends early with the error of yield.
func (s *Store) Reports(ctx context.Context, hall, from, to string, yield func(project.DayReport) error) (err error) {
	query, args := selectReports, []any{from, to}
	if hall != "" {
		query, args = query+" AND h.hall = $3", append(args, hall)
	}
	rows, err := s.reader.QueryContext(ctx, s.d.bind(query+" ORDER BY h.hall, x.day"), args...)
	if err != nil {
		return fmt.Errorf("store: reports: %w", err)
	}
	defer func() { err = closed(rows, "reports", err) }()
	for rows.Next() {
		var r project.DayReport
		var at int64
		if err := rows.Scan(&r.Hall, &r.Day, &r.Seq, &at, &r.Body); err != nil {
			return err
		}
		r.At = moment(at)
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

func reportRows(hall int64, rs []project.Report) *batch {
	b := &batch{table: reportsTable}
	for _, r := range rs {
		b.add(hall, r.Day, int64(r.Seq))
	}
	return b
}
