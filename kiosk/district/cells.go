package district

import (
	"strconv"

	"onewindow/kiosk/overview"
	"onewindow/queue"
)

// cell is what stands in a row's column. Of a hall that is not there it is what it
// said last.
func (s *Screen) cell(r *row, c overview.Column, width int) string {
	sum := r.sum
	if !r.group && sum.There == 0 && !r.hall.Heard.IsZero() && r.hall.Day == s.today() {
		sum.Take(r.hall, r.hall.Day) // what it said last; the row is pale
		sum.Known = 0
	}
	known := sum.There > 0 || !r.group && r.hall.Day == s.today()
	number := func(n int) string {
		if !known {
			return "-"
		}
		return strconv.Itoa(n)
	}
	switch c {
	case overview.ColState:
		if r.group {
			return " " + pad(overview.GraveLight(sum.Grave).Mark(), 3) + strconv.Itoa(sum.There) + "/" + strconv.Itoa(sum.Halls)
		}
		return " " + s.say().Standing(r.hall, width >= roomForWords)
	case overview.ColHall:
		return s.nameCell(r)
	case overview.ColCode:
		if r.group {
			return ""
		}
		return r.hall.Hall
	case overview.ColStreet:
		if r.group {
			return ""
		}
		return r.hall.Street.In(s.lang)
	case overview.ColWaiting:
		return number(sum.Waiting)
	case overview.ColLongest:
		if !known || sum.Waiting == 0 {
			return "-"
		}
		return s.minutes(sum.Longest) + overview.WaitLight(sum.Longest).Mark()
	case overview.ColWithin:
		n, ok := sum.Within()
		if !ok {
			return "-"
		}
		return strconv.Itoa(n) + "%" + overview.WithinLight(n).Mark()
	case overview.ColToday:
		return number(sum.Issued)
	case overview.ColChange:
		return s.say().Change(sum, width >= roomForWords)
	case overview.ColWindows:
		return number(sum.Open)
	case overview.ColAlerts:
		if sum.Urgent > 0 {
			return strconv.Itoa(sum.Alerts) + overview.Red.Mark()
		}
		return strconv.Itoa(sum.Alerts)
	}
	if r.group {
		return ""
	}
	return s.heard(r.hall.Heard, width >= roomForWords)
}

// nameCell is a row's name, in the tree moved in by its depth.
func (s *Screen) nameCell(r *row) string {
	if r.key == groupPrefix {
		return s.t("district.sum")
	}
	name := r.name
	if r.group {
		name = s.groupName(r)
	}
	for range r.depth {
		name = "  " + name
	}
	return name
}

// groupName is what a group of the tree is called.
func (s *Screen) groupName(r *row) string {
	name := r.hall.Street.In(s.lang)
	if r.hall.Level == queue.LevelDistrict || name == "" {
		if name = s.state.Name; r.hall.Level != queue.LevelDistrict || name == "" {
			name = r.name
		}
	}
	if r.open {
		return "- " + name
	}
	return "+ " + name
}

// cellLight is the light of a cell.
func (s *Screen) cellLight(r *row, c overview.Column) overview.Light {
	switch c {
	case overview.ColState:
		return overview.GraveLight(r.sum.Grave)
	case overview.ColLongest:
		if r.sum.There > 0 {
			return overview.WaitLight(r.sum.Longest)
		}
	case overview.ColWithin:
		if n, ok := r.sum.Within(); ok {
			return overview.WithinLight(n)
		}
	case overview.ColAlerts:
		if r.sum.Urgent > 0 {
			return overview.Red
		}
	}
	return overview.Plain
}
