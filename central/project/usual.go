package project

import "onewindow/queue"

// usual reads the data of the most frequent events as every hall writes them; see
// splitUsual. ok is false for all others.
func usual(typ string, data []byte) (e queue.Event, ok bool) {
	s := scan{rest: data}
	switch typ {
	case "ticket.issued/1":
		e = s.issued()
	case "ticket.called/1":
		var v queue.TicketCalled
		s.want(`{"number":"`)
		v.Number = string(s.str())
		s.want(`,"window":"`)
		v.Window = string(s.str())
		s.want(`,"clerk":"`)
		v.Clerk = string(s.str())
		s.want(`,"reason":{"code":"`)
		v.Reason.Code = queue.ReasonCode(s.str())
		if s.has(`,"minutes":`) {
			v.Reason.Minutes = s.count()
		}
		if s.has(`,"theme":"`) {
			v.Reason.Theme = string(s.str())
		}
		s.want(`}}`)
		e = v
	case "ticket.started/1":
		var v queue.TicketStarted
		s.want(`{"number":"`)
		v.Number = string(s.str())
		s.want(`,"window":"`)
		v.Window = string(s.str())
		s.want(`,"since":"`)
		v.Since = s.time()
		v.Inferred = s.has(`,"inferred":true`)
		s.want(`}`)
		e = v
	case "ticket.finished/1":
		var v queue.TicketFinished
		s.want(`{"number":"`)
		v.Number = string(s.str())
		s.want(`,"window":"`)
		v.Window = string(s.str())
		s.want(`,"handled":`)
		v.Handled = s.handled()
		v.More = s.has(`,"more":true`)
		s.want(`}`)
		e = v
	case "ticket.paper/1":
		var v queue.TicketPaper
		s.want(`{"number":"`)
		v.Number = string(s.str())
		s.want(`,"copy":`)
		v.Copy = s.count()
		s.want(`,"state":"`)
		v.State = queue.PaperState(s.str())
		if s.has(`,"reason":"`) {
			v.Reason = queue.PaperReason(s.str())
		}
		s.want(`,"printer":"`)
		v.Printer = string(s.str())
		s.want(`}`)
		e = v
	default:
		return nil, false
	}
	return e, !s.bad && len(s.rest) == 0
}

// issued reads of a new ticket what readIssued does.
func (s *scan) issued() queue.Event {
	var t queue.Ticket
	s.want(`{"ticket":{"day":"`)
	t.Day = string(s.str())
	s.want(`,"number":"`)
	t.Number = string(s.str())
	s.want(`,"seq":`)
	s.count()
	s.want(`,"state":"`)
	s.str()
	s.want(`,"legs":[`)
	for first := true; !s.bad && !s.has(`]`); first = false {
		if !first {
			s.want(`,`)
		}
		t.Legs = append(t.Legs, s.leg())
	}
	s.want(`,"leg":0,"source":"`)
	t.Source = queue.Source(s.str())
	s.want(`,"class":"`)
	t.Class = queue.Class(s.str())
	if s.has(`,"ground":"`) {
		s.str()
	}
	if s.has(`,"language":"`) {
		t.Language = queue.Lang(s.str())
	}
	if s.has(`,"citizen":{"sealed":"`) {
		s.str()
		s.want(`}`)
	}
	if s.has(`,"slot":"`) {
		s.str()
	}
	s.want(`,"issued":"`)
	s.str()
	s.want(`,"key":"`)
	s.str()
	s.want(`,"periods":null,"first":0,"rev":0}}`)
	return queue.TicketIssued{Ticket: t}
}

func (s *scan) leg() (l queue.Leg) {
	s.want(`{"theme":"`)
	l.Theme = string(s.str())
	if s.has(`,"items":[`) {
		for first := true; !s.bad && !s.has(`]`); first = false {
			if !first {
				s.want(`,`)
			}
			s.want(`"`)
			l.Items = append(l.Items, string(s.str()))
		}
		s.bad = s.bad || len(l.Items) == 0
	}
	s.want(`}`)
	return l
}

func (s *scan) handled() (all []queue.Handled) {
	if s.has(`null`) {
		return nil
	}
	s.want(`[`)
	for first := true; !s.bad && !s.has(`]`); first = false {
		if !first {
			s.want(`,`)
		}
		s.want(`{"item":"`)
		h := queue.Handled{Item: string(s.str())}
		s.want(`,"outcome":"`)
		h.Outcome = queue.Outcome(s.str())
		s.want(`}`)
		all = append(all, h)
	}
	s.bad = s.bad || len(all) == 0
	return all
}

// count reads a whole number that is not negative and small.
func (s *scan) count() int {
	if s.has(`0`) {
		return 0
	}
	n := s.number()
	if n > 1<<30 {
		s.bad = true
	}
	return int(n)
}
