//go:build chromium

package web_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"onewindow/central/project"
	"onewindow/central/web"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// browser is a real Chromium, for one test.
func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.UserDataDir(t.TempDir()))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // starts it
		t.Fatal(err)
	}
	within, done := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(done)
	return within
}

// serve is the pages over a centre at an address of their own.
func serve(t *testing.T, c web.District) *httptest.Server {
	t.Helper()
	pages, err := web.New(web.Settings{Admit: func(_ context.Context, token string) bool { return token == goodToken }, Plain: true}, c)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(pages)
	t.Cleanup(s.Close)
	return s
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// ask runs an action that has a value.
func ask[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// violation is what axe has to say against a page.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

func axe(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(os.Getenv("ONEWINDOW_AXE"))
	if err != nil {
		t.Fatalf("axe is missing; run central/web/chromium.sh: %v", err)
	}
	return string(b)
}

func signInByKeyboard(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	do(t, ctx,
		chromedp.EmulateViewport(1280, 900),
		chromedp.Navigate(address+"/"),
		chromedp.WaitVisible("#token"),
		chromedp.SendKeys("#token", goodToken+"\r"),
		chromedp.WaitVisible("table"),
	)
}

// changing is a centre whose state is put in place by a test.
// While hang is set its state is not to be had.
type changing struct {
	atomic.Pointer[centre]
	hang atomic.Pointer[chan struct{}]
}

func (c *changing) District() wire.District {
	if hang := c.hang.Load(); hang != nil {
		<-*hang
	}
	return c.Load().District()
}
func (c *changing) Reports(ctx context.Context, hall, from, to string, yield func(project.DayReport) error) error {
	return c.Load().Reports(ctx, hall, from, to, yield)
}
func (c *changing) ItemNames(ctx context.Context, hall string) (map[string]queue.Text, error) {
	return c.Load().ItemNames(ctx, hall)
}
func (c *changing) Hall(ctx context.Context, hall string) (wire.DistrictHall, error) {
	return c.Load().Hall(ctx, hall)
}

func TestBrowserAxeFindsNothingOnAnyPage(t *testing.T) {
	source, ctx := axe(t), browser(t)
	s := serve(t, network())
	check := func(name, path string, width int64, dark bool, lang words.Lang) {
		t.Helper()
		scheme := "light"
		if dark {
			scheme = "dark"
		}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
			t.Fatal(err)
		}
		do(t, ctx,
			chromedp.EmulateViewport(width, 900),
			chromedp.Navigate(s.URL+"/language/"+string(lang)+"?to="+path),
			chromedp.WaitVisible("main"),
			// Whoever injects a script is the test, not the page: its policy stands.
			chromedp.Evaluate[chromedp.Void](source),
		)
		violations := ask(t, ctx, chromedp.Evaluate[[]violation](`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations)`, chromedp.EvalAwaitPromise))
		overflow := ask(t, ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
		for _, v := range violations {
			for _, n := range v.Nodes {
				t.Errorf("%s %s %d %s: %s (%s): %s\n%s\n%s", path, lang, width, scheme, v.ID, v.Impact, v.Help, n.HTML, n.FailureSummary)
			}
		}
		if overflow > 0 {
			t.Errorf("%s %s %d: the page is %d pixels wider than the display", path, lang, width, overflow)
		}
		if dir := os.Getenv("PICTURES"); dir != "" {
			picture := ask(t, ctx, chromedp.FullScreenshot(100))
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("web-%s-%s-%d-%s.png", name, lang, width, scheme)), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	check("door", "/signin", 1280, false, words.En)
	check("door", "/signin", 360, true, words.ZhHans)
	signInByKeyboard(t, ctx, s.URL)
	for _, lang := range words.Langs {
		for _, width := range []int64{1280, 320} {
			for _, dark := range []bool{false, true} {
				check("network", "/", width, dark, lang)
				check("hall", "/halls/LG-NW", width, dark, lang)
				check("report", "/reports?span=week%26on=2026-11-25", width, dark, lang)
			}
		}
	}
	check("never", "/halls/LG-PK-01", 1280, false, words.En)
	check("unread", "/reports?on=2026-11-25%26part=LG-PH", 320, false, words.ZhHans)
	check("nowhere", "/nowhere", 1280, false, words.En)
}

func TestBrowserEverythingIsReachedWithTheKeyboard(t *testing.T) {
	ctx := browser(t)
	s := serve(t, network())
	signInByKeyboard(t, ctx, s.URL)
	seen := map[string]bool{}
	for range 80 {
		do(t, ctx, chromedp.KeyEvent("\t"))
		seen[ask(t, ctx, chromedp.Evaluate[string](`(e => e.tagName + " " + (e.getAttribute("href") || e.name || e.className || e.textContent))(document.activeElement)`))] = true
	}
	for _, want := range []string{"A #main", "A /halls/LG-NW", "A /?back=1&by=state", "SELECT level", "SELECT street", "INPUT q", "BUTTON Sign out", "DIV scroll"} {
		if !seen[want] {
			t.Errorf("the keyboard does not reach %q; it reached %v", want, seen)
		}
	}
	do(t, ctx, chromedp.Focus(`a[href="/halls/LG-NW"]`), chromedp.KeyEvent("\r"), chromedp.WaitVisible("#lines"))
}

func TestBrowserThePageKeepsItselfFreshAndSaysWhenItCannot(t *testing.T) {
	var c changing
	c.Store(network())
	ctx := browser(t)
	pages, err := web.New(web.Settings{Admit: func(_ context.Context, token string) bool { return token == goodToken }, Plain: true}, &c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: pages}
	gone := make(chan struct{})
	go func() { defer close(gone); _ = server.Serve(l) }()
	defer func() { _ = server.Close(); <-gone }()
	// The page's clock runs faster, so that the test need not wait ten seconds.
	_, err = chromedp.Call(ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `const real = setInterval; setInterval = (f, t) => real(f, t / 100); const limit = AbortSignal.timeout; AbortSignal.timeout = (t) => limit.call(AbortSignal, t / 10)`})
	if err != nil {
		t.Fatal(err)
	}
	signInByKeyboard(t, ctx, "http://"+l.Addr().String())
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`window.same = true; document.querySelector('a[href="/halls/LG-PH"]').focus()`))
	next := network()
	next.d.Halls[0].Figures.Waiting = 4711
	c.Store(next)
	do(t, ctx, chromedp.Poll[chromedp.Void](`document.body.innerText.includes("4711")`, chromedp.WithPollingInterval(50*time.Millisecond)))
	after := ask(t, ctx, chromedp.Evaluate[string](`String(window.same) + document.activeElement.getAttribute("href")`))
	if !strings.HasPrefix(after, "true") || !strings.HasSuffix(after, "/halls/LG-PH") {
		t.Errorf("the page was loaded anew or lost the focus: %q", after)
	}
	// Who chooses in the form is not disturbed, and sees what is new all the same.
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('input[name="q"]').focus()`), chromedp.KeyEvent("nan"))
	next = network()
	next.d.Halls[0].Figures.Waiting = 4712
	c.Store(next)
	do(t, ctx, chromedp.Poll[chromedp.Void](`document.querySelector("dl.tiles").innerText.includes("4747") && document.querySelector("table").innerText.includes("4712")`, chromedp.WithPollingInterval(50*time.Millisecond)))
	if typed := ask(t, ctx, chromedp.Evaluate[string](`document.activeElement.name + document.activeElement.value + document.querySelectorAll("form.narrow").length`)); typed != "qnan1" {
		t.Errorf("while the page kept itself fresh, the form became %q", typed)
	}
	// A centre that hangs answers nobody.
	hang := make(chan struct{})
	c.hang.Store(&hang)
	do(t, ctx, chromedp.Poll[chromedp.Void](`document.getElementById("stale").textContent.includes("not the newest")`, chromedp.WithPollingInterval(50*time.Millisecond)))
	c.hang.Store(nil)
	close(hang)
	do(t, ctx, chromedp.Poll[chromedp.Void](`document.getElementById("stale").textContent === ""`, chromedp.WithPollingInterval(50*time.Millisecond)))
	_ = server.Close()
	do(t, ctx, chromedp.Poll[chromedp.Void](`document.getElementById("stale").textContent.includes("not the newest")`, chromedp.WithPollingInterval(50*time.Millisecond)))
}
