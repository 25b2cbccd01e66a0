package district

import (
	"image"
	"strconv"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
)

// tileColumns are the columns by which the table is sorted when a figure is touched,
// in the order of the figures.
var tileColumns = []overview.Column{overview.ColState, overview.ColWaiting, overview.ColLongest, overview.ColWithin, overview.ColToday, overview.ColWindows}

// tile is one figure of the network with its light.
type tile struct {
	tui.Figure
	light overview.Light
}

// tiles are the figures of the network.
func (s *Screen) tiles() []tile {
	all := s.all
	there := tile{Figure: tui.Figure{Label: s.t("district.tile.halls"), Value: strconv.Itoa(all.There), Unit: "/ " + strconv.Itoa(all.Halls), Note: s.say().Missing(all)}, light: overview.Green}
	switch {
	case all.Refused > 0:
		there.light = overview.Red
	case all.Away > 0:
		there.light = overview.Amber
	}
	longest := tile{Figure: tui.Figure{Label: s.t("district.tile.longest"), Value: "-", Note: s.t("district.nobody_waits")}, light: overview.Plain}
	if all.Longest > 0 {
		longest.Value, longest.Unit, longest.light = strconv.Itoa(all.Longest/60), s.t("district.unit_minutes"), overview.WaitLight(all.Longest)
		if h := s.rowOf(all.LongestAt); h != nil {
			longest.Note = h.Name.In(s.lang)
		}
	}
	within := tile{Figure: tui.Figure{Label: s.t("district.tile.within"), Value: "-", Note: s.t("district.nobody_called")}, light: overview.Plain}
	if n, ok := all.Within(); ok {
		within.Value, within.Unit, within.light, within.Note = strconv.Itoa(n), "%", overview.WithinLight(n), s.t("district.of_called", "n", all.Called)
	}
	today := tile{Figure: tui.Figure{Label: s.t("district.tile.today"), Value: strconv.Itoa(all.Issued), Note: s.t("district.no_before")}}
	if all.Known > 0 {
		today.Note = s.t("district.against", "change", s.say().Change(all, true))
	}
	return []tile{
		there,
		{Figure: tui.Figure{Label: s.t("district.tile.waiting"), Value: strconv.Itoa(all.Waiting), Note: s.t("district.in_halls", "n", all.There)}},
		longest, within, today,
		{Figure: tui.Figure{Label: s.t("district.tile.windows"), Value: strconv.Itoa(all.Open), Note: s.t("district.paused", "n", all.Paused)}},
	}
}

// tileRows is in how many rows the figures stand, tileHeight how high each is.
func tileRows(width, high int) int {
	if width >= wide {
		return 1
	}
	return 2
}

func tileHeight(high int) int {
	switch {
	case high >= 40:
		return 6
	case high >= 18:
		return 3
	}
	return 2
}

// tileRects is where the figures stand.
func tileRects(r image.Rectangle, high int) []image.Rectangle {
	rows := tileRows(r.Dx(), high)
	per := len(tileColumns) / rows
	var out []image.Rectangle
	for range rows {
		line := tui.CutTop(&r, tileHeight(high))
		out = append(out, tui.Row(line, per, 1)...)
	}
	return out
}

func (s *Screen) drawTiles(c *tui.Canvas, r image.Rectangle, high int) {
	ts := s.tiles()
	for i, at := range tileRects(r, high) {
		s.drawTile(c, at, ts[i])
	}
}

// drawTile writes a figure; one that is to be looked at has a mark at its corner.
func (s *Screen) drawTile(c *tui.Canvas, r image.Rectangle, t tile) {
	f := t.Figure
	f.Style = s.st(tui.Ink)
	if t.light > overview.Green {
		f.Style = s.st(inkOf(t.light))
	}
	if r.Dy() < 3 {
		f.Note = ""
	}
	c.KeyValue(r, f)
	if r.Dy() == 2 { // the note stands beside the value
		room := image.Rect(r.Min.X+2+tui.Width(f.Value+" "+f.Unit), r.Min.Y+1, r.Max.X-1, r.Max.Y)
		c.Text(tui.Inset(room, 1, 0), tui.Right, tui.CardMuted, t.Note)
	}
	if mark := t.light.Mark(); mark != "" {
		w := tui.ChipWidth(mark)
		c.Chip(image.Rect(r.Max.X-w, r.Min.Y, r.Max.X, r.Min.Y+1), s.st(fillOf(t.light)|tui.Bold), mark)
	}
}
