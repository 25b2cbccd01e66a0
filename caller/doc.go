// Package caller calls people: by strips over the windows and in the hall, and by
// voices. It shows and says what it is told is true; it never decides who is
// called, and knows nothing of a hall but the plain types of this package.
//
// Each strip shows the newest state, with calls before everything else, and is
// written again after its line came back. Each voice says the open calls of its
// zones one after the other, oldest first: no sentence is cut off by the next, one
// that is ten seconds late is said in few words, and a call that is over, or older
// than a minute, is left unsaid and told so.
//
// Whatever is unplugged, silent or in error holds nobody else up, is told with what
// to do about it, and works again without a restart when it is back.
package caller
