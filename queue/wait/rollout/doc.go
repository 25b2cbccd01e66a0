// Package rollout plays a hall forward in virtual time: citizens draw numbers, wait,
// come or do not come; windows call, serve, take breaks, go to lunch and home.
//
// Only what people do is in it. Who is called next is the business of a Queue: the
// Light one here, which is queue.Line and queue.Pick on plain memory and fast enough to
// play a hall a hundred times while a citizen waits for paper, or the whole hall
// (package sim). Both are played by the same Run, and lead to the same calls.
//
// Nothing is drawn by chance here: a Day says beforehand when everybody comes and how
// long everything takes. All times are milliseconds since 1970, as in queue.Entry, and
// all lengths milliseconds.
package rollout
