// Package devices joins the hardware of one terminal with its hall: what the hall
// gives goes to paper, strips and voice; what a device says becomes a message for
// the screen and a report to the hall.
//
// It guarantees that the hall knows the terminal's devices as they last were, after
// each reconnect anew, and what became of each paper. It decides nothing about
// numbers, and it speaks no device's language: that is done in the rooms printer,
// caller and reader, which know nothing of a hall.
package devices

import (
	"context"

	"onewindow/hall/lan"
)

// Hall is the terminal's connection: the part of lan.Client that devices need.
type Hall interface {
	// Do asks the hall for area.verb; see lan.Client.Do.
	Do(ctx context.Context, area, verb string, body, out any) error
	// Links tells each change of the link; see lan.Client.Links.
	Links() (changes <-chan lan.Link, stop func())
	// Link is how the link is now.
	Link() lan.Link
}

var _ Hall = (*lan.Client)(nil)
