package staff

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/outcome"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// answerTime is how long the hall may take for an answer.
const answerTime = 5 * time.Second

// answer is what came of a request; take is run in the event loop.
type answer struct {
	to   *Talk
	take func() tea.Cmd
	// quiet answers belong to a question beside the request under way.
	quiet bool
}

// Ask asks the hall for one thing. Do is run beside the event loop, must return
// when its context ends, and captures values, never the screen; then gets what it
// returned, in the event loop: the answer, or a refusal, which the screen says
// with Refuse. Until then no key acts, and the message line shows the words of
// the key working, "" for "one moment, please". While the link is down nothing is
// sent: what somebody wanted then must not happen later.
func Ask[T any](k *Talk, working string, do func(context.Context) (T, error), then func(T, *wire.Error) tea.Cmd) tea.Cmd {
	k.Hush()
	if k.cut {
		k.Say(tui.Bad, "common.not_sent")
		return nil
	}
	if working == "" {
		working = "common.working"
	}
	k.working = working
	return request(k, false, do, then)
}

// AskQuietly asks for something that the screen would like to know, beside all
// else: keys go on acting, and nothing is said meanwhile. While the link is down
// it asks nothing.
func AskQuietly[T any](k *Talk, do func(context.Context) (T, error), then func(T, *wire.Error) tea.Cmd) tea.Cmd {
	if k.cut {
		return nil
	}
	return request(k, true, do, then)
}

func request[T any](k *Talk, quiet bool, do func(context.Context) (T, error), then func(T, *wire.Error) tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), answerTime)
		defer cancel()
		v, err := do(ctx)
		return answer{to: k, quiet: quiet, take: func() tea.Cmd { return then(v, asError(err)) }}
	}
}

// answered hands an answer to who asked.
func (k *Talk) answered(a answer) tea.Cmd {
	if !a.quiet {
		k.working = ""
	}
	return a.take()
}

// Unsure reports whether nobody knows if a request was done: no answer came, and
// it may have been sent. No form may then suggest to send it again.
func Unsure(e *wire.Error) bool { return outcome.Lost(e) }
