// Package join is how an invitation is taken up: with a token, a terminal asks its
// hall, or a machine that is to be a hall's asks the centre, to be known from now on by
// a key that it makes itself. It is the newcomer's side whole, and of the other side
// what a request says and proves.
//
// It guarantees that nothing is sent to another server than the token's, that the key
// never leaves the machine, and that asking at many addresses, or again, is one and the
// same request. It keeps nothing, and decides nothing about who may come in.
package join
