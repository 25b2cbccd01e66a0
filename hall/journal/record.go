package journal

import (
	"encoding/binary"
	"hash/crc32"
)

// A stored record is the CRC-32C (Castagnoli, big-endian) of place, key and
// bytes, followed by the bytes. Place and key are in the sum so that a record
// that turns up elsewhere is noticed.

const recordHead = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func recordSum(place, key, data []byte) uint32 {
	sum := crc32.Update(0, castagnoli, place)
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, data)
}

// appendRecord appends the record of data to dst.
func appendRecord(dst, place, key, data []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, recordSum(place, key, data))
	return append(dst, data...)
}

// record is appendRecord into memory of its own.
func record(place, key, data []byte) []byte {
	return appendRecord(make([]byte, 0, recordHead+len(data)), place, key, data)
}

// openRecord returns the bytes within rec, or ErrDamaged.
func openRecord(place, key, rec []byte) ([]byte, error) {
	if len(rec) < recordHead {
		return nil, ErrDamaged.detailf("%s %x: the record is cut off", place, key)
	}
	data := rec[recordHead:]
	if binary.BigEndian.Uint32(rec) != recordSum(place, key, data) {
		return nil, ErrDamaged.detailf("%s %x: wrong checksum", place, key)
	}
	return data, nil
}

// number is the key of n: big-endian, so that keys sort as numbers.
func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// readNumber is the reverse of number.
func readNumber(place, b []byte) (uint64, error) {
	if len(b) != 8 {
		return 0, ErrDamaged.detailf("%s: a number of %d bytes", place, len(b))
	}
	return binary.BigEndian.Uint64(b), nil
}
