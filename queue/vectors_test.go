package queue_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"onewindow/queue"
)

func read(t *testing.T, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

func TestCitizenNumbersAreCheckedByGB11643(t *testing.T) {
	var v struct {
		Numbers []struct {
			Number string
			Valid  bool
			Birth  string
		} `json:"id_numbers"`
		Mask struct {
			In  string `json:"example_in"`
			Out string `json:"example_out"`
		}
		HMAC struct {
			Key    string `json:"key_ascii"`
			Number string
			Hex    string
		} `json:"hmac_example"`
	}
	read(t, "testdata/idcard_vectors.json", &v)
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for _, c := range v.Numbers {
		n, err := queue.ParseIDNumber(c.Number, today)
		if (err == nil) != c.Valid {
			t.Errorf("%s: %v, want valid %v", c.Number, err, c.Valid)
		}
		var r *queue.Refusal
		if err != nil && (!errors.As(err, &r) || r.Hint == "") {
			t.Errorf("%s: refused without a hint: %v", c.Number, err)
		}
		if c.Birth != "" {
			b, _ := time.Parse("20060102", c.Birth)
			if age := n.Age(b.AddDate(65, 0, 0)); age != 65 {
				t.Errorf("%s: age %d on the 65th birthday", c.Number, age)
			}
			if age := n.Age(b.AddDate(65, 0, -1)); age != 64 {
				t.Errorf("%s: age %d on the day before", c.Number, age)
			}
		}
	}
	n, err := queue.ParseIDNumber(v.Mask.In, today)
	if err != nil || n.Masked() != v.Mask.Out || n.Last4() != v.Mask.In[14:] {
		t.Errorf("%s is masked as %s, want %s (%v)", v.Mask.In, n.Masked(), v.Mask.Out, err)
	}
	n, err = queue.ParseIDNumber(v.HMAC.Number, today)
	if c := n.Citizen([]byte(v.HMAC.Key)); err != nil || c.Key != v.HMAC.Hex || c.Last4 != n.Last4() || !c.Known() {
		t.Errorf("%s is known as %s, want %s (%v)", v.HMAC.Number, c.Key, v.HMAC.Hex, err)
	}
}

func TestARefusedCitizenNumberSaysWhatIsWrong(t *testing.T) {
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for s, want := range map[string]queue.Code{
		"": queue.CodeIDLength, "440399600606007": queue.CodeIDLength, "4403991937080100222": queue.CodeIDLength,
		"44039919370801O022": queue.CodeIDDigits, "440399193713010022": queue.CodeIDDate, "440399202701010022": queue.CodeIDDate,
		"440399193708010023": queue.CodeIDCheck,
	} {
		_, err := queue.ParseIDNumber(s, today)
		var r *queue.Refusal
		if !errors.As(err, &r) || r.Code != want {
			t.Errorf("%q: %v, want %s", s, err, want)
		}
	}
}

func TestSomebodyBornOnTheLeapDayHasTheBirthdayInMarch(t *testing.T) {
	n, err := queue.ParseIDNumber("44039920000229007X", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for date, want := range map[string]int{"2026-02-28": 25, "2026-03-01": 26, "2028-02-28": 27, "2028-02-29": 28} {
		d, _ := time.Parse("2006-01-02", date)
		if age := n.Age(d); age != want {
			t.Errorf("age %d on %s, want %d", age, date, want)
		}
	}
}

func TestAWrittenCitizenShowsNeitherKeyNorNumber(t *testing.T) {
	b, err := json.Marshal(queue.Citizen{Key: "secret", Last4: "0022", Sealed: "sealed"})
	if err != nil || string(b) != `{"sealed":"sealed"}` {
		t.Fatalf("%s, %v", b, err)
	}
}

// The days off and the swapped weekends that the vectors need, by the State
// Council's notices.
var daysOff = map[string]bool{
	"2017-01-22": true, "2017-01-27": false, "2017-01-30": false, "2017-01-31": false, "2017-02-01": false, "2017-02-02": false, "2017-02-04": true,
	"2017-05-27": true, "2017-05-29": false, "2017-05-30": false, "2017-09-30": true, "2017-10-02": false, "2017-10-03": false, "2017-10-04": false,
	"2017-10-05": false, "2017-10-06": false, "2018-02-11": true, "2018-02-15": false, "2018-02-16": false, "2018-02-19": false, "2018-02-20": false,
	"2018-02-21": false, "2018-02-24": true, "2026-02-14": true, "2026-02-16": false, "2026-02-17": false, "2026-02-18": false, "2026-02-19": false,
	"2026-02-20": false, "2026-02-23": false, "2026-02-28": true, "2026-09-20": true, "2026-09-25": false, "2026-10-01": false, "2026-10-02": false,
	"2026-10-05": false, "2026-10-06": false, "2026-10-07": false, "2026-10-10": true,
}

func TestDueDatesAreCountedInWorkingDays(t *testing.T) {
	var v struct {
		Vectors []struct {
			Accepted string
			Days     int `json:"working_days"`
			Due      string
		}
	}
	read(t, "testdata/workday_vectors.json", &v)
	c := queue.Calendar{Days: daysOff}
	// The day of acceptance is not counted.
	due := func(accepted string, days int) string {
		for range days {
			accepted = c.NextWorking(accepted)
		}
		return accepted
	}
	for _, x := range v.Vectors {
		if got := due(x.Accepted, x.Days); got != x.Due {
			t.Errorf("%d working days after %s is %s, want %s", x.Days, x.Accepted, got, x.Due)
		}
	}
	if got := due("never", 1); got != "" {
		t.Errorf("a date that is none leads to %q", got)
	}
	if c.Works("never") || c.Works("2026-11-21") || !c.Works("2026-11-20") {
		t.Error("a Friday works, a Saturday and a date that is none do not")
	}
}

func TestMomentsAreHallTime(t *testing.T) {
	h := queue.Hall{UTCOffset: 480}
	if got := h.At("2026-11-25", 7*60); !got.Equal(time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("07:00 is %s", got)
	}
	late := time.Date(2026, 11, 24, 16, 30, 0, 0, time.UTC)
	if h.Date(late) != "2026-11-25" || h.ClockAt(late) != 30 {
		t.Errorf("%s is %s %s", late, h.Date(late), h.ClockAt(late))
	}
	if !h.At("25.11.2026", 0).IsZero() || !h.Opening("2026-11-25").IsZero() || !h.Closing("2026-11-25").IsZero() {
		t.Error("a malformed date, or a hall without hours, has moments")
	}
	if got := h.At("2026-11-25", 24*60); !got.Equal(h.At("2026-11-26", 0)) {
		t.Errorf("24:00 is %s", got)
	}
}
