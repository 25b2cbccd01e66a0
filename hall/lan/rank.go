package lan

import (
	"encoding/json"

	"onewindow/wire"
)

// checkRank keeps a manager from making itself an administrator, and from
// locking the administrators out. Whatever else is wrong with the body is the
// Handler's to say.
func checkRank(r *roster, from wire.Terminal, verb wire.Verb, req wire.Request) *wire.Error {
	if verb.Area != "terminal" || from.Role == wire.RoleAdmin {
		return nil
	}
	role := wire.Role("")
	switch verb.Name {
	case "token":
		var q wire.TokenRequest
		if json.Unmarshal(req.Data, &q) == nil {
			role = q.Role
		}
	case "revoke":
		var q wire.TerminalRequest
		if json.Unmarshal(req.Data, &q) == nil {
			t, _ := r.terminal(q.ID)
			role = t.Role
		}
	}
	if role != wire.RoleAdmin {
		return nil
	}
	return &wire.Error{Code: wire.CodeForbidden, Msg: "only an admin terminal may enrol or revoke an admin terminal",
		Hint: "use onewindow ctl on the hall's machine"}
}
