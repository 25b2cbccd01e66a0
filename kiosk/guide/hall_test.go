package guide_test

import (
	"testing"
	"time"

	"onewindow/kiosk/staff/stafftest"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fakeHall is a hall behind the Desk of this terminal.
type fakeHall = stafftest.Hall

const terminal = "g1"

var text = stafftest.Text

func settings() queue.Settings {
	s := stafftest.Settings()
	s.Staff[5].Rights = []queue.Right{queue.RightCancel}
	s.Hall.Zones[0].Name = text("一层A区", "一層A區", "Zone A, floor 1")
	s.Hall.Name = text("龙岗区行政服务大厅", "龍崗區行政服務大廳", "Longgang District Service Hall")
	return s
}

func catalogue() queue.Catalogue {
	c := queuetest.Catalogue()
	names := []queue.Text{text("个体工商户设立登记", "個體工商戶設立登記", "Sole trader registration"), text("公司变更登记", "公司變更登記", "Change of company"),
		text("营业执照补领", "營業執照補領", "Licence replacement"), text("公司注销登记", "公司註銷登記", "Company deregistration"),
		text("建设工程规划许可", "建設工程規劃許可", "Planning permission"), text("施工许可证核发", "施工許可證核發", "Building permit"),
		text("竣工联合验收", "竣工聯合驗收", "Final inspection"), text("临时占用道路审批", "臨時佔用道路審批", "Use of a road"),
		text("敬老优待证申领", "敬老優待證申領", "Senior citizen card"), text("残疾人证办理", "殘疾人證辦理", "Card for the disabled"),
		text("居住证签注", "居住證簽註", "Residence permit"), text("社会保险参保登记", "社會保險參保登記", "Social insurance")}
	for i := range names {
		c.Items[i].Name = names[i]
	}
	c.Items[0].Materials = []queue.Material{
		{Name: text("身份证原件", "身份證正本", "ID card"), Required: true},
		{Name: text("经营场所证明", "經營場所證明", "Proof of premises"), Required: true},
		{Name: text("委托书", "委託書", "Power of attorney")},
	}
	c.Items[8].AnyHall = true
	c.Items[8].Materials = []queue.Material{
		{Name: text("居民身份证（原件及复印件）", "居民身份證（正本及影印本）", "ID card (original and copy)"), Required: true},
		{Name: text("数码照相回执", "數碼照相回執", "Digital photo receipt"), Required: true},
	}
	return c
}

// newHall is a hall at nine with windows 1 to 5 open; 赵磊 (c6) is free for the
// guide's desk.
func newHall(t testing.TB) *fakeHall {
	t.Helper()
	f := stafftest.New(t, terminal, wire.RoleGuide, settings())
	f.Command(t, queue.ChangeCatalogue{Catalogue: catalogue(), Hash: "c2"}, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4", "5"} {
		f.Command(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	return f
}

// busy is a hall with numbers in each state: A001 served, A002 and B001 missed,
// A003 on hold, others waiting; staff are called to a window and to a kiosk.
func busy(t testing.TB) *fakeHall {
	t.Helper()
	f := newHall(t)
	f.Draw(t, queue.Issue{Items: []string{"A-1", "A-2"}, Language: queue.En})
	for range 2 {
		f.Draw(t, queue.Issue{Theme: "business"})
	}
	f.Draw(t, queue.Issue{Theme: "construction"})
	f.Wait(2 * time.Minute)
	f.Command(t, queue.Next{Window: "1"}, queue.Start{Window: "1"}, queue.Next{Window: "2"}, queue.Next{Window: "3"})
	for range 2 {
		f.Wait(20 * time.Second)
		f.Command(t, queue.Recall{Window: "2"}, queue.Recall{Window: "3"})
	}
	f.Wait(20 * time.Second)
	f.Command(t, queue.NoShow{Window: "2"}, queue.Next{Window: "2"}, queue.Start{Window: "2"})
	f.Wait(3 * time.Minute)
	f.Command(t, queue.NoShow{Window: "3"}, queue.HoldTicket{Window: "2", Kind: queue.HoldAway}, queue.Pause{Window: "2", Reason: "break"})
	f.Draw(t, queue.Issue{Items: []string{"A-3"}, Class: queue.Priority, Ground: queue.GroundElderly})
	for range 3 {
		f.Draw(t, queue.Issue{Theme: "business"})
		f.Draw(t, queue.Issue{Theme: "general", Source: queue.SourceGuide})
	}
	f.Command(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-2"})
	f.Wait(time.Minute)
	f.Command(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "w3", Window: "3"})
	f.Wait(3 * time.Minute)
	return f
}
