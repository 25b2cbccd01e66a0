package tui

// HelpID is the ID of a target that shows the screen's help when it is touched,
// as F1 does; the screen's Tap is not called. A screen that is no Helper, or has
// no lines now, gets the tap instead.
const HelpID = "tui/help"
