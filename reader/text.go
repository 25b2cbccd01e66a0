package reader

import (
	"encoding/binary"
	"errors"
	"strings"
)

// textLength is the length of a card's text: UTF-16LE, fields of fixed places,
// filled up with spaces.
const textLength = 256

// field is a place in the text, in bytes.
type field struct{ at, length int }

// Fields. Number, last day and type are at the same places on all cards; so is the
// birth in the number, but on foreigners' cards before 2023.
//
//	all but I: name 30, sex 2, nation 4, birth 16, address 70, number 36, issuer 30,
//	           valid from 16, to 16, then 36 bytes, of J: pass 18, count 4, 6, type 2, 6
//	I:         name 120, sex 2, number 30, country 6, Chinese name 30, valid from 16,
//	           to 16, birth 16, version 4, office 8, type 2, 6
var (
	numberField    = field{122, 36}
	oldNumberField = field{122, 30}
	validToField   = field{204, 16}
	oldBirthField  = field{220, 16}
	typeField      = field{248, 2}
)

// typeOldForeigner is the type of foreigners' cards before 2023. J is the permit of
// people of Hong Kong, Macao and Taiwan, Y the foreigners' card since; the
// resident's card has a space.
const typeOldForeigner = "I"

var (
	errShortText     = errors.New("the reader gave less text than a card has")
	errInvalidNumber = errors.New("the number on the card is not valid")
	errInvalidBirth  = errors.New("the birth date on the card is not valid")
)

// cardIn reads what is kept of a card from the data of the answer to ReadText:
// the lengths of text and photo, text, photo. Errors name no content.
func cardIn(data []byte) (Card, error) {
	if len(data) < 4 {
		return Card{}, errShortText
	}
	length := int(binary.BigEndian.Uint16(data))
	if length < textLength || len(data) < 4+length {
		return Card{}, errShortText
	}
	text := data[4 : 4+length]
	var p person
	p.validTo, _ = day(ascii(text, validToField)) // else 长期, for ever
	if ascii(text, typeField) == typeOldForeigner {
		p.number = ascii(text, oldNumberField)
		if !validOldForeigner(p.number) {
			return Card{}, errInvalidNumber
		}
		var ok bool
		if p.born, ok = day(ascii(text, oldBirthField)); !ok {
			return Card{}, errInvalidBirth
		}
		return cardOf(p), nil
	}
	p.number = ascii(text, numberField)
	var ok bool
	if p.born, ok = validNumber(p.number); !ok {
		return Card{}, errInvalidNumber
	}
	return cardOf(p), nil
}

// ascii is a field without the spaces around it; "" if it has a character that is
// not of ASCII.
func ascii(text []byte, f field) string {
	var s strings.Builder
	for b := text[f.at : f.at+f.length]; len(b) >= 2; b = b[2:] {
		c := binary.LittleEndian.Uint16(b)
		if c > 0x7E {
			return ""
		}
		s.WriteByte(byte(c))
	}
	return strings.Trim(s.String(), " \x00")
}
