package district

import (
	"onewindow/kiosk/overview"
	"onewindow/queue"
	"onewindow/wire"
)

// area is a street with what its halls have together.
type area struct {
	// key is the street's name in simplified Chinese; "" for halls of none.
	key  string
	name queue.Text
	sum  overview.Sum
}

// addArea adds a hall to its street.
func (s *Screen) addArea(h *wire.HallRow, one overview.Sum) {
	key := h.Street.In(queue.ZhHans)
	for i := range s.streets {
		if s.streets[i].key == key {
			s.streets[i].sum.Add(one)
			return
		}
	}
	s.streets = append(s.streets, area{key, h.Street, one})
}
