// Package store keeps what halls have told the centre: their events, as they came,
// and the rows of package project, in SQLite or in PostgreSQL. Beside them lies what
// the centre itself knows of the network of halls: places, keys, publications and
// which hall runs them, claims, tokens, deeds (package network).
//
// It guarantees:
//
//   - each event of a hall is kept exactly once, whatever is sent twice, lost or
//     killed: events, rows and the hall's watermark change in one transaction, which
//     is taken only where the segment begins right after the watermark;
//   - a hello changes nothing of what is kept: only the first segment of another line
//     of history takes the place of what was told before it;
//   - what was acknowledged is durable: SQLite runs with synchronous=FULL, PostgreSQL
//     with its synchronous_commit;
//   - the rows are always those that the hall's events lead to, and can be made anew
//     from them. While a hall catches up that was cut off, they may be those of an
//     earlier moment, which the hall's row tells (HallState.Now.Seq), by some 10 000
//     events at most; with the hall's last event they are all there. Rows of another
//     release are made anew by BringUp, for which nothing that halls say waits;
//   - a history that the hall has left, because a backup was put back, stays as it
//     was, is marked, and counts no more;
//   - what a hall no longer has is a gap that is noted, never silence;
//   - what halls could not give again is one Keepsake, of one moment, which Recover puts
//     into a database that has no network, whole or not at all; each change of it is
//     counted, so that an older copy of the database is known as one;
//   - what several processes do at the same moment has one outcome: a hall has one
//     key, a version is given once, of two halls that claim for one citizen one is
//     granted, and the places are a tree at any time.
//
// Any number of processes may use one PostgreSQL, or one SQLite file on one machine.
// A file of SQLite takes one writer at a time.
//
// It knows nothing of connections, and never sees a citizen: identities are sealed
// in the events, and the keys stay at the halls. The PINs of staff are taken out of
// the settings before they are kept. Claims name a citizen by the key that halls know
// them by, until ForgetClaims, and are in no Backup. The network's key, under which halls make it, lies in
// the database: who has both can try identity numbers.
//
// # What grows
//
// Events, tickets, statistics and deeds are never deleted. The halls' reports of their
// days are events, which rows only point to; that of a day of 354 numbers has 24 kB
// (BenchmarkMonth of central/period). An event takes some 370
// bytes in SQLite and 460 in PostgreSQL with all rows and indices that are kept because
// of it, 250 of them the record itself; the visit of a citizen takes six or seven, so
// that 10 000 numbers a day are some 25 to 30 MB a day (BenchmarkSize). Publications
// stay as they were made, and of catalogues and lists of themes each different one is
// kept once. What ends by itself: checkpoints after 120 days, invitations when
// they have expired, claims with ForgetClaims.
package store
