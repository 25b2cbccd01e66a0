package overview

import "onewindow/queue"

// Light is how a figure stands: as it should, to be looked at, to be acted on.
type Light int

// Lights.
const (
	Plain Light = iota // neither good nor bad
	Green
	Amber
	Red
)

// Mark says a light without colours.
func (l Light) Mark() string { return [...]string{"", "", "!", "!!"}[l] }

// GraveLight is the light of a hall's rank.
func GraveLight(rank int) Light {
	switch {
	case rank >= GraveUrgent:
		return Red
	case rank >= GraveAlerts:
		return Amber
	case rank == GraveOpen:
		return Green
	}
	return Plain
}

// WaitLight is the light of a longest wait in seconds, by the thresholds that halls
// are delivered with.
func WaitLight(seconds int) Light {
	rules := queue.DefaultAlertRules()
	switch {
	case seconds >= int(rules.WaitCritical):
		return Red
	case seconds >= int(rules.WaitWarning):
		return Amber
	}
	return Green
}

// Shares called within 15 minutes, in percent, below which they are to be looked at,
// and to be acted on.
const withinGood, withinFair = 85, 70

// WithinLight is the light of such a share.
func WithinLight(percent int) Light {
	switch {
	case percent < withinFair:
		return Red
	case percent < withinGood:
		return Amber
	}
	return Green
}

// AlertLight is the light of an alert's level.
func AlertLight(l queue.AlertLevel) Light {
	if l == queue.Critical {
		return Red
	}
	return Amber
}
