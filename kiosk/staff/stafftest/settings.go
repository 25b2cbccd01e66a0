package stafftest

import (
	"sync"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// Text is a text in the three languages.
func Text(hans, hant, en string) queue.Text { return queue.Text{ZhHans: hans, ZhHant: hant, En: en} }

// PIN is everybody's.
const PIN = "1234"

// hashed is PIN as the hall keeps it; made once, because it is meant to be slow.
var hashed = sync.OnceValue(func() string {
	pin, err := queue.HashPIN(PIN, []byte("saltsalt"))
	if err != nil {
		panic(err)
	}
	return pin
})

// Settings are a hall of three themes and six clerks with the names that a hall in
// Longgang uses; PIN is everybody's, and c1 manages the hall.
func Settings() queue.Settings {
	s := queuetest.Settings(2)
	names := []queue.Text{Text("商事登记", "商事登記", "Business registration"), Text("工程建设", "工程建設", "Construction"), Text("综合服务", "綜合服務", "General services")}
	for i := range s.Themes {
		s.Themes[i].Name = names[i]
	}
	for i := range s.Staff {
		s.Staff[i].Name = []string{"王芳", "李强", "张敏", "刘洋", "陈静", "赵磊"}[i]
		s.Staff[i].PIN = hashed()
	}
	s.Staff[0].Rights = append(s.Staff[0].Rights, queue.RightManage)
	return s
}
