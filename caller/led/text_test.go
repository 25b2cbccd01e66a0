package led

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func TestGB2312HasItsSevenThousandFourHundredAndFortyFiveCharacters(t *testing.T) {
	n := 0
	for hi := 0; hi < 256; hi++ {
		for lo := 0; lo < 256; lo++ {
			if inGB2312(byte(hi), byte(lo)) {
				n++
			}
		}
	}
	if n != 7445 {
		t.Errorf("%d characters, want 682 signs and 6763 hanzi", n)
	}
}

func TestWhatAStripCannotShowIsAMarkAndIsNamed(t *testing.T) {
	for _, tc := range []struct {
		charset    Charset
		text, want string // want as decoded from GBK
		missing    string
	}{
		{GB2312, "请A023号到3号窗口", "请A023号到3号窗口", ""},
		{GB2312, "請到窗口", "〓到窗口", "請"},
		{GB2312, "二〇二六", "二〓二六", "〇"},
		{GB2312, "王㐂㐂𠮷", "王〓〓〓", "㐂𠮷"},
		{GB2312, "a\tb\nc\x00", "a〓b〓c〓", "\t\n\x00"},
		{GB2312, "a\xffb", "a〓b", "\ufffd"},
		{GB2312, "ⅰ", "〓", "ⅰ"},
		{GBK, "請到窗口", "請到窗口", ""},
		{GBK, "誠", "〓", "誠"}, // its second byte is the escape of the card
		{ASCII, "No. A023", "No. A023", ""},
		{ASCII, "3号", "3?", "号"},
	} {
		b, missing := tc.charset.encode(tc.text)
		got, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
		if err != nil || string(got) != tc.want || string(missing) != tc.missing {
			t.Errorf("%s of %q is %q, lacks %q; want %q and %q", tc.charset, tc.text, got, string(missing), tc.want, tc.missing)
		}
	}
}

func TestNoTextIsACommandToACard(t *testing.T) {
	b, missing := GB2312.encode(`行政\C2大厅\n[n1]`)
	if want := gb(t, "行政＼C2大厅＼n［n1]"); !bytes.Equal(b, want) || missing != nil {
		t.Errorf("got % X, lacks %q; want % X", b, string(missing), want)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for _, c := range []Charset{GB2312, GBK} {
			b, _ := c.encode(text)
			if bytes.ContainsAny(b, `\[`) || bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' }) {
				t.Fatalf("%s of %q is % X", c, text, b)
			}
		}
	})
}

func TestACharacterIsEitherShownAsItselfOrNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("请到号窗口A0\\[〇請")), rapid.Rune())).Draw(t, "text")
		for _, c := range []Charset{ASCII, GB2312, GBK} {
			b, missing := c.encode(text)
			back, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
			if err != nil {
				t.Fatal(err)
			}
			got := []rune(string(back))
			for i, r := range []rune(text) {
				same := got[i] == r || c != ASCII && wide[r] == got[i]
				if same == slices.Contains(missing, r) && string(c.mark()) != string(b) && r != '?' && r != '〓' {
					t.Fatalf("%s: %q is shown as %q, lacks %q", c, text, string(got), string(missing))
				}
			}
		}
	})
}

func TestAsWideAsItIs(t *testing.T) {
	for text, want := range map[string]int{"": 0, "A023": 4, "请A023号": 8, `\`: 2, "窗口 3": 6} {
		if n := Cells(text); n != want {
			t.Errorf("%q takes %d cells, want %d", text, n, want)
		}
		if b, _ := GB2312.encode(text); len(b) != want {
			t.Errorf("%q is %d bytes, want %d", text, len(b), want)
		}
	}
	if Cells(strings.Repeat("〓", 3)) != 6 {
		t.Error("a mark is not two cells wide")
	}
}
