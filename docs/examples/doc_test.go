// Package docs_test holds the pages for people to the program: docs/wire.md to
// the code that it describes, and, with the build tag examples, the example
// client to a real hall. It needs Node.js 18 or newer for the latter.
package docs_test
