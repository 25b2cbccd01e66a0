package take

import (
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// agentPapers are with what mandate somebody comes for another person, as keys
// of the catalogue.
var agentPapers = []string{"family", "letter", "company"}

// agentPaper is the paper that the agent has, in a language; the clerk reads it.
func (s *Screen) agentPaper(l queue.Lang) string {
	return words.T(words.Lang(l), "take.agent."+s.visit.agent)
}

// agentText says for whom the citizen comes.
func (s *Screen) agentText() string {
	if s.visit.forID == "" {
		return s.t("take.as_agent", "paper", s.agentPaper(s.lang))
	}
	return s.t("take.as_agent_for", "paper", s.agentPaper(s.lang), "id", s.visit.forID.Masked())
}

func (s *Screen) layoutAgent(f frame) []tui.Target {
	body := f.body
	tui.CutTop(&body, min(3, max(1, body.Dy()-12)))
	n := len(agentPapers) + 1
	cols := 1
	if f.low {
		cols = 2
	}
	rows := (n + cols - 1) / cols
	if f.tall { // hands reach the lower part best
		body.Min.Y = max(body.Min.Y, body.Max.Y-rows*6)
	}
	var ts []tui.Target
	for i, r := range gridOf(body, n, cols, max(2, min(6, body.Dy()/rows)), 0) {
		t := tui.Target{ID: "paper/", Rect: r, Key: strconv.Itoa(i + 1), Label: s.t("take.no_agent")}
		if i < len(agentPapers) {
			p := agentPapers[i]
			t.ID += p
			t.Label, t.Selected = label(s.t("take.agent."+p), []string{s.t("take.agent_bring." + p)}, r.Dx(), r.Dy(), true), s.visit.agent == p
		}
		ts = append(ts, t)
	}
	return ts
}

func (s *Screen) drawAgent(c *tui.Canvas, f frame) {
	r := f.body
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Accent|tui.Bold, s.t("take.which_agent"))
	if r.Dy() > 12 {
		c.Text(r, tui.Left, tui.Muted, s.t("take.agent_hint"))
	}
}

func (s *Screen) tapAgent(kind, arg string) {
	if kind != "paper" {
		return
	}
	s.visit.agent = arg
	if arg == "" {
		s.visit.forID = ""
		s.backTo(pageVisit)
		return
	}
	s.goTo(pageForID)
}
