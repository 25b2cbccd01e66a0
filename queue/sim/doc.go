// Package sim plays days of a hall in virtual time.
//
// A Scenario says how many people come, what for and when, how long that takes, who
// does not come, when clerks rest, and how a hall is furnished for it, before and after
// its windows were joined. Its Citizens of a day are drawn from a seed, once, and are
// the same for each Hall that is made of the scenario with an Arm and a Policy: what
// differs between two runs is the hall and its rules, never the people.
//
// There is no second set of rules here. A day is played by rollout.Player against
// Real, which is the whole hall of package queue: its settings and catalogue, clerks
// who sign in, numbers that are issued, called, started, finished and missed. Light
// of package rollout plays the same day a few times faster, and is held to the same
// calls by test.
//
// The package does no I/O, starts no goroutine, reads no clock, and draws only from
// seeds. docs/simulate.md describes the format of scenarios and what the figures are.
package sim
