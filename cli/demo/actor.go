package demo

import "onewindow/queue"

// Simulated is the terminal by which the history of a demonstration has it that a day
// was simulated.
const Simulated = "simulated"

// Actor is who would say a command of the crowd's in a real hall: a clerk at a
// window, a guide who brings a number back or gives one, or a kiosk; the hall itself
// furnishes it.
func Actor(c queue.Command) queue.Actor {
	window := ""
	switch c := c.(type) {
	case queue.SignIn:
		window = c.Window
	case queue.SignOut:
		window = c.Window
	case queue.Next:
		window = c.Window
	case queue.Recall:
		window = c.Window
	case queue.Start:
		window = c.Window
	case queue.NoShow:
		window = c.Window
	case queue.HoldTicket:
		window = c.Window
	case queue.TakeBack:
		window = c.Window
	case queue.Finish:
		window = c.Window
	case queue.Pause:
		window = c.Window
	case queue.Resume:
		window = c.Window
	case queue.AnswerAsk:
		window = c.Window
	case queue.ReportDay:
		return queue.Actor{Terminal: Simulated}
	case queue.Return:
		return queue.Actor{Terminal: "guide-1", Clerk: Guide}
	case queue.Issue:
		if c.Source == queue.SourceGuide {
			return queue.Actor{Terminal: "guide-1", Clerk: Guide}
		}
		return queue.Actor{Terminal: "kiosk-1"}
	default:
		return queue.Actor{Terminal: "hall"}
	}
	return queue.Actor{Terminal: "window-" + window, Clerk: ClerkOf(window)}
}
