// Package led shows a few words on the light strips of a hall: over a window,
// and over the seats.
//
// It knows the cards of Onbon's BX-5K and BX-6K families, which have Chinese
// fonts and answer; the customer displays of the ESC Q A family (CD5220 with two
// rows of twenty characters, LED8 with eight digits), which never answer; and
// signs that speak the Alpha protocol (BetaBrite). What a strip is to show is a
// Face; the driver makes bytes of it and sends them over a serial.Bus.
//
// It guarantees that no text becomes a command: characters that mean something
// to a card are shown in their wide form, and a character that a strip cannot
// show is a visible mark, never another character, and is reported. An answer
// counts only when it is whole, has the right checksum and comes from the strip
// that was asked.
//
// It never writes to a card's flash memory, which wears out: everything shown is
// held by the card in its working memory, and has to be shown again after the
// card was without power.
package led
