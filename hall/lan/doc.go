// Package lan is the hall's own network: the embedded NATS server with
// enrolment, roles and the request service, and the client that terminals use.
// It is the only package that knows NATS.
//
// It guarantees that a request reaches the Handler only when the terminal's own
// key, its role and the envelope allow it; that every request with an own reply
// subject gets an answer or a refusal with a hint; that an answer goes to the
// terminal that asked and to no other; and that no slow or stuck terminal
// delays the hall or another terminal.
//
// It never decides anything about queues, never keeps a request for later, and
// opens no port but the one of its settings.
package lan
