// Package words is the message catalogue: every sentence that a screen shows,
// in simplified Chinese, traditional Chinese and English, and how times, waits
// and dates are written.
//
// To add a sentence, add one line to the file of its area in catalogue/, such
// as
//
//	"take.ahead": {"zh-Hans": "前面还有{n}人", "zh-Hant": "前面還有{n}人", "en": "{n} {n:person|people} ahead of you"},
//
// and show it with words.T(lang, "take.ahead", "n", 4). "{n}" is a value,
// "{n:person|people}" a word by number, and "[…]" a part that is left out if a
// value in it is missing. "max", if given, is the width in cells that no
// language may exceed. The tests of this package read the Go sources of kiosk
// and cli: they fail on a key that is unknown or used by nobody, on a missing
// translation or value, and on characters that terminals disagree about (use
// full-width punctuation and 「」; no dashes, dots or quotes of Western type).
//
// It guarantees that T always returns something to show. It knows nothing of
// queues or screens, and never formats a hall's own texts (names of items,
// notices), which come in their languages from the hall.
package words
