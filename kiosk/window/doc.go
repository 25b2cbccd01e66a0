// Package window is the clerk's terminal: who is at the window, who is next,
// and one key for each thing that a clerk does.
//
// It guarantees that one press is one request: while a request is under way
// the keys are dead, nothing is queued, and while the hall cannot be reached
// nothing is sent. What it shows is the hall's last word and nothing else; a
// restart, a repeated key or a reconnection calls nobody, and a key that is held
// down picks nothing from what it opened. Every refusal is said in words, with
// what to do. A call for help in danger goes out beside whatever else is under way,
// and shows in nothing but a small mark.
//
// It never decides what the rules allow: the hall does. It opens no connection
// and keeps nothing but the ticks on the papers of the citizen at the window.
package window
