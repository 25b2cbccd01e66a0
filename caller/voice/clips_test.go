package voice

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// call is "请 A零二三号 到三号窗口" by clips, with its chime.
func call() Utterance {
	w := func(names ...string) (out []Word) {
		for _, n := range names {
			out = append(out, Word{Text: n, Clip: n})
		}
		return out
	}
	return Utterance{Chime: true, Sentences: []Sentence{{Mandarin, append(w("please", "a", "0", "2", "3", "number"), append([]Word{{Text: "，", Pause: 200 * time.Millisecond}}, w("to", "3", "window")...)...)}}}
}

var openOnce = sync.OnceValues(func() (*Clips, error) { return OpenClips("") })

func packaged(t testing.TB) *Clips {
	t.Helper()
	c, err := openOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheSameCallIsAlwaysTheSameSound(t *testing.T) {
	// The sum changes when the clips or the joining change, and then somebody should
	// listen to it.
	const want = "83527b0fc6df5b3b"
	s := packaged(t).Join(call(), 10)
	sum := sha256.Sum256(s.WAV)
	if got := hex.EncodeToString(sum[:8]); got != want {
		file := filepath.Join(os.TempDir(), "onewindow-call.wav")
		t.Errorf("the sound has sum %s, want %s; it is in %s (%v)", got, want, file, os.WriteFile(file, s.WAV, 0o600))
	}
	if s.Length < 4*time.Second || s.Length > 8*time.Second || len(s.Missing) > 0 {
		t.Errorf("%s long, without %q", s.Length, s.Missing)
	}
	back, err := decodeWAV(s.WAV)
	if err != nil || time.Duration(len(back))*time.Second/Rate != s.Length {
		t.Errorf("%d samples for %s: %v", len(back), s.Length, err)
	}
}

func TestTheVolumeIsHeardAndNothingIsOverdriven(t *testing.T) {
	loudness := func(volume int) (rms float64, peak int) {
		sound, err := decodeWAV(packaged(t).Join(call(), volume).WAV)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range sound {
			rms += float64(x) * float64(x)
			peak = max(peak, int(x), -int(x))
		}
		return math.Sqrt(rms / float64(len(sound))), peak
	}
	last := -1.0
	for v := 0; v <= 10; v++ {
		rms, peak := loudness(v)
		if rms <= last || peak >= math.MaxInt16 {
			t.Errorf("volume %d: loudness %.0f after %.0f, peak %d", v, rms, last, peak)
		}
		last = rms
	}
}

func TestEveryPackagedWordIsThere(t *testing.T) {
	c := packaged(t)
	letters := strings.Split("abcdefghijklmnopqrstuvwxyz", "")
	digits := strings.Split("0123456789", "")
	chinese := append([]string{"ten", "hundred", "please", "number", "to", "window", "counter", "again"}, digits...)
	english := append([]string{"number", "window", "counter", "again", "hundred"}, digits...)
	english = append(english, strings.Fields("10 11 12 13 14 15 16 17 18 19 20 30 40 50 60 70 80 90")...)
	for l, names := range map[Language][]string{
		Mandarin:  slices.Concat(chinese, []string{"yao"}, letters),
		Cantonese: slices.Concat(chinese, letters),
		English:   slices.Concat(english, letters),
	} {
		for _, n := range names {
			if s := c.find(l, n); len(s) < Rate/10 {
				t.Errorf("%s/%s has %d samples", l, n, len(s))
			}
		}
	}
}

func TestAWordThatNoClipSaysIsLeftOutAndNamed(t *testing.T) {
	u := Utterance{Sentences: []Sentence{{Mandarin, []Word{{Text: "综合", Clip: "综合"}, {Text: "三", Clip: "3"}}}}}
	s := packaged(t).Join(u, 10)
	if len(s.Missing) != 1 || s.Missing[0] != "cmn/综合" || s.WAV == nil {
		t.Errorf("missing %q", s.Missing)
	}
	u.Sentences[0].Words = u.Sentences[0].Words[:1]
	if s := packaged(t).Join(u, 10); s.WAV != nil {
		t.Errorf("a sound of %s without a word in it", s.Length)
	}
}

func TestAFolderOfRecordingsReplacesTheClipsThatItHas(t *testing.T) {
	dir := t.TempDir()
	mine := make([]int16, Rate/2)
	for i := range mine {
		mine[i] = 1000
	}
	write := func(name string, b []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("cmn/3.wav", encodeWAV(mine))
	write("cmn/综合.WAV", encodeWAV(mine))
	write("notes.txt", []byte("mine"))
	c, err := OpenClips(dir)
	if err != nil {
		t.Fatal(err)
	}
	if s := c.find(Mandarin, "3"); len(s) != len(mine) || s[0] != 1000 {
		t.Error("a recording did not replace the clip")
	}
	if c.find(Mandarin, "综合") == nil || c.find(Mandarin, "4") == nil {
		t.Error("a word is missing")
	}
	for name, b := range map[string][]byte{
		"cmn/4.wav":     []byte("no sound"),
		"cmn/5.wav":     encodeWAV(mine)[:30],
		"cmn/6.wav":     bytes.Replace(encodeWAV(mine), []byte{0x80, 0x3E, 0, 0}, []byte{0x44, 0xAC, 0, 0}, 1),
		"en/window.wav": bytes.Replace(encodeWAV(mine), []byte{1, 0, 1, 0}, []byte{1, 0, 2, 0}, 1),
	} {
		write(name, b)
		if _, err := OpenClips(dir); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v, want the file's name", name, err)
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenClips(t.TempDir()); err == nil {
		t.Error("an empty folder was taken")
	}
	if _, err := OpenClips(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there was taken")
	}
}

func TestMuLawIsReadAsTheStandardSays(t *testing.T) {
	for v, want := range map[byte]int16{0x00: -32124, 0x80: 32124, 0x7F: 0, 0xFF: 0, 0xFE: 8, 0x7E: -8, 0x0F: -16764, 0xF0: 120, 0xEF: 132} {
		if got := muLaw(v); got != want {
			t.Errorf("%02X is %d, want %d", v, got, want)
		}
	}
}

// FuzzWAV: no file makes the reader fall over, and what it reads it can write.
func FuzzWAV(f *testing.F) {
	f.Add(encodeWAV([]int16{1, -2, 32767}))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x12\x00\x00\x00\x07\x00\x01\x00\x80\x3e\x00\x00\x80\x3e\x00\x00\x01\x00\x08\x00\x00\x00data\x02\x00\x00\x00\xff\x00"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVELIST\xff\xff\xff\xffdata"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := decodeWAV(b)
		if err != nil {
			return
		}
		again, err := decodeWAV(encodeWAV(s))
		if err != nil || len(again) != len(s) {
			t.Fatalf("%d samples became %d: %v", len(s), len(again), err)
		}
	})
}

func BenchmarkJoin(b *testing.B) {
	c := packaged(b)
	u := call()
	var n int
	for b.Loop() {
		n = len(c.Join(u, 8).WAV)
	}
	b.ReportMetric(float64(n), "B/call")
}
