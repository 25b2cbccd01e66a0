// Package glyph draws lines of text for printers that lack the characters: a font
// of 24 by 24 black or white dots that is built into the program (12 by 24 for
// ASCII), as the character memories of Chinese ticket printers have them.
//
// It guarantees that a line is as wide as the printer's own would be (Advance),
// that a character which no font has is drawn as an empty box and named by
// Missing, and that it is never drawn as another character. What a font draws
// depends on the character alone: the same text gives the same dots.
//
// It never reads files, shapes scripts that join (Arabic, Tibetan, Mongolian),
// or writes from right to left.
package glyph
