// Package report turns the period log of a business day into its figures, joins the
// figures of days, weeks, months and halls, and reads from them what estimates are
// learned from.
//
// It guarantees:
//
//   - a Day is a function of the hall's state when the day was closed, and of nothing
//     else: the same history leads to the same bytes;
//   - days and halls are joined without loss: the figures of a month are those of all
//     its visits, not means of means;
//   - nothing of a citizen is in it; clerks are in it by their ids.
//
// It does no I/O and reads no clock.
package report
