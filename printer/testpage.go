package printer

import (
	"fmt"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
)

// TestPage is a paper that shows whether a profile fits a printer: sizes, Chinese,
// a line as wide as the paper, a picture, a QR code and a bar code, as far as the
// profile claims them. Printed by a Spooler it also shows whether the proof works:
// let it print once, and once with the cover opened in the middle. title is a line
// of ASCII, such as the terminal's name.
func TestPage(p profile.Profile, title string) (Job, error) {
	e := escpos.New(p)
	e.Init()
	mm := 0
	lineOf := func(text string, times int) error {
		e.Size(times, times)
		if err := e.String(text); err != nil {
			return err
		}
		e.Newline()
		mm += 4 * times
		return nil
	}
	chinese := p.ROM != profile.ROMNone
	e.Align(escpos.Centre)
	steps := []func() error{
		func() error { return lineOf("ONEWINDOW TEST", 1) },
		func() error { return lineOf("A023", min(4, p.MaxSize())) },
		func() error { return lineOf(ascii(title, p.Columns), 1) },
	}
	if chinese {
		steps = append(steps, func() error { return lineOf("一窗 打印测试", 1) }, func() error { return lineOf("请到三号窗口", 2) })
	}
	steps = append(steps, func() error {
		e.Align(escpos.Left)
		for i, s := range []string{
			"profile  " + p.Name, fmt.Sprintf("paper    %d mm, %d dots, %d columns", p.Width, p.Dots, p.Columns),
			"rom      " + string(p.ROM), "confirm  " + string(p.Confirm), fmt.Sprintf("line     %d %s", p.Baud, p.Flow),
			"verified " + p.Verified,
		} {
			if err := lineOf(ascii(s, p.Columns), 1); err != nil {
				return fmt.Errorf("line %d: %w", i, err)
			}
		}
		e.Align(escpos.Centre)
		return lineOf(ruler(p.Columns), 1)
	}, func() error {
		mm += 8
		return e.Raster(p.Dots, wedge(p.Dots, 48))
	}, func() error {
		e.Newline()
		mm += 25
		return e.QR("ONEWINDOW-TEST-"+p.Name, 6)
	})
	if p.Code128 {
		steps = append(steps, func() error {
			e.Newline()
			mm += 12
			return e.Code128("A0231126", 60, 2)
		})
	}
	for _, do := range steps {
		if err := do(); err != nil {
			return Job{}, fmt.Errorf("printer: test page: %w", err)
		}
	}
	e.Newline()
	e.Beep(1)
	return Job{ID: "test page", Data: e.Bytes(), Height: mm + 15}, nil
}

// ascii is text that every printer has, at most n characters.
func ascii(text string, n int) string {
	out := make([]rune, 0, len(text))
	for _, r := range text {
		if r < ' ' || r > '~' {
			r = '?'
		}
		out = append(out, r)
	}
	return string(out[:min(len(out), n)])
}

// ruler is as wide as the paper, so that a wrong number of columns breaks it.
func ruler(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "1234567890"[i%10]
	}
	return string(b)
}

// wedge is a frame with a diagonal: a wrong number of dots tears it.
func wedge(width, height int) []byte {
	row := (width + 7) / 8
	bits := make([]byte, row*height)
	set := func(x, y int) { bits[y*row+x/8] |= 0x80 >> (x % 8) }
	for y := range height {
		set(0, y)
		set(width-1, y)
		set(y*(width-1)/(height-1), y)
	}
	for x := range width {
		set(x, 0)
		set(x, height-1)
	}
	return bits
}
