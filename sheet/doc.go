// Package sheet lays the report of a span out as tables, and writes them as something
// to take away: a table for spreadsheets (CSV, XLSX), a page to print (HTML) or text
// for a terminal.
//
// It guarantees:
//
//   - the figures are worded once and written four times: what one form says, the
//     others say too, to the digit;
//   - the same span leads to the same bytes;
//   - no cell is taken for a formula, and a page loads nothing from anywhere;
//   - figures of clerks are in it only where they were asked for.
//
// It asks nobody and writes no file: it is a function of a report.
package sheet
