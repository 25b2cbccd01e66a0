// Package printer puts tickets on paper and knows whether they came out.
//
// A Spooler holds one printer. It takes jobs, prints them one after the other and
// tells what became of each: queued, preflight, sending, awaiting, and in the end
// printed, interrupted or unconfirmed. Between jobs it watches the printer and
// tells its health.
//
// What it guarantees:
//
//   - "printed" means that the printer said so, in an answer that was asked for
//     behind the cut of this very paper (GS ( H with a tag of this attempt, or GS r
//     with no other such question open, behind the answer for a mark or asked twice,
//     because it is one byte without a tag). A printer that cannot say it ends every
//     paper unconfirmed.
//   - It never prints anything twice by itself. What was interrupted is over; a
//     second paper is a new job that people ask for.
//   - After an interruption the printer's buffers are cleared before anything else
//     is printed, so that a new roll does not bring old tickets.
//   - Nothing is sent to a printer that says that it cannot print.
//   - Questions are never put between a command and its data.
//   - A power failure in the middle of a paper does not pass for a paper, however
//     short, on printers that draw QR codes and tell what they have stored (a mark
//     is left before the paper and asked for behind it). On others it does not when
//     it lasts as long as a printer needs to start, about a second.
//
// What it cannot do: see the paper. A printer that answers out of its buffer, or
// whose profile promises what it does not keep, deceives it. A printer without
// real-time commands cannot be cleared: what it holds comes out when it goes on.
//
// The protocol is that of Epson's ESC/POS Command Reference: DLE EOT, GS a (ASB),
// GS r, GS ( H, GS ( k, DLE ENQ and DLE DC4; package escpos has the bytes and the
// sources. The package knows nothing of queues of people.
package printer
