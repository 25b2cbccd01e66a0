// Package manager is the hall manager's terminal: how the day goes, which lines
// and windows need help, and what a manager may do about it.
//
// It guarantees that it shows the hall's last word and nothing else, that every
// action is confirmed where it cannot be taken back, and that nothing is queued:
// while a request is under way the keys are dead, and while the hall cannot be
// reached nothing is sent. Every refusal is said in words, with what to do.
//
// It computes no figures of its own but how they stand beside their thresholds.
// It opens no connection, keeps nothing but the last answers, and shows no
// personal data, for it gets none.
package manager
