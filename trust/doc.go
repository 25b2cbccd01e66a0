// Package trust is how one machine of ours knows another again: by an authority of
// the other's own, pinned by the hash of its public key. No public authority, host
// name or address is needed, because in a hall and behind a district's firewall
// names are few and addresses change.
//
// It says only whether a chain of certificates is of the pinned authority. It opens
// no connection and keeps nothing.
package trust
