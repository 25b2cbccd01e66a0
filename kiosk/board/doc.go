// Package board is the display of the waiting hall: who is called where, how
// many wait, and what the hall has to tell.
//
// It guarantees that a call is never missed: each new one stands large for a
// while of its own, two that come together wait for one another, and after a
// short loss of the link the board shows those that were made meanwhile. A board
// that starts, or was cut off for long, shows the newest calls at once and lists
// the others. A repeated call stands out again. While the link is down it keeps
// what it had and says of when that is; while the hall is stopped no call stands
// large.
//
// It shows no names and nothing personal, cannot be touched, asks the hall
// nothing and stores nothing.
package board
