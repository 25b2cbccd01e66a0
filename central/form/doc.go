// Package form has the bodies of the HTTP interface that are said nowhere else: what
// central/api reads and answers, and central/client sends and is told. What halls and
// terminals say as well is in package wire and is passed on as it is.
//
// It is plain types. Every text of docs/openapi.json about a field is the comment of
// that field here, in wire, in queue or in central/network: they are written for people
// who do not know the code.
package form
