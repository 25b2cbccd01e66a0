package central

import (
	"net/url"
	"regexp"
	"strings"
)

// hidden is an error without the password that its text would have.
type hidden struct {
	err  error
	text string
}

func (h *hidden) Error() string { return h.text }
func (h *hidden) Unwrap() error { return h.err }

// password finds it in an address that may be malformed.
var password = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://[^/@:]*:(.*)@[^@]*$`)

// hide takes the password of a database's address out of an error.
func hide(err error, address string) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	var secrets []string
	if u, perr := url.Parse(address); perr == nil && u.User != nil {
		if p, ok := u.User.Password(); ok {
			secrets = append(secrets, p, url.QueryEscape(p), url.PathEscape(p))
		}
		secrets = append(secrets, u.Query().Get("password"))
	} else if perr == nil {
		secrets = append(secrets, u.Query().Get("password"))
	}
	if m := password.FindStringSubmatch(address); m != nil {
		secrets = append(secrets, m[1])
	}
	clean := text
	for _, s := range secrets {
		if s != "" {
			clean = strings.ReplaceAll(clean, s, "***")
		}
	}
	if clean == text {
		return err
	}
	return &hidden{err, clean}
}
