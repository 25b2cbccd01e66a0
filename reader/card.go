package reader

import (
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Card is what is kept of an ID card that was read. However it is printed, logged
// or encoded, also inside of something else, nothing of it shows: whoever needs
// the number asks for it, and drops the card once the number is hashed.
type Card struct {
	// A function, because fmt prints what it finds in unexported fields of others
	// without asking their methods, behind pointers too.
	of func() person
}

type person struct {
	number  string
	born    time.Time
	validTo time.Time
}

func cardOf(p person) Card { return Card{func() person { return p }} }

// Number is the number on the card, its check digit verified: 18 characters of GB
// 11643, of residents, of residents from Hong Kong, Macao and Taiwan, and of
// foreigners' permanent resident cards since 2023 (they begin with 9); or 15, three
// letters and twelve digits, of foreigners' cards before, whose check digit is not
// verified.
func (c Card) Number() string {
	if c.of == nil {
		return ""
	}
	return c.of().number
}

// Born is the day of birth, at midnight UTC.
func (c Card) Born() time.Time {
	if c.of == nil {
		return time.Time{}
	}
	return c.of().born
}

// ValidTo is the card's last day, at midnight UTC; zero if it is valid for ever, or
// tells no day.
func (c Card) ValidTo() time.Time {
	if c.of == nil {
		return time.Time{}
	}
	return c.of().validTo
}

// Expired reports whether the card's last day was before the day of on, at the
// place where on is told. A citizen with an expired card still has the number: the
// hall warns, and does not refuse.
func (c Card) Expired(on time.Time) bool {
	y, m, d := on.Date()
	to := c.ValidTo()
	return !to.IsZero() && time.Date(y, m, d, 0, 0, 0, 0, time.UTC).After(to)
}

// hidden is all that shows of a card.
const hidden = "an ID card"

// String tells nothing.
func (c Card) String() string { return hidden }

// Format tells nothing, whatever the verb.
func (c Card) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue tells nothing.
func (c Card) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText tells nothing.
func (c Card) MarshalText() ([]byte, error) { return []byte(hidden), nil }
