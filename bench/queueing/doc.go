// Command queueing measures what the queue, its estimates and its advice are worth on
// simulated days, beside the figures of the reference that the project set out from,
// and judges them: `make bench-queueing`. It exits with 1 if a gate fails.
//
// Every figure comes from seeds that the table names, and is the same on every machine
// of the same kind; only the speeds are not. Processors of another kind may round a
// logarithm otherwise, and a day then goes on otherwise.
package main
