package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

const (
	// tokenCookie keeps the token of who has signed in, for stay at most.
	tokenCookie = "onewindow_token"
	stay        = 12 * time.Hour
	// langCookie keeps the language that was chosen.
	langCookie = "onewindow_lang"
	// mostForm bounds what is sent to sign in, in bytes.
	mostForm = 4 << 10
)

// signedIn serves a page to who may see it, and shows the door to everybody else.
func (p *Pages) signedIn(page http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie(tokenCookie)
		if err != nil || !p.set.Admit(r.Context(), c.Value) {
			http.Redirect(w, r, "/signin?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		page(w, r)
	}
}

// doorPage is where people sign in.
type doorPage struct {
	// To is the page that they wanted.
	To string
	// Refused is true when the token was not taken.
	Refused bool
}

// door asks for a token.
func (p *Pages) door(w http.ResponseWriter, r *http.Request) {
	f := p.frameOf(r, words.T(langOf(r), "web.sign_in"))
	f.Page = doorPage{To: ownPath(r.URL.Query().Get("to"))}
	p.show(w, http.StatusOK, "door.html", f)
}

// signIn takes a token.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	token, to := strings.TrimSpace(r.PostFormValue("token")), ownPath(r.PostFormValue("to"))
	if token == "" || !p.set.Admit(r.Context(), token) {
		f := p.frameOf(r, words.T(langOf(r), "web.sign_in"))
		f.Path, f.Page = "/signin", doorPage{To: to, Refused: true}
		p.show(w, http.StatusForbidden, "door.html", f)
		return
	}
	p.keep(w, tokenCookie, token, stay)
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// signOut forgets the token.
func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) {
	p.keep(w, tokenCookie, "", -1)
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}

// language keeps a language and goes back to where it was chosen.
func (p *Pages) language(w http.ResponseWriter, r *http.Request) {
	lang := words.Lang(r.PathValue("lang"))
	if !slices.Contains(words.Langs, lang) {
		p.nowhere(w, r)
		return
	}
	p.keep(w, langCookie, string(lang), 365*24*time.Hour)
	http.Redirect(w, r, ownPath(r.URL.Query().Get("to")), http.StatusSeeOther)
}

// keep sets a cookie that comes back to these pages only and that no script reads.
func (p *Pages) keep(w http.ResponseWriter, name, value string, for_ time.Duration) {
	c := http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: !p.set.Plain, SameSite: http.SameSiteLaxMode, MaxAge: int(for_ / time.Second)}
	if for_ < 0 {
		c.MaxAge = -1
	}
	http.SetCookie(w, &c)
}

// ownPath is a page of ours to go on to: never an address elsewhere, which a link sent
// by somebody could lead to.
func ownPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return "/"
	}
	return to
}

// langOf is the language of a reader: the one that was chosen, or the first that the
// browser wants and we have, or simplified Chinese.
func langOf(r *http.Request) words.Lang {
	if c, err := r.Cookie(langCookie); err == nil && slices.Contains(words.Langs, words.Lang(c.Value)) {
		return words.Lang(c.Value)
	}
	return wanted(r.Header.Get("Accept-Language"))
}

// wanted reads the first language of an Accept-Language that we have.
func wanted(header string) words.Lang {
	for tag := range strings.SplitSeq(header, ",") {
		tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), ";")
		switch base, _, _ := strings.Cut(tag, "-"); {
		case base == "en":
			return words.En
		case tag == "zh-tw", tag == "zh-hk", tag == "zh-mo", strings.HasPrefix(tag, "zh-hant"):
			return words.ZhHant
		case base == "zh":
			return words.ZhHans
		}
	}
	return words.ZhHans
}

// queueLang is the language as the halls' own texts have it.
func queueLang(l words.Lang) queue.Lang { return queue.Lang(l) }
