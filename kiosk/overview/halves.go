package overview

import "onewindow/wire"

// Half is one half hour of a day beside that of the same weekday a week before.
type Half struct {
	Slot          int // of the day, 0 to 47
	Today, Before wire.HalfHour
}

// Halves lays the half hours of a day beside those of the week before, without gaps
// from the first to the last of either. Most is the most numbers that were given in one
// of them, at least 1.
func Halves(today, before []wire.HalfHour) (halves []Half, most int) {
	from, to, most := 48, 0, 1
	for _, day := range [][]wire.HalfHour{today, before} {
		for _, h := range day {
			from, to, most = min(from, h.Slot), max(to, h.Slot+1), max(most, h.Issued)
		}
	}
	for slot := from; slot < to; slot++ {
		halves = append(halves, Half{Slot: slot})
	}
	for _, h := range today {
		halves[h.Slot-from].Today = h
	}
	for _, h := range before {
		halves[h.Slot-from].Before = h
	}
	return halves, most
}
