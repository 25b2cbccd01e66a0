// Command bench measures a hall as its terminals see it, over the real network
// with TLS and with every answer durable, beside what the same disk gives to a
// raw fsync and to the least program that could be written on the same store.
// It prints a table, judges the gates, and exits with 1 if one fails.
//
// Figures are only ever compared within one run: a busy or slow machine lowers
// both sides. Each figure is the median of several rounds, in which the things
// that are compared take turns.
package main
