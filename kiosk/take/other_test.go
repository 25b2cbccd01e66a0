package take_test

import (
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

// Which line serves collection and enquiries is the hall's to say: names are not
// guessed from.
func TestCollectionAndEnquiriesLeadToTheLineThatTheHallNames(t *testing.T) {
	m := menu(9)
	m.Lines[6].Serves = nil
	m.Lines[3].Serves = []queue.Service{queue.ServiceEnquiry}
	s := at(m, "other", "what/collect")
	see(t, s, "取件请到导办台", "请带身份证和受理回执")
	s = at(m, "other")
	see(t, s, "出入境：等候12人")
	s.tap("what/enquire", "take")
	want(t, s.desk, wire.IssueRequest{Theme: "exit", Language: queue.ZhHans})
}
