package web_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"onewindow/kiosk/words"
)

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != http.StatusSeeOther && strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		if _, err := html.Parse(strings.NewReader(string(b))); err != nil {
			t.Errorf("not HTML: %v", err)
		}
		if strings.Contains(string(b), "<no value>") || !strings.HasSuffix(strings.TrimSpace(string(b)), "</html>") {
			t.Errorf("the page is not whole:\n%s", b)
		}
	}
	return string(b)
}

func page(t *testing.T, s *site, path string) string {
	t.Helper()
	r := s.do("GET", path, nil)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", path, r.Status)
	}
	return body(t, r)
}

// order is the halls of the table as they stand.
func order(page string) (halls []string) {
	_, table, _ := strings.Cut(page, "<tbody>")
	for _, m := range regexp.MustCompile(`href="/halls/([^"]+)"`).FindAllStringSubmatch(table, -1) {
		halls = append(halls, m[1])
	}
	return halls
}

func TestNobodySeesAnythingWithoutAToken(t *testing.T) {
	s := open(t, network())
	for _, path := range []string{"/", "/halls/LG-00", "/?by=waiting"} {
		r := s.do("GET", path, nil)
		if to := r.Header.Get("Location"); r.StatusCode != http.StatusSeeOther || to != "/signin?to="+url.QueryEscape(path) {
			t.Errorf("%s: %s to %q", path, r.Status, to)
		}
		if b := body(t, r); strings.Contains(b, "LG-00") && path == "/" {
			t.Errorf("%s says something: %s", path, b)
		}
	}
	r := s.do("POST", "/signin", url.Values{"token": {"owa1.x.y"}, "to": {"/"}})
	if b := body(t, r); r.StatusCode != http.StatusForbidden || !strings.Contains(b, `role="alert"`) || strings.Contains(b, "owa1.x.y") {
		t.Errorf("a wrong token: %s\n%s", r.Status, b)
	}
	if len(s.cookies) != 0 {
		t.Errorf("cookies %v", s.cookies)
	}
}

func TestATokenThatIsWithdrawnIsOfNoMoreUse(t *testing.T) {
	s := open(t, network())
	s.signIn()
	page(t, s, "/")
	c := s.cookies["onewindow_token"]
	if c == nil || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.MaxAge <= 0 {
		t.Errorf("the cookie is %+v", c)
	}
	s.withdrawn = true
	if r := s.do("GET", "/", nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("after it was withdrawn: %s", r.Status)
	}
	s.withdrawn = false
	if r := s.do("POST", "/signout", url.Values{}); r.StatusCode != http.StatusSeeOther || s.cookies["onewindow_token"] != nil {
		t.Errorf("sign out: %s, cookies %v", r.Status, s.cookies)
	}
}

func TestSigningInLeadsToOwnPagesOnly(t *testing.T) {
	for to, want := range map[string]string{
		"/halls/LG-NW?by=hall": "/halls/LG-NW?by=hall", "": "/", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/",
		"javascript:alert(1)": "/", "halls/x": "/", "/\r\nSet-Cookie: a=b": "/",
	} {
		s := open(t, network())
		r := s.do("POST", "/signin", url.Values{"token": {goodToken}, "to": {to}})
		if got := r.Header.Get("Location"); got != want {
			t.Errorf("to %q leads to %q, want %q", to, got, want)
		}
		if got := s.do("GET", "/language/en?to="+url.QueryEscape(to), nil).Header.Get("Location"); got != want {
			t.Errorf("a language at %q leads to %q, want %q", to, got, want)
		}
	}
}

