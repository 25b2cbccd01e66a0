// Package figures shows the figures of days on a screen: of a hall on its manager's, of
// a network of halls on the district's. Which days those are, their sums as tiles, and
// tables of what they are told by: halls, lines, items, windows, clerks, dates, half
// hours, the order of calls, how good promised waits were, papers and devices.
//
// It guarantees that both screens say the same of the same figures, and that every row
// of a table can be reached by keys and by touch. It asks nobody: a screen gives what
// is known with each call, and View keeps no more than which table is open and how far
// it is scrolled.
package figures
