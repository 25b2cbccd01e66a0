// Package overview is what a network of halls comes to for whoever watches over it: the
// sums over halls, how much each hall needs somebody, in which order the table of halls
// stands, how the half hours of two days stand beside each other, and how all that is
// said in words.
//
// The district's screen and the district's page on the web show the same network from
// the same wire.District; what they have in common stands here, once, so that they never
// say different things. It is pure: it draws nothing, asks nobody, and takes the time
// from the state.
package overview
