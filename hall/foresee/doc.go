// Package foresee keeps what the hall foresees: how long each waiting number will
// wait, whether the day still holds another one, and how many windows it needs. It
// owns the estimator of queue/wait while the hall runs.
//
// It guarantees:
//
//   - nobody waits for it but who has drawn a number, and that one for AnswerWithin
//     at most. State is looked at for less than a millisecond; all that takes time is
//     done on what was seen;
//   - whatever happens to an estimate, there is an answer: the newest outlook of the
//     theme, or a formula, which say that they are rough;
//   - it takes at most a fifth of one processor, however fast hall time passes, and
//     makes at most askRate simulations a second for those who draw;
//   - a number is promised a wait once. What is told again before the promise is in the
//     hall's history is the same.
//
// Forecasts are held in memory and are no history; promises, outlooks that stop the
// intake, advice and reports are, and go through the hall's writer as any command.
package foresee
