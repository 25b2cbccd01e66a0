package tui

import "image"

// TitleBar fills r as the bar on top of a page: who and where on the left; on
// the right, in a style of its own and never cut short by the left, whether the
// hall is heard.
func (c *Canvas) TitleBar(r image.Rectangle, left, right string, rightStyle Style) {
	c.Fill(r, Title)
	at := CutRight(&r, Width(right)+2)
	c.Fill(at, rightStyle)
	CutRight(&at, 1)
	c.Text(at, Right, rightStyle, right)
	c.Text(Inset(r, 1, 0), Left, Title|Bold, left)
}