func TestThePageShowsEveryHallWithItsFigures(t *testing.T) {
	s := open(t, network())
	s.signIn()
	p := page(t, s, "/")
	if got := order(p); len(got) != 6 {
		t.Errorf("halls %v", got)
	}
	for _, want := range []string{"Nanwan Street Hall", "45 min", "61%", "!!", "last Thursday", "3/6"} {
		if !strings.Contains(p, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, h := range []string{"Content-Security-Policy", "X-Content-Type-Options"} {
		if s.do("GET", "/", nil).Header.Get(h) == "" {
			t.Errorf("no %s", h)
		}
	}
}

func TestTheTableIsSortedByEachColumnAndBack(t *testing.T) {
	s := open(t, network())
	s.signIn()
	for by, first := range map[string]string{"state": "LG-PH-01", "waiting": "LG-NW", "longest": "LG-NW", "within": "LG-NW", "today": "LG-00", "windows": "LG-00", "heard": "LG-NW-01"} {
		if got := order(page(t, s, "/?by="+by)); got[0] != first {
			t.Errorf("by %s: %v", by, got)
		}
		if !strings.Contains(page(t, s, "/?by="+by+"&back=1"), "aria-sort=\""+map[bool]string{true: "descending", false: "ascending"}[by == "within" || by == "heard"]+"\"") {
			t.Errorf("by %s and back: aria-sort is wrong", by)
		}
	}
	// What has no value stands last either way.
	for _, back := range []string{"", "&back=1"} {
		if got := order(page(t, s, "/?by=waiting"+back)); slices.Index(got, "LG-PK-01") < 3 {
			t.Errorf("waiting%s: %v", back, got)
		}
	}
}

func TestHallsAreNarrowedDownByLevelStreetAndName(t *testing.T) {
	s := open(t, network())
	s.signIn()
	for query, want := range map[string][]string{
		"level=street":                        {"LG-NW", "LG-PH"},
		"street=" + url.QueryEscape("平湖"):     {"LG-PH", "LG-PH-01"},
		"q=danzhu":                            {"LG-NW-01"},
		"q=" + url.QueryEscape("天安"):          {"LG-PK-01"},
		"q=lg-ph-01":                          {"LG-PH-01"},
		"level=community&q=nothing+like+that": nil,
		"level=%3Cscript%3E":                  nil,
	} {
		got := order(page(t, s, "/?by=hall&"+query))
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if p := page(t, s, "/?q="+url.QueryEscape(`"><script>alert(1)</script>`)); strings.Contains(p, "<script>alert") {
		t.Error("what was typed became part of the page")
	}
}

func TestAHallIsShownInDetail(t *testing.T) {
	c := network()
	s := open(t, c)
	s.signIn()
	p := page(t, s, "/halls/LG-NW")
	for _, want := range []string{"General", "about 5-15 min", "Window 1", "A031", "Paused", "10:00", "12 min", "version 7", "version 8 was not taken", "1.2.3"} {
		if !strings.Contains(p, want) {
			t.Errorf("the page does not say %q\n%s", want, p)
		}
	}
	if p := page(t, s, "/halls/LG-PK-01"); !strings.Contains(p, "Tian&#39;an Park Centre") {
		t.Errorf("a hall that was never heard:\n%s", p)
	}
	if r := s.do("GET", "/halls/LG-99", nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("a hall that there is not: %s", r.Status)
	}
	c.lost = errors.New("the database is away")
	if r := s.do("GET", "/halls/LG-NW", nil); r.StatusCode != http.StatusServiceUnavailable || strings.Contains(body(t, r), "database") {
		t.Errorf("without the store: %s", r.Status)
	}
}

func TestEveryPageIsThereInEveryLanguage(t *testing.T) {
	s := open(t, network())
	s.signIn()
	for accept, lang := range map[string]words.Lang{"zh-CN,zh;q=0.9": words.ZhHans, "zh-TW": words.ZhHant, "zh-Hant-HK": words.ZhHant, "en-GB": words.En, "fr,en;q=0.5": words.En, "": words.ZhHans} {
		s.lang = accept
		for _, path := range []string{"/", "/halls/LG-NW", "/signin"} {
			if p := page(t, s, path); !strings.Contains(p, `<html lang="`+string(lang)+`">`) {
				t.Errorf("%s for %q is not in %s", path, accept, lang)
			} else if m := regexp.MustCompile(`>\s*(web|district|common|refusal)\.[a-z_.]+`).FindString(p); m != "" {
				t.Errorf("%s in %s shows a key: %s", path, lang, m)
			}
		}
	}
	s.lang = "en"
	if s.do("GET", "/language/zh-Hant?to=%2F", nil); !strings.Contains(page(t, s, "/"), `<html lang="zh-Hant">`) {
		t.Error("the language that was chosen does not stay")
	}
	if r := s.do("GET", "/language/xx", nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("a language that there is not: %s", r.Status)
	}
}

func TestAThousandHallsAreAllOnThePage(t *testing.T) {
	c := network()
	for len(c.d.Halls) < 1000 {
		h := c.d.Halls[1]
		h.Hall += "-" + time.Duration(len(c.d.Halls)).String()
		c.d.Halls = append(c.d.Halls, h)
	}
	s := open(t, c)
	s.signIn()
	if got := order(page(t, s, "/")); len(got) != 1000 {
		t.Errorf("%d halls", len(got))
	}
}
