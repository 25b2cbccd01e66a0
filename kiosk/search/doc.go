// Package search finds items of the hall's catalogue by what people type: a part
// of the name in any of its languages, its pinyin or the initials of it, or the
// code.
//
// It guarantees that the same text finds the same items in the same order, the
// likeliest first, and that it never fails: what fits nothing finds nothing. It
// remembers nothing of what was typed and asks nobody.
package search
