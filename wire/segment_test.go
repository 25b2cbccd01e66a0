package wire_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"onewindow/wire"
)

func TestASegmentIsReadAsAnyReaderOfJSONReadsIt(t *testing.T) {
	event := `{"v":1,"seq":7,"data":{"a":"}{\"],","b":[{},{"c":null}],"d":"\\"}}`
	head := func(to int) string {
		return fmt.Sprintf(`{"v":1,"hall":"LG-1","epoch":"1-00000001","token":9,"from":1,"to":%d`, to)
	}
	many := head(wire.MaxSegmentEvents) + `,"events":[` + strings.Repeat(event+",", wire.MaxSegmentEvents-1) + event + `]}`
	for _, text := range []string{
		head(1) + `,"events":[` + event + `]}`,
		head(2) + `,"events":[` + event + `,{}]}`,
		many,
		head(2) + `,"events":[` + event + `]}`, // too few
		head(1) + `,"events":[` + event + `,` + event + `]}`,
		head(1) + `,"events":[]}`, head(1) + `,"events":null}`, head(1) + `}`,
		head(1) + `,"events":[ ` + event + ` ] }`,
		head(1) + `,"events":[` + event + `],"more":{"events":[{}]}}`,
		head(1) + `,"more":{"x":1,"events":[{}]},"events":[` + event + `]}`,
		head(1) + `,"more":"\",\"events\":[{}]}","events":[` + event + `]}`,
		head(1) + `,"events":[{}],"x":1,"events":[` + event + `]}`,
		head(1) + `,"Events":[{}],"events":[` + event + `]}`,
		head(1) + `,"events":[` + event + `]}` + "\n",
		`{"events":[` + event + `],"v":1,"from":1,"to":1}`,
		head(1) + `,"events":[` + event + `}`, head(1) + `,"events":[` + event, head(1) + `,"events":[` + event + `]]}`,
		head(1) + `,"events":[{"a":1,}]}`, head(1) + `,"events":[{"a":"` + "\n" + `"}]}`, head(1) + `,"events":[{"a":"\x"}]}`,
		head(1) + `,"events":[{"a":]}]}`, head(1) + `,"events":[{},]}`, head(1) + `,"events":[1]}`, head(1) + `,"events":[{"a":"\"}]}`,
		`[1,"events":[{}]}`, `{"from":"1","events":[{}]}`, `,"events":[{}]}`, ``, `null`,
	} {
		var got, want wire.Segment
		errGot, errWant := got.Decode([]byte(text)), json.Unmarshal([]byte(text), &want)
		if (errGot == nil) != (errWant == nil) {
			t.Errorf("%.200s: %v, want %v", text, errGot, errWant)
		} else if errWant == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%.200s is read as\n%+v, want\n%+v", text, got, want)
		}
	}
}

func FuzzSegmentDecode(f *testing.F) {
	f.Add([]byte(`{"v":1,"from":1,"to":2,"events":[{"a":"}"},{}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got, want wire.Segment
		errGot, errWant := got.Decode(text), json.Unmarshal(text, &want)
		if (errGot == nil) != (errWant == nil) || errWant == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %+v, %v, want %+v, %v", text, got, errGot, want, errWant)
		}
	})
}
