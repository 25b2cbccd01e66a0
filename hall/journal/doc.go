// Package journal keeps a hall's history on disk: its events, the answers to
// its commands, and snapshots of its state, in one bbolt file, hall.db. Beside
// that file it keeps the keys that seal people's identities.
//
// It guarantees:
//
//   - A batch is committed whole and durably, or not at all. After an error
//     nothing happened and Last is unchanged; where even that cannot be known
//     (the disk failed while saying "done"), the journal says ErrUncertain and
//     accepts nothing more until it is opened again.
//   - Events are numbered from 1 without a gap and are never changed or removed.
//   - What is read is what was written: every record carries a CRC-32C over its
//     place and its bytes. Damage is an error, never a guess, and never an
//     overwrite.
//   - A restored copy is a new epoch, so that no two histories share a name.
//   - Backups contain no keys.
//
// It never looks into an event, an answer or a snapshot (the caller encodes and
// decodes them), never decides which commands share a batch, never starts a
// goroutine that outlives a call, and never lets memory of the database file
// leave a transaction.
//
// A Journal may be used by several goroutines. Writers take turns; readers never
// wait for writers.
//
// The database file is for Unix systems: it is locked with flock(2).
package journal
