package wire

import "slices"

// Role is what a terminal was enrolled as. It decides, with the table Verbs,
// what the terminal may ask and hear.
type Role string

// Roles.
const (
	RoleKiosk   Role = "kiosk"
	RoleWindow  Role = "window"
	RoleGuide   Role = "guide"
	RoleBoard   Role = "board"
	RoleCaller  Role = "caller"
	RoleRating  Role = "rating"
	RoleManager Role = "manager"
	RoleAdmin   Role = "admin"
)

// RoleCentral is the role of the centre's commands to a hall. No terminal can be
// enrolled as it, so it is not among Roles.
const RoleCentral Role = "central"

// Roles lists every role.
var Roles = []Role{RoleKiosk, RoleWindow, RoleGuide, RoleBoard, RoleCaller, RoleRating, RoleManager, RoleAdmin}

// Valid reports whether r is a known role.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// Permissions are the subjects that a terminal may use.
type Permissions struct {
	Publish   []string
	Subscribe []string
}

// PermissionsOf derives the subjects of a terminal from its role and, for a
// window terminal, the window that it stands at.
func PermissionsOf(role Role, terminal, window string) Permissions {
	p := Permissions{
		Publish:   []string{HeartbeatSubject(terminal)},
		Subscribe: []string{InboxPrefix(terminal) + ".>", EventSubject(TopicSys)},
	}
	for _, v := range Verbs {
		if v.Allows(role) {
			p.Publish = append(p.Publish, ReqSubject(terminal, v.Area, v.Name))
		}
	}
	if role == RoleManager || role == RoleAdmin {
		p.Subscribe = append(p.Subscribe, "lan.ev.>", SubjectHeartbeats)
	}
	for _, t := range topicsOf(role, window) {
		p.Subscribe = append(p.Subscribe, EventSubject(t))
	}
	return p
}

// topicsOf are the topics of a role besides TopicSys.
func topicsOf(role Role, window string) []Topic {
	switch role {
	case RoleKiosk:
		return []Topic{TopicMenu, TopicPapers}
	case RoleBoard:
		return []Topic{TopicBoard}
	case RoleCaller:
		return []Topic{TopicBoard, TopicSigns}
	case RoleWindow:
		if window != "" {
			return []Topic{WindowTopic(window), TopicPapers}
		}
	case RoleRating:
		if window != "" {
			return []Topic{WindowTopic(window)}
		}
	case RoleGuide:
		return []Topic{TopicMenu, TopicHall, TopicBoard, TopicPapers}
	case RoleCentral:
		return []Topic{TopicMenu, TopicHall}
	}
	return nil
}

// MayHear reports whether the terminal may have the state of topic.
func (t Terminal) MayHear(topic Topic) bool {
	return topic == TopicSys || t.Role == RoleManager || t.Role == RoleAdmin || slices.Contains(topicsOf(t.Role, t.Window), topic)
}
