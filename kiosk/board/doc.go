// Package board is the display of the waiting hall: who is called where, how
// many wait, and what the hall has to tell.
//
// It guarantees that no call is missed. Each new one comes to stand large on
// top, and stays large for a time of its own before another may push it out:
// the dwell, or half of it while more calls wait than stand large. How large the
// screen is does not matter to it, and no change of size loses a call. After a
// short loss of the link the board shows the calls that were made meanwhile, one
// after the other. A board that starts, or was cut off for long, shows the
// newest at once and then those that nobody has answered yet. A repeated call
// stands out again. While the link is down the board keeps what it had and says
// of when that is, and soon no longer sends anybody to a window; nor does it
// while the hall is stopped.
//
// It shows no names and nothing personal, cannot be touched, asks the hall
// nothing and stores nothing.
package board
