// Package guide is the terminal of the guide's desk (导办台): everything for a
// person who stands there. The guide gives a number, with priority, for an agent,
// in a language; looks one up by itself or by the citizen's ID number; explains
// why it stands where it stands; brings back who missed a call; prints again,
// moves, cancels; and sees who in the hall calls for help.
//
// It guarantees what package staff does for all screens of staff: one request at
// a time, nothing sent later, every refusal in words. It looks and explains before
// anybody signs in, and acts only for whoever is.
//
// It never decides who gets a number or comes first: the hall does. It opens no
// connection, prints nothing itself, and keeps of a citizen nothing beyond the
// page on which it was typed.
package guide
