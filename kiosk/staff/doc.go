// Package staff is what the screens of staff share: the window, the guide's desk
// and the manager's.
//
// Talk is a screen's talk with its hall: the language, hall time, the link, one
// request under way, and the one line that says what came of it. Pages is Talk
// with the pages that lie over a screen's own: lists to choose from, texts to
// type. A screen embeds Pages. Session is who is signed in at a desk; Tickets is
// what a desk does with numbers: look one up, tell its story, compare two, move,
// bring back, print again, cancel, change its items.
//
// It guarantees that at most one request is under way and that no key acts
// meanwhile, that nothing is sent while the link is down and nothing later, that
// every refusal is said in words, and that a page never acts by itself: what was
// refused because nobody was signed in is done once somebody is, in the same
// dialogue, and not otherwise.
//
// It never decides what the rules allow: the hall does. It opens no connection
// and keeps nothing but the last answers.
package staff
