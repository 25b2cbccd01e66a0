package caller

import "strings"

// What strips say, each in several lengths: the first that fits is taken. {n} is
// the number, {w} the window, {t} how often it was called.
type stripWords struct {
	calling  []string // the number alone, as large as it goes
	invite   []string // what the called one is to do
	again    []string // the same from the second call on
	serving  []string
	idle     []string
	paused   []string
	closed   []string
	call     []string // a row of a hall's list
	noCalls  []string // a hall's strip when nobody was called
	joinWith string   // between "paused" and the reason
}

var stripTexts = map[Language]stripWords{
	ZhHans: {
		calling: []string{"请{n}号", "{n}号", "{n}"},
		invite:  []string{"请到{w}号窗口", "请到窗口", "请办理", "请"},
		again:   []string{"第{t}次呼叫", "请到窗口", "请办理", "请"},
		serving: []string{"{n}号办理中", "{n}办理中", "{n}"},
		idle:    []string{"请下一位", "空闲", "空"},
		paused:  []string{"暂停办理", "暂停", "停"},
		closed:  []string{"窗口未开", "未开", "停"},
		call:    []string{"请{n}号到{w}号窗口", "{n}号到{w}号窗口", "{n}→{w}号窗口", "{n}→{w}号", "{n}→{w}", "{n}"},
		noCalls: []string{"请留意呼叫", "请等候", "等候"},

		joinWith: "：",
	},
	ZhHant: {
		calling: []string{"請{n}號", "{n}號", "{n}"},
		invite:  []string{"請到{w}號窗口", "請到窗口", "請辦理", "請"},
		again:   []string{"第{t}次呼叫", "請到窗口", "請辦理", "請"},
		serving: []string{"{n}號辦理中", "{n}辦理中", "{n}"},
		idle:    []string{"請下一位", "空閒", "空"},
		paused:  []string{"暫停辦理", "暫停", "停"},
		closed:  []string{"窗口未開", "未開", "停"},
		call:    []string{"請{n}號到{w}號窗口", "{n}號到{w}號窗口", "{n}→{w}號窗口", "{n}→{w}號", "{n}→{w}", "{n}"},
		noCalls: []string{"請留意呼叫", "請等候", "等候"},

		joinWith: "：",
	},
	En: {
		calling: []string{"{n}"},
		invite:  []string{"Please come to window {w}", "Come to window {w}", "Window {w}", "Come"},
		again:   []string{"Call no. {t}: window {w}", "Call {t}, window {w}", "Window {w}", "Come"},
		serving: []string{"{n} serving", "{n}"},
		idle:    []string{"Next, please", "Next", "Open"},
		paused:  []string{"Paused"},
		closed:  []string{"Closed"},
		call:    []string{"{n} please go to window {w}", "{n} to window {w}", "{n} - window {w}", "{n} -> {w}", "{n}-{w}", "{n}"},
		noCalls: []string{"Please wait for your number", "Please wait", "Wait"},

		joinWith: ": ",
	},
}

// filled puts values into texts.
func filled(texts []string, pairs ...string) []string {
	r := strings.NewReplacer(pairs...)
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = r.Replace(t)
	}
	return out
}
