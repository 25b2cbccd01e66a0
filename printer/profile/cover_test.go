package profile

import (
	"bytes"
	"strings"
	"testing"
)

func TestEachROMCoversWhatItsStandardHolds(t *testing.T) {
	count := func(rom ROM) (n int) {
		p := Profile{ROM: rom}
		for r := rune(0xa0); r < 0x30000; r++ {
			if p.Covers(r) {
				n++
			}
		}
		return n
	}
	if n := count(ROMNone); n != 0 {
		t.Errorf("a ROM without Chinese covers %d", n)
	}
	// GB 2312-80: 682 signs and 6 763 characters.
	if n := count(ROMGB2312); n != 7445 {
		t.Errorf("GB 2312 covers %d, the standard has 7445", n)
	}
	// GBK 1.0: 21 886, of which 80 of area FE50 and a few signs are left out.
	if n := count(ROMGBK); n < 21750 || n > 21886 {
		t.Errorf("GBK covers %d", n)
	}
	if n, gbk := count(ROMGB18030), count(ROMGBK); n <= gbk {
		t.Errorf("GB 18030 covers %d, GBK %d", n, gbk)
	}
}

func TestRareCharactersOfNamesNeedAROMThatHasThem(t *testing.T) {
	for _, tc := range []struct {
		r    rune
		roms string // those that have it
	}{
		{'A', "none gb2312 gbk gb18030"}, {'一', "gb2312 gbk gb18030"}, {'窗', "gb2312 gbk gb18030"},
		{'镕', "gbk gb18030"}, {'喆', "gbk gb18030"}, {'䶮', "gb18030"}, {'𠮷', ""},
		{'€', "gb18030"}, {'→', "gb2312 gbk gb18030"}, {'★', "gb2312 gbk gb18030"}, {'\n', ""}, {0x7f, ""}, {0x1b, ""}, {'\ufffd', ""}, {'\ue000', ""},
	} {
		for _, rom := range []ROM{ROMNone, ROMGB2312, ROMGBK, ROMGB18030} {
			p := Profile{ROM: rom}
			want := false
			for _, s := range strings.Fields(tc.roms) {
				want = want || s == string(rom)
			}
			if p.Covers(tc.r) != want {
				t.Errorf("%s covers %q: %v, want %v", rom, tc.r, !want, want)
			}
		}
	}
	p := Profile{ROM: ROMGB18030, FourByte: true}
	if !p.Covers('𠮷') || !p.Covers('䶮') {
		t.Error("a ROM with four-byte codes lacks characters of names")
	}
}

func TestTextIsEncodedOrTheMissingCharacterIsNamed(t *testing.T) {
	p := Profile{Name: "x", ROM: ROMGBK}
	b, err := p.Encode("A023 科大讯飞")
	if want := []byte("A023 \xbf\xc6\xb4\xf3\xd1\xb6\xb7\xc9"); err != nil || !bytes.Equal(b, want) {
		t.Errorf("got % x, %v; want % x", b, err, want)
	}
	if _, err := p.Encode("王𠮷"); err == nil || !strings.Contains(err.Error(), "𠮷") {
		t.Errorf("error %v", err)
	}
	if _, err := p.Encode("a\x1b@"); err == nil {
		t.Error("a command was taken for text")
	}
}
