// Package profile says what a model of ticket printer can do: how wide it
// prints, which Chinese characters it holds, how it is told to cut, and what it
// is able to say about a paper.
//
// A profile is a small TOML file. Profiles for known models are built in; a file
// of one's own may extend one of them and change what is different (extends =
// "generic-80"). The reader is strict: a key that nothing reads, a value of the
// wrong kind and a value out of range are errors that name the line and the way
// out.
//
// Every profile says where its figures come from (source) and on what it has been
// verified (verified). A profile promises nothing about a printer that stands in a
// hall: the switches of a printer change its baud, its buffer and what its BUSY
// line means, and models of one name differ. What `confirm` says must be tried on
// the very printer, with its paper pulled, its cover opened and its power cut.
//
// The package holds values only. It opens no line and no file.
package profile
