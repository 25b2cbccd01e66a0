package queue_test

import (
	"errors"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestAGroundIsKeptForPriorityOnlyAndMustBeKnown(t *testing.T) {
	h := queuetest.New(t, 1)
	for _, c := range []struct {
		class  queue.Class
		ground queue.Ground
		want   queue.Ground
		code   queue.Code
	}{
		{queue.Priority, queue.GroundPregnant, queue.GroundPregnant, ""},
		{queue.Priority, "", "", ""},
		{queue.Ordinary, queue.GroundElderly, "", ""},
		{queue.Priority, "important", "", queue.CodeBadGround},
	} {
		rs, err := h.Try(queue.Issue{Theme: "business", Class: c.class, Ground: c.ground})
		var r *queue.Refusal
		if errors.As(err, &r) {
			if r.Code != c.code {
				t.Errorf("%+v: refused with %s", c, r.Code)
			}
			continue
		}
		if got := rs[0].Event.(queue.TicketIssued).Ticket.Ground; got != c.want || c.code != "" {
			t.Errorf("%+v: issued with ground %q", c, got)
		}
	}
}
