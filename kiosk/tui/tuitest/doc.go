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
// `go test ./yourpkg -update` writes the files. CheckLayout checks targets over
// a table of sizes.
package tuitest
