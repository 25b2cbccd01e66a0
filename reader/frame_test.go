package reader_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onewindow/reader"
)

// vectors are numbers and frames that were made apart from this code.
type vectors struct {
	Numbers []struct {
		Number, Birth string
		Valid         bool
	}
	Requests, Answers map[string]string
	ReadText          string `json:"read_text"`
	Person            map[string]string
}

func load(t testing.TB) vectors {
	t.Helper()
	b, err := os.ReadFile("testdata/idcard.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bodies are the frames that a demultiplexer finds in what comes in pieces.
func bodies(d *reader.Demux, pieces ...[]byte) [][]byte {
	var out [][]byte
	for _, p := range pieces {
		d.Feed(p, func(body []byte) { out = append(out, bytes.Clone(body)) })
	}
	return out
}

func TestRequestsAreTheBytesOfTheProtocol(t *testing.T) {
	v := load(t)
	for name, r := range map[string]reader.Request{"find": reader.Find, "select": reader.Select, "read text+photo": reader.ReadText,
		"SAM status": reader.AskStatus, "SAM id": reader.AskModule} {
		if want := unhex(t, v.Requests[name]); !bytes.Equal(r.Frame(), want) {
			t.Errorf("%s is % X, want % X", name, r.Frame(), want)
		}
	}
}

func TestAnswersAreFoundAndMade(t *testing.T) {
	v := load(t)
	for name, want := range map[string]struct {
		status reader.Status
		data   int
	}{
		"find ok (9F)": {reader.StatusFound, 4}, "select ok (90)": {reader.StatusDone, 8}, "no card (80)": {reader.StatusNoCard, 0},
		"select failed (81)": {reader.StatusUnselected, 0}, "read failed (41)": {reader.StatusUnread, 0},
		"card/SAM authentication failed (32)": {reader.StatusCardRefused, 0},
	} {
		frame := unhex(t, v.Answers[name])
		got := bodies(&reader.Demux{}, frame)
		if len(got) != 1 || reader.Status(got[0][2]) != want.status || len(got[0]) != 3+want.data {
			t.Errorf("%s: % X gives % X", name, frame, got)
		}
		if made := reader.Answer(want.status, make([]byte, want.data)); !bytes.Equal(made, frame) {
			t.Errorf("%s is made as % X, want % X", name, made, frame)
		}
	}
}

func TestAStatusHasWordsAndItsCode(t *testing.T) {
	for s, want := range map[reader.Status]string{reader.StatusUnauthorised: "66, the reader is not authorised", 0x77: "77, a status that is not known"} {
		if s.String() != want {
			t.Errorf("%q, want %q", s.String(), want)
		}
	}
}

func TestNoiseCostsNoFrameBehindIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		whole := reader.Answer(reader.StatusDone, rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(rt, "data"))
		noise := rapid.OneOf(
			rapid.SliceOfN(rapid.Byte(), 0, 60),
			rapid.SliceOfN(rapid.SampledFrom([]byte{0xAA, 0x96, 0x69, 0x00, 0x04}), 0, 30),
			rapid.Custom(func(t *rapid.T) []byte { return whole[:rapid.IntRange(0, len(whole)-1).Draw(t, "cut at")] }),
			rapid.Custom(func(t *rapid.T) []byte {
				bad := bytes.Clone(whole)
				bad[rapid.IntRange(0, len(bad)-1).Draw(t, "changed byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
				return bad
			}),
		).Draw(rt, "noise")
		// A length that is wrong may swallow what follows until it is filled: enough
		// frames behind it always show the last one.
		stream := bytes.Clone(noise)
		for range 1 + 2400/len(whole) {
			stream = append(stream, whole...)
		}
		var pieces [][]byte
		for rest := stream; len(rest) > 0; {
			n := min(len(rest), rapid.IntRange(1, 300).Draw(rt, "piece"))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		got := bodies(&reader.Demux{}, pieces...)
		if len(got) == 0 || !bytes.Equal(got[len(got)-1], whole[7:len(whole)-1]) {
			rt.Fatalf("behind % X the frame % X was not found", noise, whole)
		}
	})
}

func TestAFrameBehindACutOffOneIsFoundAtOnce(t *testing.T) {
	whole := reader.Answer(reader.StatusNoCard, nil)
	for cut := range whole {
		if cut == 6 {
			continue // in its length: what follows completes that to a long one
		}
		got := bodies(&reader.Demux{}, whole[:cut], whole, whole)
		if n := len(got); n < 1 || n > 2 {
			t.Errorf("behind %d bytes of a frame that was cut off, %d of 2 frames were found", cut, n)
		}
	}
}

func TestNothingOfAFrameStaysInTheBuffer(t *testing.T) {
	d := &reader.Demux{}
	frame := unhex(t, load(t).ReadText)
	if got := bodies(d, []byte("noise"), frame[:700], frame[700:]); len(got) != 1 || len(got[0]) != 1287 {
		t.Fatalf("%d frames", len(got))
	}
	if clean, begun := d.Left(); !clean || begun != 0 {
		t.Error("behind the frame, bytes of it are left")
	}
	bodies(d, frame[:700])
	d.Reset()
	if clean, begun := d.Left(); !clean || begun != 0 {
		t.Error("after Reset, bytes of a frame that had begun are left")
	}
}

func FuzzDemux(f *testing.F) {
	for _, s := range load(f).Answers {
		f.Add(unhex(f, s), 3)
	}
	f.Add([]byte{0xAA, 0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x09, 0x0A, 1, 2, 3}, 1)
	f.Add(reader.Find.Frame(), 7)
	f.Fuzz(func(t *testing.T, b []byte, piece int) {
		piece = max(1, min(piece, 4096))
		d, whole := &reader.Demux{}, &reader.Demux{}
		var pieces [][]byte
		for rest := b; len(rest) > 0; {
			n := min(len(rest), piece)
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		got, at := bodies(d, pieces...), bodies(whole, b)
		if len(got) != len(at) {
			t.Fatalf("in pieces of %d there are %d frames, at once %d", piece, len(got), len(at))
		}
		for i := range got {
			if !bytes.Equal(got[i], at[i]) || len(got[i]) < 2 {
				t.Fatalf("frame %d is % X in pieces, % X at once", i, got[i], at[i])
			}
		}
		if clean, _ := d.Left(); !clean {
			t.Fatal("bytes are left behind what was taken")
		}
		d.Reset()
		if again := bodies(d, reader.Find.Frame()); len(again) != 1 {
			t.Fatal("after Reset a whole frame is not found")
		}
	})
}
