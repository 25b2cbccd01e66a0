package wire

import (
	"encoding/json"
	"testing"
	"time"
)

func TestWhatIsEncodedIsWhatJSONWouldWrite(t *testing.T) {
	data := json.RawMessage(`{"a":[1,2,{"data":null}],"b":"}"}`)
	at := time.Date(2026, 11, 25, 1, 2, 3, 4e6, time.UTC)
	for _, v := range []interface{ Encode() ([]byte, error) }{
		Message{V: 1, Topic: TopicMenu, Epoch: "1-0badcafe", Seq: 7, At: at, Data: data},
		Message{V: 1, Topic: TopicMenu},
		Reply{V: 1, OK: true, Dup: true, Epoch: "1-0badcafe", Seq: 7, Data: data},
		Reply{V: 1, OK: true},
		Reply{V: 1, Err: &Error{Code: "busy", Msg: "m", Hint: "h", Until: &at, Params: map[string]string{"number": "A001"}}},
	} {
		got, err := v.Encode()
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}
