// Package daytable writes the numbers of a business day as a table that spreadsheets
// open: which columns there are, how each value is worded, what is escaped.
//
// It guarantees that no cell is taken for a formula, and that a table says nothing of
// who the citizens are. It asks nobody and writes no file: it is a function of what
// the hall has told.
package daytable
