package wait

import "slices"

// futureOf is the part of a hall in which a theme is; nil if there is none.
func futureOf(e *Estimator, h *Hall, theme string) *Future {
	if !h.alive() {
		return nil
	}
	for _, f := range e.futures(h) {
		if slices.Contains(f.Themes, theme) {
			return f
		}
	}
	return nil
}

// laneOf is the lane of a theme in the days of a future; -1 if it is not in it.
func laneOf(f *Future, theme string) int32 { return int32(slices.Index(f.Themes, theme)) }
