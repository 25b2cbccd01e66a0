package words

import (
	"fmt"
	"time"
)

// Lang is a language of the screens; the values are those of the hall's texts.
type Lang string

// Languages. ZhHans is the default of a hall.
const (
	ZhHans Lang = "zh-Hans"
	ZhHant Lang = "zh-Hant"
	En     Lang = "en"
)

// Langs are all languages in the order in which screens offer them.
var Langs = []Lang{ZhHans, ZhHant, En}

// T is the sentence of a key in a language; params are pairs of a name and a
// value. A key that is not in the catalogue is returned as it is.
func T(lang Lang, key string, params ...any) string {
	values := make(map[string]string, len(params)/2)
	for i := 0; i+1 < len(params); i += 2 {
		if name, ok := params[i].(string); ok {
			values[name] = fmt.Sprint(params[i+1])
		}
	}
	return fill(lang, key, values)
}

// Has reports whether the catalogue has the key.
func Has(key string) bool {
	_, ok := catalogue[key]
	return ok
}

// Refusal is the sentence for a refusal of the hall or a failure to reach it.
// Params are those of the refusal; a theme's name may replace its id in them.
// Until, unless zero, is when trying again makes sense, and now tells how to
// write it. A reason among them is written as Stop does. An unknown code gives a
// sentence that names the code.
func Refusal(lang Lang, code string, params map[string]string, until, now time.Time) string {
	values := make(map[string]string, len(params)+2)
	for k, v := range params {
		values[k] = v
	}
	if reason, ok := values["reason"]; ok {
		values["reason"] = Stop(lang, reason)
	}
	if !until.IsZero() {
		values["until"] = When(lang, until, now)
	}
	key := "refusal." + code
	if !Has(key) {
		key, values["code"] = "refusal.unknown", code
	}
	return fill(lang, key, values)
}

// Reason is the sentence that says why a number was called when it was; params
// are as for T: "minutes", "theme" (its name), "slot".
func Reason(lang Lang, code string, params ...any) string {
	return T(lang, "reason."+code, params...)
}

func fill(lang Lang, key string, values map[string]string) string {
	e, ok := catalogue[key]
	if !ok {
		return key
	}
	t, ok := e.texts[lang]
	if !ok {
		t = e.texts[ZhHans]
	}
	return t.fill(values)
}
