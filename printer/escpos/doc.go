// Package escpos speaks ESC/POS, the language of ticket printers: it builds the
// bytes that a printer is sent (Encoder), takes apart what a printer says
// (Demux), folds that to the printer's Condition, and finds where a command in a
// stream ends (Next), so that nothing is put between a command and its data.
//
// The commands are those of Epson's "ESC/POS Command Reference for TM Printers",
// named as there (GS V, DLE EOT, GS ( H), with the deviations of Chinese printers
// that a profile.Profile describes.
//
// The package is pure: it opens no line, has no clock and starts no goroutine. The
// parsers take any bytes whatsoever and lose their place for one answer at most.
//
// Printers obey real-time commands (DLE EOT, DLE ENQ, DLE DC4) wherever their
// bytes stand, inside pictures too. Raster therefore changes one dot of a picture
// that would hold such bytes; Text lets no control byte pass. Data that did not go
// through the Encoder is not looked after.
package escpos
