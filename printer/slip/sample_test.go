package slip

import "time"

var china = time.FixedZone("CST", 8*3600)

// standard is the ticket that most people get: one item, with a code.
func standard() Ticket {
	return Ticket{
		Language: ZhHans,
		Hall:     Text{"龙岗区行政服务大厅", "龍崗區行政服務大廳", "Longgang District Administrative Service Hall"},
		Number:   "A023",
		Theme:    Text{"综合服务", "綜合服務", "General services"},
		Items:    []Text{{"敬老优待证申领", "敬老優待證申領", "Senior Citizen Preferential Treatment Card"}},
		Ahead:    4,
		Before:   time.Date(2026, 11, 26, 10, 50, 0, 0, china),
		Zones:    []Text{{"二区", "二區", "Zone 2"}},
		Windows:  []string{"14", "15", "16", "17", "18"},
		Issued:   time.Date(2026, 11, 26, 10, 2, 0, 0, china),
		Last4:    "123X",
		QR:       "https://yc.lg.gov.cn/t/7Kq2mX9bLd4",
	}
}

// full is a ticket with all that a ticket may have.
func full() Ticket {
	t := standard()
	t.Copy = 1
	t.Class = Priority
	t.Ground = Text{"60岁以上老人", "60歲以上長者", "60 or older"}
	t.Items = append(t.Items,
		Text{"从事生活垃圾经营性清扫、收集、运输、处理服务审批", "從事生活垃圾經營性清掃、收集、運輸、處理服務審批", "Permit for commercial cleaning, collection, transport and treatment of household waste"})
	t.Legs = []Text{t.Theme, {"出件咨询", "出件諮詢", "Collection and enquiries"}}
	t.Zones = append(t.Zones, Text{"三区", "三區", "Zone 3"})
	t.Windows = []string{"3", "14", "15", "16", "21", "VIP"}
	t.Materials = []Material{
		{Text{"居民身份证（原件及复印件）", "居民身份證（原件及複印件）", "Resident ID card (original and copy)"}, true},
		{Text{"《敬老优待证申请表》", "《敬老優待證申請表》", "Application form: Senior Citizen Preferential Treatment Card"}, true},
		{Text{"居住证或社保缴费证明", "居住證或社保繳費證明", "Residence permit or proof of social insurance payments"}, false},
	}
	return t
}
