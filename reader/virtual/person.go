package virtual

import (
	"encoding/binary"
	"unicode/utf16"
)

// Kind is the type of a card, as it is written on it.
type Kind byte

// Kinds of cards.
const (
	Resident     Kind = ' ' // resident's identity card
	Permit       Kind = 'J' // residence permit of people of Hong Kong, Macao and Taiwan
	OldForeigner Kind = 'I' // foreigner's permanent resident card before 2023
	Foreigner    Kind = 'Y' // the same since
)

// Person is who a card is of. Dates are YYYYMMDD; ValidTo may be 长期.
type Person struct {
	Kind               Kind
	Name, Foreign      string // Foreign is a name in letters
	Sex, Nation        string // codes; the nation of a foreigner is a country's
	Born, Address      string
	Number, Issuer     string
	ValidFrom, ValidTo string
	Pass               string // of a Permit
}

// People are some who do not exist: of age for priority and not, with an X, with a
// card that has expired, from Hong Kong and Taiwan, and two foreigners.
func People() []Person {
	const street, office = "测试省测试市测试路1号", "测试市公安局"
	return []Person{
		{Kind: Resident, Name: "测试陈秀英", Sex: "2", Nation: "01", Born: "19370801", Address: street, Number: "440399193708010022", Issuer: office, ValidFrom: "20070801", ValidTo: "长期"},
		{Kind: Resident, Name: "测试李建国", Sex: "1", Nation: "01", Born: "19520817", Address: street, Number: "440399195208170037", Issuer: office, ValidFrom: "20120817", ValidTo: "长期"},
		{Kind: Resident, Name: "测试王芳", Sex: "2", Nation: "11", Born: "19850312", Address: street, Number: "440399198503120044", Issuer: office, ValidFrom: "20180312", ValidTo: "20380312"},
		{Kind: Resident, Name: "测试张伟", Sex: "1", Nation: "01", Born: "20000229", Address: street, Number: "44039920000229007X", Issuer: office, ValidFrom: "20160301", ValidTo: "20260301"},
		{Kind: Permit, Name: "测试黄志明", Sex: "1", Born: "19880808", Address: street, Number: "810000198808080013", Issuer: office, ValidFrom: "20220901", ValidTo: "20270901", Pass: "H00000000"},
		{Kind: Permit, Name: "测试林淑芬", Sex: "2", Born: "19761111", Address: street, Number: "83000019761111002X", Issuer: office, ValidFrom: "20230901", ValidTo: "20280901", Pass: "00000000"},
		{Kind: Foreigner, Name: "测试玛丽", Foreign: "TEST, MARIE", Sex: "2", Nation: "124", Born: "19810803", Number: "911124198108030024", ValidFrom: "20240105", ValidTo: "20340104"},
		{Kind: OldForeigner, Name: "测试约翰", Foreign: "TEST, JOHN", Sex: "1", Nation: "CAN", Born: "19780115", Number: "CAN110078011501", Issuer: "1100", ValidFrom: "20170601", ValidTo: "20270531"},
	}
}

// part is a field of a card's text: its length in bytes and what is in it.
type part struct {
	length int
	text   string
}

// Text is the 256 bytes of text on the person's card: UTF-16LE, each field filled
// up with spaces.
func (p Person) Text() []byte {
	kind := Resident
	if p.Kind != 0 {
		kind = p.Kind
	}
	var parts []part
	switch kind {
	case OldForeigner:
		parts = []part{{120, p.Foreign}, {2, p.Sex}, {30, p.Number}, {6, p.Nation}, {30, p.Name}, {16, p.ValidFrom}, {16, p.ValidTo},
			{16, p.Born}, {4, "01"}, {8, p.Issuer}}
	case Foreigner:
		parts = []part{{30, p.Name}, {2, p.Sex}, {4, "00"}, {16, p.Born}, {70, p.Foreign}, {36, p.Number}, {30, ""}, {16, p.ValidFrom},
			{16, p.ValidTo}, {22, ""}, {6, p.Nation}}
	default:
		parts = []part{{30, p.Name}, {2, p.Sex}, {4, p.Nation}, {16, p.Born}, {70, p.Address}, {36, p.Number}, {30, p.Issuer},
			{16, p.ValidFrom}, {16, p.ValidTo}, {18, p.Pass}, {4, ""}, {6, ""}}
	}
	out := make([]byte, 0, 256)
	for _, f := range append(parts, part{2, string(kind)}, part{6, ""}) {
		units := utf16.Encode([]rune(f.text))
		for i := range f.length / 2 {
			c := uint16(' ')
			if i < len(units) {
				c = units[i]
			}
			out = binary.LittleEndian.AppendUint16(out, c)
		}
	}
	return out
}
