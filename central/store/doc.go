// Package store keeps what halls have told the centre: their events, as they came,
// and the rows of package project, in SQLite or in PostgreSQL.
//
// It guarantees:
//
//   - each event of a hall is kept exactly once, whatever is sent twice, lost or
//     killed: events, rows and the hall's watermark change in one transaction, which
//     is taken only where the segment begins right after the watermark;
//   - what was acknowledged is durable: SQLite runs with synchronous=FULL, PostgreSQL
//     with its synchronous_commit;
//   - the rows are always those that the hall's events lead to, and can be made anew
//     from them. While a hall catches up that was cut off, they may be those of an
//     earlier moment, which the hall's row tells (HallState.Now.Seq), by some 10 000
//     events at most; with the hall's last event they are all there;
//   - a history that the hall has left, because a backup was put back, stays as it
//     was, is marked, and counts no more;
//   - what a hall no longer has is a gap that is noted, never silence.
//
// Any number of processes may use one PostgreSQL, or one SQLite file on one machine.
// A file of SQLite takes one writer at a time.
//
// It knows nothing of the network, and never sees a citizen: identities are sealed
// in the events, and the keys stay at the halls. The PINs of staff are taken out of
// the settings before they are kept.
package store
