// Package foresee keeps what the hall foresees: how long each waiting number will
// wait, whether the day still holds another one, and how many windows it needs. It
// owns the estimator of queue/wait while the hall runs.
//
// It guarantees:
//
//   - nobody waits for it but who has drawn a number, and that one for AnswerWithin
//     at most, and then until the promise is in the hall's history, for KeepWithin at
//     most. State is looked at for less than a millisecond, of a crowd for a few; all
//     that takes time is done on what was seen;
//   - whatever happens to an estimate, there is an answer: the newest outlook of the
//     theme, or a formula, which say that they are rough;
//   - its rounds take at most a fifth of one processor, however fast hall time passes
//     and however often they are hurried; beside them it makes at most askRate
//     simulations a second for those who draw;
//   - a number is promised a wait once, and told it once the promise is in the hall's
//     history. Only in a rush, when more come than are simulated, a rough one is told up
//     to keepAfter before that; a request that is repeated is told the same or nothing;
//   - a day that has closed is reported as it was when it closed.
//
// Forecasts are held in memory and are no history; promises, outlooks that stop the
// intake, advice and reports are, and go through the hall's writer as any command.
package foresee
