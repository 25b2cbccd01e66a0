// Package trust is how one machine of ours knows another again: by an authority of
// the other's own, pinned by the hash of its public key. No public authority, host
// name or address is needed, because in a hall and behind a district's firewall
// names are few and addresses change. It also writes and reads the one line by
// which a newcomer learns the pin and the way, and the files in which each side
// keeps its secrets.
//
// It guarantees that a file is replaced whole or not at all and is readable by its
// owner only, and that a line which was cut short or altered in its form is never
// taken for a token. It opens no connection and decides nothing about who may do
// what.
package trust
