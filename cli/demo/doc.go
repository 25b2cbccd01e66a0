// Package demo is a hall that lives: simulated citizens and clerks around the
// real engine, for people who want to see and touch it.
//
// A morning that has already passed is made in virtual time through the same
// rules as any other, and written into the journal; then the same crowd goes
// on in real time beside whoever sits at the keyboard. The crowd only presses
// the keys that people press; it has no way around the rules. Its rates are
// those of the reference scenario and are estimates.
package demo
