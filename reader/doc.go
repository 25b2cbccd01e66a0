// Package reader reads people's ID cards and what scanners scan, and tells
// whoever asked: a Card, or a Scan.
//
// Reader speaks with the SAM module that every reader of second-generation ID
// cards contains: it looks for a card a few times a second, reads it once, and
// waits until it was taken away. Scanner listens to a QR scanner on a serial line.
// Both keep their line open through package serial and know their own health.
// Devices that pretend to be keyboards are not here but in kiosk/tui, because
// their line is the terminal.
//
// What it guarantees: a card that lies on the reader is told once, however the
// module behaves; the check digit of its number is right; a request that is not
// answered ends by its time-out, and two of them are told as silence; nothing of
// a card is in an error, in a log line, or in what any verb of fmt makes of a Card.
//
// What it keeps of a card is what queueing needs: the number, the day of birth
// and the last day of validity. Name, address, nation and photo are never looked
// at, and the buffers that they passed through are cleared. It never writes to a
// card, never keeps a card, and knows no queue.
//
// Sources. The protocol is that of the module's interface (GA 450; published by
// makers of readers): frames, commands, codes of success and failure, and the 256
// bytes of text of the resident's card. The text of the residence permit for
// people of Hong Kong, Macao and Taiwan, and of both foreigners' permanent
// resident cards, follows the National Immigration Administration's rules for
// machine reading (2023) and structures published by makers of readers. Nothing
// here was tried on a real module yet.
package reader
