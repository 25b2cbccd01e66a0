// Package network is what the centre knows of the network of halls besides what halls
// tell: which halls there are and where in the tree, which key speaks for each, what is
// published to them, who else may ask the centre, and when a number that a citizen has
// in one hall stands against one in another.
//
// It is plain types and pure rules over them. It stores nothing, sends nothing, and
// knows no clock: package store keeps it, package halls and the interfaces of the
// centre act on it.
package network
