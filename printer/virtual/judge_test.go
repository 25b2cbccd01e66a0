package virtual

import (
	"image"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// The judges are decoders that nobody here wrote. They look at the picture of
// the paper, as a phone does.

func TestAJudgeReadsTheQRCodeFromThePaper(t *testing.T) {
	for _, text := range []string{"https://yc.example.gov.cn/t/A023-7K2M", "12345678", strings.Repeat("https://example.gov.cn/", 8)} {
		for _, unit := range []int{3, 6} {
			got, found := printed(t, Options{}, "市民服务中心\n", 0x1b, 0x61, 1, qrCode(unit, text), "\n")
			if len(found) > 0 {
				t.Errorf("findings %v", found)
			}
			if read := judged(t, qrcode.NewQRCodeReader(), Photograph(got)); read != text {
				t.Errorf("with modules of %d dots the judge reads %q, want %q", unit, read, text)
			}
		}
	}
}

func TestAJudgeReadsTheBarCodeFromThePaper(t *testing.T) {
	for data, want := range map[string]string{
		"{BA023":                   "A023",
		"{C\x01\x17\x2d":           "012345",
		"{BA{C\x00\x17{BZ":         "A0023Z",
		"{AW-08":                   "W-08",
		"{Bab{{c":                  "ab{c",
		"{BONEWINDOW 2026-11-26 ~": "ONEWINDOW 2026-11-26 ~",
	} {
		got, found := printed(t, Options{}, 0x1d, 0x68, 80, 0x1d, 0x77, 2, 0x1b, 0x61, 1, 0x1d, 0x6b, 0x49, len(data), []byte(data), "\n")
		if len(found) > 0 {
			t.Errorf("findings %v", found)
		}
		if len(got.Codes) != 1 || got.Codes[0] != want {
			t.Errorf("%q: the printer has %q, want %q", data, got.Codes, want)
		}
		if read := judged(t, oned.NewCode128Reader(), Photograph(got)); read != want {
			t.Errorf("%q: the judge reads %q, want %q", data, read, want)
		}
	}
}

// judged is what a decoder reads in a picture.
func judged(t *testing.T, judge gozxing.Reader, pic image.Image) string {
	t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(pic)
	if err != nil {
		t.Fatal(err)
	}
	result, err := judge.Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatalf("the judge reads nothing: %v", err)
	}
	return result.GetText()
}
