// Package simulate plays many days of a scenario on all processors and shows what came
// of them: tables, plots of plain characters, JSON. What a day is and who is called
// next is package sim's business; here are only goroutines and words.
package simulate
