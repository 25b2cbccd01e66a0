package cli

import (
	"encoding"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

// requests are the bodies whose fields can be written on the command line.
var requests = []any{
	wire.IssueRequest{}, wire.AgentRequest{}, wire.NumberRequest{}, wire.SignInRequest{}, wire.TopicRequest{},
	wire.EventsRequest{}, wire.StaffRequest{}, wire.OpenDayRequest{}, wire.ForgetRequest{}, wire.TokenRequest{}, wire.TerminalRequest{},
	queue.Return{}, queue.Transfer{}, queue.Target{}, queue.ChangeItems{}, queue.Cancel{}, queue.Reprint{},
	queue.SignOut{}, queue.Next{}, queue.Call{}, queue.Recall{}, queue.Start{}, queue.NoShow{}, queue.HoldTicket{},
	queue.TakeBack{}, queue.Pause{}, queue.Resume{}, queue.Undo{}, queue.Assign{}, queue.Free{}, queue.StopHall{},
	queue.SetIntake{}, queue.SetQuota{}, queue.Quota{}, queue.SetNotice{}, queue.Text{},
	wire.AlertRequest{}, wire.AskRequest{}, wire.HelpRequest{}, wire.HelpAnswer{}, wire.DeskRequest{}, wire.CompareRequest{}, wire.DayRequest{},
	queue.AnswerAsk{},
}

func TestEveryFieldOfARequestIsReadAsWhatItHolds(t *testing.T) {
	text := reflect.TypeFor[encoding.TextUnmarshaler]()
	for _, r := range requests {
		typ := reflect.TypeOf(r)
		for i := range typ.NumField() {
			f := typ.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			list := f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.String
			number := f.Type.Kind() >= reflect.Int && f.Type.Kind() <= reflect.Float64 && !reflect.PointerTo(f.Type).Implements(text)
			for kind, want := range map[string]struct {
				is    bool
				names []string
			}{"list": {list, listFields}, "number": {number, numberFields}, "truth": {f.Type.Kind() == reflect.Bool, truthFields}} {
				if got := slices.Contains(want.names, name); got != want.is {
					t.Errorf("%s.%s: read as %s: %v, is one: %v", typ, name, kind, got, want.is)
				}
			}
		}
	}
}
