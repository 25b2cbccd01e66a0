// Package web is the district's page: the network of halls as its managers see it,
// in a browser, to be read and not to be changed: how every hall is now, and what halls
// have reported of their days, joined.
//
// It guarantees:
//
//   - pages are whole without a script and without anything from elsewhere; a script of
//     a few lines keeps them fresh where it is allowed;
//   - everybody can read them: with a keyboard, a screen reader, in large text, on a
//     telephone; colour is never the only signal;
//   - nobody sees anything without a token that may read the whole network, and a token
//     that is withdrawn is of no more use here within seconds;
//   - whoever sends a request or takes its answer too slowly is cut, so that strangers
//     hold nothing for long;
//   - no person, neither citizen nor clerk, is on them.
//
// It stores nothing: who has signed in carries the token in a cookie that no script can
// read, so that any process of the centre may answer the next page.
package web
