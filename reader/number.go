package reader

import "time"

// weights and checks are of GB 11643-1999 (ISO 7064 MOD 11-2).
var weights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const checks = "10X98765432"

// validNumber checks an 18-character number as it is on cards, with a capital X,
// and gives the day of birth in it.
func validNumber(n string) (born time.Time, ok bool) {
	if len(n) != 18 {
		return time.Time{}, false
	}
	sum := 0
	for i, w := range weights {
		if n[i] < '0' || n[i] > '9' {
			return time.Time{}, false
		}
		sum += int(n[i]-'0') * w
	}
	if n[17] != checks[sum%11] {
		return time.Time{}, false
	}
	return day(n[6:14])
}

// validOldForeigner reports whether n has the form of numbers of foreigners'
// permanent resident cards before 2023: three letters and twelve digits.
func validOldForeigner(n string) bool {
	if len(n) != 15 {
		return false
	}
	for i := range n {
		if letter := n[i] >= 'A' && n[i] <= 'Z'; i < 3 && !letter {
			return false
		}
		if digit := n[i] >= '0' && n[i] <= '9'; i >= 3 && !digit {
			return false
		}
	}
	return true
}

// day reads a date written YYYYMMDD.
func day(s string) (time.Time, bool) {
	t, err := time.Parse("20060102", s)
	return t, err == nil && t.Year() >= 1850
}
