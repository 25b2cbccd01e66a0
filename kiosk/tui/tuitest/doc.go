// Package tuitest runs a screen inside a virtual terminal, for tests only.
//
//	h := tuitest.Start(t, screen, 78, 22)
//	h.Wait("取号")
//	h.TapLabel("户籍业务")
//	h.Wait("A013")
//	h.Advance(12 * time.Second) // the screen's clock moves only by this
//	h.Wait("取号")
//
// Tap, Press, Send and Resize return after the screen has taken the message and
// been drawn; results of commands are waited for with Wait, which polls with a
// deadline. RawTap and Type go through the terminal's bytes instead.
//
// Golden compares a screen as plain text with testdata/<test>.golden;
// `go test ./yourpkg -update` writes the files. Picture is a screen as text,
// PlainPicture as it is without colours, StyledPicture with a letter per cell for
// what only colours show. CheckPage checks targets over a table of sizes,
// CheckContrast the text in every theme. ResizeStorm, Drag and HoldKey treat a
// program badly.
package tuitest
