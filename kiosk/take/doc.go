// Package take is the citizen's kiosk: choose what to do, take the number, know
// where to wait.
//
// Home is the choice itself: a button for each line, with the people who wait
// and how long it takes. Two taps give a number, one in a hall with a single
// line; papers, priority and the ID number are asked for only if the citizen
// wants to. Everything that can be touched has a key on a numeric keypad.
//
// It guarantees that one tap gives one number at most: while a request is under
// way nothing can be touched, and the screen never asks twice by itself. It
// shows a number only after the hall has given it, and says plainly when it did
// not. What a citizen typed is dropped when the page is left.
//
// It never decides who gets a number: the hall does. It opens no connection,
// prints nothing and stores nothing.
package take
