package queue

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Citizen is who a ticket belongs to, as far as the hall needs to know. The
// number itself is never kept.
type Citizen struct {
	// Key is HMAC-SHA256 of the number under the network's key, in hex. It is
	// known only while the day's key exists, and is never written out.
	Key string `json:"-"`
	// Other is the same under the other key that the hall may know people by, while
	// one key takes the place of another; it is for looking up only, and no ticket has
	// it.
	Other string `json:"-"`
	// Last4 are the number's last four characters; never written out either.
	Last4 string `json:"-"`
	// Sealed is both under the day key, made by whoever holds that key. It is
	// what events and snapshots carry.
	Sealed string `json:"sealed,omitempty"`
}

// GobEncode writes what may be written: the sealed form. It never fails.
func (c Citizen) GobEncode() ([]byte, error) { return []byte(c.Sealed), nil }

// GobDecode reads what GobEncode wrote. It never fails.
func (c *Citizen) GobDecode(b []byte) error {
	*c = Citizen{Sealed: string(b)}
	return nil
}

// Known reports whether the hall can tell the citizen from others.
func (c Citizen) Known() bool { return c.Key != "" }

// Document is the mandate of somebody who comes for another person: one of these
// codes, or, from senders that know no codes, a text of their own.
type Document = string

// Mandates.
const (
	DocumentKinship Document = "kinship" // proof of kinship
	DocumentMandate Document = "mandate" // letter or power of attorney
	DocumentCompany Document = "company" // letter of a company or institution
	DocumentNone    Document = "none"    // none was brought
)

// Agent is set on the ticket of somebody who comes for another person.
type Agent struct {
	// Document proves the mandate; a ticket with one, other than DocumentNone, is
	// exempt from the limits on tickets of one citizen.
	Document Document `json:"document,omitempty"`
	// For is the person concerned.
	For Citizen `json:"for,omitzero"`
}

// Mandated reports whether the agent has shown a mandate. Nil is no agent.
func (a *Agent) Mandated() bool { return a != nil && a.Document != "" && a.Document != DocumentNone }

// IDNumber is a checked citizen number of GB 11643-1999, in the 18-character
// form that residence permits of Hong Kong, Macao and Taiwan share.
type IDNumber string

// idWeights and idChecks are GB 11643-1999's (ISO 7064 MOD 11-2).
var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const idChecks = "10X98765432"

// ParseIDNumber checks a citizen number on the hall's date today: length,
// digits, a birth date that exists and is not in the future, and the check
// character. The area code is not looked up, because codes withdrawn long ago
// stay valid for life. Refusals are CodeIDLength, CodeIDDigits, CodeIDDate and
// CodeIDCheck.
func ParseIDNumber(s string, today time.Time) (IDNumber, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if len(s) == 15 && strings.Trim(s, "0123456789") == "" {
		return "", Refuse(CodeIDLength, "a 15-digit number is no longer issued; ask for the 18-digit number on the card")
	}
	if len(s) != 18 {
		return "", Refuse(CodeIDLength, "a citizen number has 18 characters")
	}
	sum := 0
	for i := range 17 {
		d := s[i]
		if d < '0' || d > '9' {
			return "", Refuse(CodeIDDigits, "the first 17 characters are digits")
		}
		sum += int(d-'0') * idWeights[i]
	}
	birth, err := time.Parse("20060102", s[6:14])
	if err != nil || birth.Year() < 1850 || birth.After(today) {
		return "", Refuse(CodeIDDate, "characters 7 to 14 must be a birth date")
	}
	if idChecks[sum%11] != s[17] {
		return "", Refuse(CodeIDCheck, "the last character does not fit the others; one of them is mistyped")
	}
	return IDNumber(s), nil
}

// Age is the age in whole years on the hall's date today; who was born on 29
// February has the birthday on 1 March of common years.
func (n IDNumber) Age(today time.Time) int {
	b, err := time.Parse("20060102", string(n)[6:14])
	if err != nil {
		return 0
	}
	age := today.Year() - b.Year()
	if today.Month() < b.Month() || today.Month() == b.Month() && today.Day() < b.Day() {
		age--
	}
	return age
}

// Last4 are the last four characters, the part that papers may show.
func (n IDNumber) Last4() string { return string(n)[14:] }

// Masked hides the birth date: what a clerk may see.
func (n IDNumber) Masked() string { return string(n)[:6] + "********" + string(n)[14:] }

// Citizen is who the number belongs to, under the network's key. Sealed is left
// to the holder of the day key.
func (n IDNumber) Citizen(key []byte) Citizen {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(n))
	return Citizen{Key: hex.EncodeToString(m.Sum(nil)), Last4: n.Last4()}
}

// Format hides the number from every log, error and %v that holds one by mistake.
// Where the number itself is wanted, it is converted to a string.
func (n IDNumber) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[citizen number]")) }
