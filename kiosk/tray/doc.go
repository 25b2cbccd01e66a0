// Package tray shows what comes out of a hall's devices to somebody who has none:
// the papers of a printer as they lie in its tray, what the strips show and the
// voice says; and lets him do to the devices what people do: pull the paper, open
// the cover, pull the cable, put an identity card on the reader.
//
// It guarantees that a paper can be read: each line of text that the printer read
// stands on the paper where it was printed, as text, because a Chinese character of
// 24 dots is gone when it is made as small as a cell; everything else, such as codes
// and lines that were sent as pictures, is shown as its dots.
//
// It knows no device: what is so it is told as one State, and what is to be done it
// tells its Desk. It keeps the last papers that it was told of and nothing else.
package tray
