// Package voice says sentences over one loudspeaker: through a speech module on a
// serial line (SYN6288, XFS5152CE), or by joining recorded clips into one sound
// that a command of the machine plays.
//
// It guarantees that a sentence is not cut off by the next one: a module is never
// sent a text while it speaks, because it would drop what it is saying. Say tells
// the moment at which the sound begins, returns when it is over, and its error
// says whether anything was heard at all. A module that loses its last answer, is
// unplugged or stays silent never blocks the caller for longer than Timing allows.
// A character that cannot be said is left out and named, and never becomes another.
//
// It never decides what is said, in which order, or whether something is said
// again: that is package caller.
package voice
