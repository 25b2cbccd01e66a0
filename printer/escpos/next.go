package escpos

import "bytes"

// Next is the length of what stands first in data: one command with all that
// belongs to it, or a run of text up to and including its line feed or up to the
// next command. Between two of these, and nowhere else, something of one's own may
// be put into the stream. It is at least 1 where there is data. A command that
// data breaks off is as long as data, and whole is false.
//
// A command that Next does not know is taken for one of three bytes, which is what
// most are.
func Next(data []byte) (n int, whole bool) {
	if len(data) == 0 {
		return 0, true
	}
	need := length(data)
	if need > len(data) {
		return len(data), false
	}
	return need, true
}

// length is how long the first command says it is; more than len(data) when its
// length stands beyond the end.
func length(d []byte) int {
	at := func(i int) int {
		if i < len(d) {
			return int(d[i])
		}
		return 0
	}
	// sized is a length that stands in bytes up to head, where head bytes go before
	// the data.
	sized := func(head, data int) int {
		if len(d) < head {
			return head
		}
		return head + data
	}
	switch d[0] {
	case esc:
		switch at(1) {
		case '@', '2', 'i', 'm', '<', 'L', 'S', 0x0c:
			return 2
		case '$', '\\', 'B', 'c', 'f', 'b':
			return 4
		case 'p':
			return 5
		case 'W':
			return 10
		case '(':
			return sized(5, at(3)+at(4)<<8)
		case '*':
			per := 1
			if at(2) >= 32 {
				per = 3
			}
			return sized(5, (at(3)+at(4)<<8)*per)
		case 'D':
			if i := bytes.IndexByte(d[min(2, len(d)):], nul); i >= 0 {
				return 3 + i
			}
			return len(d) + 1
		}
		return 3
	case fs:
		switch at(1) {
		case '&', '.':
			return 2
		case 'S', 'p', 'g':
			return 4
		case '(':
			return sized(5, at(3)+at(4)<<8)
		case '2':
			return 4 + 72
		}
		return 3
	case gs:
		switch at(1) {
		case ':', '<':
			return 2
		case 'L', 'W', '$', '\\', 'P':
			return 4
		case '^':
			return 5
		case '(':
			return sized(5, at(3)+at(4)<<8)
		case '8':
			return sized(7, at(3)+at(4)<<8+at(5)<<16+at(6)<<24)
		case '*':
			return sized(4, at(2)*at(3)*8)
		case 'V':
			if at(2) >= 65 {
				return 4
			}
			return 3
		case 'v':
			return sized(8, (at(4)+at(5)<<8)*(at(6)+at(7)<<8))
		case 'k':
			if at(2) >= 65 {
				return sized(4, at(3))
			}
			if i := bytes.IndexByte(d[min(3, len(d)):], nul); i >= 0 {
				return 4 + i
			}
			return len(d) + 1
		}
		return 3
	case dle:
		switch at(1) {
		case dc4:
			if at(2) == 8 {
				return 10
			}
			return 5
		case eot, enq:
			return 3
		}
		return 1
	case lf, nul:
		return 1
	}
	for i, c := range d {
		switch {
		case c == lf:
			return i + 1
		case i > 0 && (c == esc || c == fs || c == gs || c == dle || c == nul):
			return i
		}
	}
	return len(d)
}
