//go:build chromium

package sheet_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onewindow/sheet"
)

// A page is read on a small screen and on paper across: no column is cut off.
func TestBrowserSeesEveryColumnFrom1100PixelsOn(t *testing.T) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	defer stop()
	ctx, cancel := chromedp.NewContext(alloc)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil { // starts it
		t.Fatal(err)
	}
	ctx, done := context.WithTimeout(ctx, time.Minute)
	defer done()
	for _, lang := range langs {
		n := names(lang)
		n.Themes["construction"] = "Engineering and construction approvals"
		n.Items["A-1"] = "Registration of a company with limited liability, with a change of its seat"
		s := month(t)
		for _, c := range s.Dates {
			c.Issued, c.Served, c.Open, c.Paused, c.Busy = 1234, 1198, 987*3600, 123*3600, 876*3600
		}
		r := sheet.Of(s, sheet.Options{Lang: lang, Clerks: true, Names: n})
		file := filepath.Join(t.TempDir(), "r.html")
		if err := os.WriteFile(file, written(t, r.HTML), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1100, 800), chromedp.Navigate("file://"+file)); err != nil {
			t.Fatal(err)
		}
		cut, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("section")].filter(e => e.scrollWidth > e.clientWidth).map(e => e.querySelector("h2").id)`))
		if err != nil {
			t.Fatal(err)
		}
		if len(cut) > 0 {
			t.Errorf("%s: columns are cut off of %v", lang, cut)
		}
	}
}
