// Package board is the display of the waiting hall: who is called where, how
// many wait, and what the hall has to tell.
//
// It guarantees that a call is never missed: each new one stands large for a
// while of its own, two that come together wait for one another, and after a
// lost link the board shows those that were made meanwhile. A repeated call
// stands out again. While the link is down it keeps what it had and says of
// when that is.
//
// It shows no names and nothing personal, cannot be touched, asks the hall
// nothing and stores nothing.
package board
