// Package take is the citizen's kiosk: choose what to do, take the number, know
// where to wait.
//
// Home is the choice itself: a button for each line, with the people who wait
// and how long it takes. Two taps give a number, one in a hall with a single
// line; an item with its papers, further items, priority, the ID number and an
// agent are asked for only if the citizen wants to. Everything that can be
// touched has a key on a numeric keypad, or is reached by arrows.
//
// It guarantees that one tap gives one number at most: while a request is under
// way nothing can be touched, and a request without an answer is asked for again
// under the same name only, once by the screen itself and then by the citizen,
// so that the hall's first answer is found and no second number made. It shows a
// number only after the hall has given it, and says plainly when it did not or
// when nobody knows; the same of its paper, which is not said to be on its way for
// ever. What a citizen typed is dropped when the page is left, and what was chosen
// when the visit is.
//
// An ID card on the reader is as its number typed, and a code before the scanner as
// a number looked up; where neither was asked for, the page stays. A number of a card
// is held until it was sent or its citizen has left, and is never drawn whole unless
// the citizen wants to see what was typed. A card or a code never takes a number off
// the screen.
//
// Where it takes long and any hall may serve what was chosen, the page before the
// number names other halls of the network where it is much sooner. The hall is asked
// for them beside all else: a number here never waits for that, and where no answer
// comes nothing is said.
//
// It never decides who gets a number: the hall does. It opens no connection,
// prints nothing and stores nothing.
package take
