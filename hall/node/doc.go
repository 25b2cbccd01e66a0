// Package node runs one hall. One goroutine owns the state: it takes what has
// come in while the last commit ran, decides each command in turn, commits all
// their events and answers in one transaction, and only then answers and tells
// the hall. Nothing is shown, printed, spoken or sent before the commit.
//
// What others need of the state, views and queries, they get from a follower:
// a second fold over the committed records, kept by a goroutine of its own, so
// that no reader ever waits for the disk and no screen ever slows a clerk.
//
// What it asks of the network of halls, it asks beside both and for a time that is
// written down: whether a known citizen holds a number elsewhere, and where it is
// quickest. No answer stops nothing.
//
// The node has no rules of its own. Of what happens by itself, queue.Due says when
// the next thing is due, and a timer is set to that; and every few seconds, and when a
// terminal has told of its devices, it looks whether an alert is.
package node
