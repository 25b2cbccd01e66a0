// Package slip makes the paper that a citizen takes from the kiosk: from a Ticket
// (what is to be told), a Template (how a city wants it told) and the profile of
// the printer to the bytes that it is sent, without the cut and without the
// question whether it was printed.
//
// It guarantees that nothing of the text is cut off: what is too wide is set
// narrower, then broken where a reader would break it. Widths are counted in dots,
// 24 for a Chinese character and 12 for ASCII, times the size. Text goes in the
// printer's own code; a line with a character that the printer lacks goes as dots,
// that line alone and in the same size. A character that our font lacks too is
// drawn as a box and named in Paper.Missing, never replaced by another. The same
// ticket gives the same bytes. A paper that is not the first always says so, and
// always carries its number, whatever the template.
//
// It is pure: it reads no files, knows no clock (times are printed in the zone
// that they carry), and knows nothing of queues.
package slip
