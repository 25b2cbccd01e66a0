// Package uplink is a hall's one connection to the centre. It tells the centre
// every event exactly once, however often and wherever the link, the hall or the
// centre breaks; how the hall is now, at most once a second; and what became of
// claims. It hands the centre's commands to the hall's own engine, keeps the hall as
// the centre wants it, and asks the centre what the hall wants to know. docs/wire.md
// has the protocol.
//
// It guarantees:
//
//   - The hall never waits for it. It reads committed events beside the writer,
//     takes hints that nobody waits for it to take, and hands answers to a goroutine
//     of its own, so that a stuck centre holds up nobody.
//   - One segment is under way at a time, each behind the centre's watermark.
//     Whatever is unclear is settled by saying hello again, never by sending again.
//   - Nothing is kept for later but what the journal keeps, and for ten minutes what
//     became of claims: a command is answered now or is refused, and what is said
//     while the link is down is not said.
//   - A link that has gone silent is noticed within six seconds, and a lost one is
//     tried again for ever.
//   - What the hall asks of the centre, and what the centre publishes for it, goes
//     beside the events: neither waits for the other. Who asks without a link is told
//     so at once.
//   - A publication is handed to the hall once. What no sound centre says is refused,
//     told to the centre, and logged; the hall keeps what it has.
//
// It stores nothing and decides nothing about events or commands. It changes the hall
// only by handing it what the centre publishes, which the hall judges as it judges
// what its own manager changes. A hall that the centre refuses goes on by itself, and
// asks again every half a minute.
package uplink
