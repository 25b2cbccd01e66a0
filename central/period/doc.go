// Package period joins what halls have reported of their own days: a day, a week or a
// month of a hall, a street or the district.
//
// It guarantees:
//
//   - the figures are those of the halls' reports and of nothing else; of a day that was
//     reported again the last report counts;
//   - what several days and halls come to is joined without loss (report.Join);
//   - of each hall it is told which days are in the figures, and which could not be
//     read because a newer hall has made them.
//
// It keeps nothing between two questions.
package period
