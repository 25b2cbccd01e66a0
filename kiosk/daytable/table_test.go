package daytable

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// dayHall are settings in which a theme and a window have dangerous names.
func dayHall() queue.Settings {
	return queue.Settings{
		Hall:    queue.Hall{ID: "T-1", UTCOffset: 480},
		Themes:  []queue.Theme{{ID: "business", Name: queue.Text{ZhHans: "商事登记", ZhHant: "商事登記", En: "=Business"}}},
		Windows: []queue.WindowPlan{{ID: "1", Label: "+1"}},
	}
}

func dayTickets() []wire.DayTicket {
	at := time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)
	return []wire.DayTicket{
		{Number: "A001", State: queue.Done, Class: queue.Priority, Source: queue.SourceKiosk, Themes: []string{"business", "gone"}, Items: []string{"A-1", "-2"},
			Issued: at, Called: at.Add(5 * time.Minute), Started: at.Add(6 * time.Minute), Ended: at.Add(20 * time.Minute),
			Wait: 300, Service: 840, Window: "1", Calls: 2, Misses: 1, Reason: queue.ReasonPriority},
		{Number: "A002", State: queue.Cancelled, Class: queue.Ordinary, Source: queue.SourceGuide, Themes: []string{"business"}, Issued: at, Wait: 60, Why: "@typed, \"by\"\nsomebody"},
		{Number: "A003", State: queue.Cancelled, Class: queue.Ordinary, Source: queue.SourceKiosk, Themes: []string{"business"}, Issued: at, Why: "left"},
		{Number: "A004", State: queue.Expired, Class: queue.Ordinary, Source: queue.SourceKiosk, Themes: []string{"business"}, Issued: at, Why: queue.WhyDayClose},
	}
}

func TestTheDaysTableOpensInASpreadsheet(t *testing.T) {
	table := CSV(queue.ZhHans, dayHall(), wire.DayReply{Date: "2026-11-25", Total: 4, Tickets: dayTickets()})
	rest, ok := bytes.CutPrefix(table, []byte("\ufeff"))
	if !ok {
		t.Error("no byte order mark: a spreadsheet would take it for another encoding")
	}
	if !bytes.HasSuffix(table, []byte("\r\n")) {
		t.Error("lines do not end as RFC 4180 has it")
	}
	rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"日期|号码|状态|类别|取号方式|业务|事项编码|取号时间|首次呼叫|开始办理|办理结束|等候秒数|办理秒数|窗口|呼叫次数|过号次数|呼叫原因|未办原因",
		"2026-11-25|A001|已办结|优先|取号机|商事登记 / gone|A-1 / '-2|2026-11-25 09:00:00|2026-11-25 09:05:00|2026-11-25 09:06:00|2026-11-25 09:20:00|300|840|'+1|2|1|优先|",
		"2026-11-25|A002|已取消|普通|导办台|商事登记||2026-11-25 09:00:00||||60|0||0|0||'@typed, \"by\"\nsomebody",
		"2026-11-25|A003|已取消|普通|取号机|商事登记||2026-11-25 09:00:00||||0|0||0|0||群众已离开",
		"2026-11-25|A004|已失效|普通|取号机|商事登记||2026-11-25 09:00:00||||0|0||0|0||营业日结束",
	} {
		if got := strings.Join(rows[i], "|"); got != want {
			t.Errorf("row %d is\n%s\nwant\n%s", i, got, want)
		}
	}
}

func TestTheDaysTableIsInTheScreensLanguage(t *testing.T) {
	table := string(CSV(queue.En, dayHall(), wire.DayReply{Date: "2026-11-25", Tickets: dayTickets()[:1]}))
	for _, want := range []string{"Date,Number,State", "Done,Priority,kiosk,'=Business / gone"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table has no %q:\n%s", want, table)
		}
	}
}

func FuzzNoCellIsTakenForAFormula(f *testing.F) {
	for _, s := range []string{"=1+1", "+1", "-2", "@a", "\t=1", "plain", "", "\"", "a,b\r\n=c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		hall := dayHall()
		hall.Windows[0].Label = text
		table := CSV(queue.En, hall, wire.DayReply{Date: "2026-11-25", Tickets: []wire.DayTicket{{Number: "A001", Window: "1", Themes: []string{text}, Items: []string{text}, Why: text}}})
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s is %q", columns[i], cell)
			}
		}
	})
}
