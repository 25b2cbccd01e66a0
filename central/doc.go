// Package central is what halls share: the service that hears every hall within a
// second, knows all that happened exactly once, and whose loss troubles no hall.
//
// Its rooms:
//
//   - project turns the events of a hall into what people ask of it: halls now,
//     tickets, windows, statistics;
//   - halls is the side of the centre on which halls connect: enrolment, the service,
//     who is there, commands down;
//   - store keeps the events and those rows, in SQLite or in PostgreSQL, and takes
//     each event exactly once;
//   - network is the tree of halls, publications and tokens, as types and pure rules;
//   - api is the HTTP interface, client asks it, and web is the district's page.
//
// This package itself is the centre as one whole: Open starts it over store and halls,
// Centre is what api, web and the command use. It guarantees:
//
//   - the district is whole and new within a second of what a hall has said, and costs
//     no look at the database;
//   - a slow reader of the district delays nobody and gets the newest state;
//   - while the database cannot be read, the district goes on with what halls say;
//   - nothing is published that no hall could read, and halls are told at once;
//   - what halls could not give again, places, keys of halls, publications, tokens and
//     the network's key, is kept in a file of its own beside the database (KeepsakeFile),
//     and put back into a database that has lost them; one that has any is not touched,
//     and a file that is not the centre's own, or knows more than the database, is set
//     aside and never overwritten;
//   - no password of the database is in an error or in the log.
//
// A hall never needs it: what the centre has of a hall is a copy, and a centre that
// has lost it is filled again by the halls and that file. No rule of queueing is decided here.
package central
