package wire

import (
	"slices"
	"strings"
	"testing"

	"onewindow/queue"
)

// may lists what each role may do, in the words of the table, so that a change
// of a right is seen in review.
var may = map[Role]string{
	RoleKiosk:   "ticket.issue ticket.find ticket.paper help.call help.answer device.report state.get state.catalogue network.quickest",
	RoleCentral: "ticket.issue ticket.find ticket.cancel state.get",
	RoleBoard:   "device.report state.get state.catalogue",
	RoleCaller:  "device.report call.announced state.get state.catalogue",
	RoleRating:  "state.get state.catalogue",
	RoleGuide:   "ticket.issue ticket.find ticket.history ticket.compare ticket.return ticket.transfer ticket.change ticket.cancel ticket.reprint ticket.paper hall.acknowledge help.call help.answer device.report desk.signin desk.signout state.get state.catalogue network.quickest",
	RoleWindow:  "ticket.find ticket.paper window.signin window.signout window.next window.call window.recall window.start window.finish window.noshow window.hold window.takeback window.transfer window.change window.cancel window.return window.reprint window.pause window.resume window.undo window.answer help.call help.answer device.report state.get state.catalogue network.quickest",
	RoleManager: "ticket.issue ticket.find ticket.history ticket.compare ticket.return ticket.transfer ticket.change ticket.cancel ticket.reprint hall.assign hall.free hall.stop hall.resume hall.intake hall.quota hall.notice hall.openday hall.closeday hall.staff hall.rules hall.ask hall.advice hall.acknowledge help.call help.answer device.report desk.signin desk.signout state.get state.catalogue state.settings state.events state.changes state.day state.report state.plan network.quickest terminal.list terminal.token terminal.revoke",
}

func TestEachRoleMayDoWhatItsWorkNeedsAndNoMore(t *testing.T) {
	for role, want := range may {
		var got []string
		for _, v := range Verbs {
			if v.Allows(role) {
				got = append(got, v.String())
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s may\n%s\nwant\n%s", role, s, want)
		}
	}
	for _, v := range Verbs {
		if !v.Allows(RoleAdmin) {
			t.Errorf("an admin may not %s", v)
		}
	}
}

func TestADeskLooksFreelyAndActsForWhoIsSignedIn(t *testing.T) {
	free := "help.call desk.signin desk.signout device.report ticket.paper"
	for _, v := range Verbs {
		for _, role := range Roles {
			desk := role == RoleGuide || role == RoleManager
			want := desk && (!v.Query || v.String() == "state.day") && !slices.Contains(strings.Fields(free), v.String())
			if got := v.Signed(role); got != want {
				t.Errorf("a %s needs somebody signed in to %s: %v", role, v, got)
			}
		}
		if manages := slices.Equal(v.Roles, []Role{RoleManager}) && !v.Query; manages != (v.Right == queue.RightManage) {
			t.Errorf("%s needs the right %q", v, v.Right)
		}
	}
}

func TestATerminalPublishesUnderItsOwnNameOnly(t *testing.T) {
	for _, role := range Roles {
		p := PermissionsOf(role, "term-1", "3")
		for _, s := range p.Publish {
			if !strings.HasPrefix(s, "lan.req.term-1.") && s != HeartbeatSubject("term-1") {
				t.Errorf("%s may publish %s", role, s)
			}
		}
		if slices.ContainsFunc(p.Subscribe, func(s string) bool {
			return strings.HasPrefix(s, "_INBOX") && s != "_INBOX_term-1.>" || strings.HasPrefix(s, "lan.req")
		}) {
			t.Errorf("%s may listen to %v", role, p.Subscribe)
		}
	}
}

func TestATerminalHearsTheTopicsOfItsRole(t *testing.T) {
	w := Terminal{ID: "w", Role: RoleWindow, Window: "3"}
	for topic, want := range map[Topic]bool{
		TopicSys: true, WindowTopic("3"): true, WindowTopic("4"): false, TopicHall: false, TopicMenu: false, TopicBoard: false,
	} {
		if w.MayHear(topic) != want {
			t.Errorf("window 3 may hear %s: %v", topic, !want)
		}
	}
}

func TestARequestSubjectIsReadBackAsItWasMade(t *testing.T) {
	for _, v := range Verbs {
		term, area, name, ok := ParseReqSubject(ReqSubject("kiosk-1", v.Area, v.Name))
		if !ok || term != "kiosk-1" || area != v.Area || name != v.Name {
			t.Errorf("%s came back as %s %s %s %v", v, term, area, name, ok)
		}
		if f, ok := FindVerb(v.Area, v.Name); !ok || f.Says == "" {
			t.Errorf("%s is not found, or says nothing", v)
		}
	}
	for _, s := range []string{"", "lan.req", "lan.req.a.b", "lan.req.a.b.c.d", "lan.ev.a.b.c"} {
		if _, _, _, ok := ParseReqSubject(s); ok {
			t.Errorf("%q was read as a request", s)
		}
	}
}
