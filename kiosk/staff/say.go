package staff

import (
	"maps"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

// T is a sentence of the catalogue in the screen's language; params are pairs of
// a name and a value.
func (k *Talk) T(key string, params ...any) string {
	return words.T(words.Lang(k.lang), key, params...)
}

// In is one of the hall's own texts in the screen's language.
func (k *Talk) In(text queue.Text) string { return text.In(k.lang) }

// Worded is the sentence of a key that ends in a code which people choose from,
// such as the reason of a pause; what is no such code is somebody's own words and
// returned as it is.
func (k *Talk) Worded(key, code string) string {
	if words.Has(key) {
		return k.T(key)
	}
	return code
}

// Local brings a time into the hall's zone.
func (k *Talk) Local(t time.Time) time.Time {
	return t.In(time.FixedZone("hall", k.day.UTCOffset*60))
}

// Clock writes a time of day of the hall, as in "09:05"; empty for none.
func (k *Talk) Clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return words.Clock(k.Local(t))
}

// Since is how long ago a moment was, as a running time: "3:05".
func (k *Talk) Since(t time.Time) string { return words.Elapsed(k.now.Sub(t)) }

// Minutes is how many whole minutes ago a moment was.
func (k *Talk) Minutes(t time.Time) int { return max(0, int(k.now.Sub(t)/time.Minute)) }

// SecondsTo is how many seconds are left until t, rounded up; 0 if it has passed
// or is none.
func (k *Talk) SecondsTo(t time.Time) int { return secondsBetween(k.now, t) }

func secondsBetween(now, t time.Time) int {
	if t.IsZero() {
		return 0
	}
	return max(0, int((t.Sub(now)+time.Second-1)/time.Second))
}

// Wait writes an estimate in minutes: "about 10-15 min", "roughly 10-15 min".
func (k *Talk) Wait(e queue.Estimate) string {
	return words.Wait(words.Lang(k.lang), e.Low, e.High, e.Rough)
}

// Reason says why a number was called when it was; empty for none.
func (k *Talk) Reason(r queue.Reason) string {
	if r.Code == "" {
		return ""
	}
	return words.Reason(words.Lang(k.lang), string(r.Code), "minutes", r.Minutes, "theme", k.Theme(r.Theme), "slot", k.Clock(r.Slot))
}

// Stop is the reason of a stop or of a closed intake in words: a code's, or what
// a manager typed.
func (k *Talk) Stop(reason string) string { return words.Stop(words.Lang(k.lang), reason) }

// Ground names why a citizen has priority.
func (k *Talk) Ground(g queue.Ground) string {
	return k.Worded("common.ground."+string(g), string(g))
}

// Documents are the codes of the mandates that desks choose from.
var Documents = []string{"mandate", "kinship", "company", "none"}

// Document names the mandate of an agent in the screen's language: a code of
// Documents, or one of them as it travels; what somebody else wrote is returned
// as it is.
func (k *Talk) Document(said string) string {
	for _, code := range Documents {
		if said == code || said == DocumentText(code) {
			return k.T("staff.document." + code)
		}
	}
	return said
}

// DocumentText is how the mandate of a code travels: in the hall's own words, so
// that whoever knows no codes can read it.
func DocumentText(code string) string { return words.T(words.ZhHans, "staff.document."+code) }

// Refusal is a refusal in words, with the names of themes and windows in it.
// Until is when trying again makes sense, zero if that is not known.
func (k *Talk) Refusal(code string, params map[string]string, until time.Time) string {
	return k.refusal(code, params, until, k.now)
}

func (k *Talk) refusal(code string, params map[string]string, until, now time.Time) string {
	p := maps.Clone(params)
	if th := p["theme"]; th != "" {
		p["theme"] = k.Theme(th)
	}
	if w := p["window"]; w != "" {
		p["window"] = k.Window(w)
	}
	if !until.IsZero() {
		until = k.Local(until)
	}
	return words.Refusal(words.Lang(k.lang), code, p, until, k.Local(now))
}
