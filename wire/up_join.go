package wire

// SubjectHallJoin is where a machine that is to be a hall's asks the centre for it
// (JoinRequest), over a connection that was opened with the token's secret. The
// answer is a Reply with a HallJoinReply.
const SubjectHallJoin = "up.join"

// HallJoinReply is the data of a granted JoinRequest of a hall.
type HallJoinReply struct {
	// Hall is the code of the hall for which the key now speaks.
	Hall string `json:"hall"`
	// Centre is the centre's name, for people.
	Centre string `json:"centre,omitempty"`
}
