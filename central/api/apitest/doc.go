// Package apitest is a centre in memory, for tests of the HTTP interface and of its
// client. It has one district with two streets and a community, and does what it is told
// to do wrong.
package apitest
