package wire

import (
	"encoding/json"
	"fmt"
	"time"

	"onewindow/queue"
)

// CodeCentreAway: the hall belongs to no network, or its centre cannot be reached now.
const CodeCentreAway = "centre_away"

// PartState is how a hall stands with one part that the centre may publish.
type PartState struct {
	Part queue.Part `json:"part"`
	// Version is that of the centre's publication in force; 0 while the part is the
	// hall's own.
	Version uint64 `json:"version"`
	// Hash is that of the publication in force; empty while the part is the hall's own.
	Hash string `json:"hash,omitempty"`
	// Refused is the publication that was wanted last and that the hall could not take,
	// and Why.
	Refused uint64 `json:"refused,omitempty"`
	Why     *Error `json:"why,omitempty"`
	// Wanted is the publication that the centre wants the hall to run, where the centre
	// tells how a hall stands; 0 is none.
	Wanted uint64 `json:"wanted,omitempty"`
}

// DesiredRequest says what a hall has (AskDesired). The centre keeps it, so that it
// can be seen which hall runs which version.
type DesiredRequest struct {
	Have []PartState `json:"have"`
	// KeyID names the key under which the hall knows citizens.
	KeyID string `json:"key_id,omitempty"`
}

// DesiredReply is what the centre wants of the hall. A part that is not listed is the
// hall's own: one that it had from the centre stays as it is, and may be changed in
// the hall again. Of a part that is listed the hall runs exactly that version, whether
// it is newer than what it had or not.
type DesiredReply struct {
	Parts []DesiredPart `json:"parts"`
	// Key is the network's, where the hall has another one.
	Key *NetworkKey `json:"key,omitempty"`
}

// DesiredPart is one publication for the hall.
type DesiredPart struct {
	Part    queue.Part `json:"part"`
	Version uint64     `json:"version"`
	// Hash is the SHA-256 of Body, as hex.
	Hash string `json:"hash"`
	// Body is a queue.Catalogue, queue.Calendar or queue.Rules; absent where the hall
	// has it already.
	Body json.RawMessage `json:"body,omitempty"`
}

// NetworkKey is the secret under which all halls of a network know a citizen. It is
// sent over TLS or within one machine only, is in no log, and lies at the hall beside
// the day keys.
type NetworkKey struct {
	ID  string `json:"id"`
	Key []byte `json:"key"`
}

// Format hides the key from every log, error and %v that holds one by mistake.
func (k NetworkKey) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "[network key %q]", k.ID) }

// QuickestRequest asks where items are served soonest (AskQuickest, and
// network.quickest from a terminal).
type QuickestRequest struct {
	// Items are codes of the catalogue; a hall is named only if it serves all of them,
	// and, other than the asking one, only for items that any hall may serve. There are
	// at most QuickestItems.
	Items []string `json:"items"`
	// Most is how many halls are wanted, at most QuickestMost; 0 means QuickestUsual.
	Most int `json:"most,omitempty"`
}

// QuickestReply lists halls that are open and give numbers now, the asking one left
// out, soonest first.
type QuickestReply struct {
	Halls []HallWait `json:"halls"`
}

// HallWait is how long it takes at a hall.
type HallWait struct {
	Hall  string      `json:"hall"`
	Name  queue.Text  `json:"name"`
	Level queue.Level `json:"level"`
	// Street is in which the hall lies.
	Street queue.Text `json:"street,omitzero"`
	// Near is true for a hall of the same street.
	Near bool `json:"near,omitempty"`
	// Waiting are the people in the line, Windows those that serve it now, and
	// Estimate how long a number drawn now would wait.
	Waiting  int            `json:"waiting"`
	Windows  int            `json:"windows"`
	Estimate queue.Estimate `json:"estimate"`
	// At is when the hall said so, by the centre's clock.
	At time.Time `json:"at"`
}

// ClaimRequest asks whether a citizen may take a number, as the rules of one live
// number would have it across halls (AskClaim). Granting notes the claim: for a
// minute, or, once it became a number (ClaimedRequest), as long as that is live by
// what the hall's events tell.
type ClaimRequest struct {
	// RID names the claim within its hall: one that is asked again is the same claim. It
	// is of one request of one terminal only, whose rid alone is not enough.
	RID string `json:"rid"`
	// Citizen is queue.Citizen.Key, under the network's key KeyID.
	Citizen string `json:"citizen"`
	KeyID   string `json:"key_id"`
	// Items are those asked for; with none the claim counts for Most only.
	Items []string `json:"items,omitempty"`
	// Held is how many live numbers the citizen holds in this hall, Most how many this
	// hall's rules allow; 0 is any number.
	Held int `json:"held"`
	Most int `json:"most"`
	// Day is the hall's business day.
	Day string `json:"day"`
}

// ClaimReply grants a claim, or says what stands against it.
type ClaimReply struct {
	// Refused has the code same_item or too_many as the engine's own refusals, with
	// the params hall, name (zh-Hans) and number; nil grants.
	Refused *queue.Refusal `json:"refused,omitempty"`
}

// ClaimedRequest tells what became of a claim (AskClaimed).
type ClaimedRequest struct {
	RID     string `json:"rid"`
	Citizen string `json:"citizen"`
	// Number is what was drawn; empty when none was, which ends the claim.
	Number string `json:"number,omitempty"`
	Day    string `json:"day"`
}
