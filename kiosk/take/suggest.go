package take

import (
	"slices"
	"strings"
	"unicode"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// few is how many items a citizen leafs through without narrowing them further.
const few = 20

// suggest are words of the items' names to narrow them by, for who cannot spell: at
// most n of at most width cells, which together lead to as many of the items as
// possible while each leaves few of them. Words that say what a matter is about come
// first: what is done in it, as in half of all names, narrows little. A word is two Chinese characters, or in English a word of four letters
// and more; those that share a character with a better one or with what was chosen
// already are left out.
func suggest(items []queue.Item, lang queue.Lang, chosen string, n, width int) []string {
	pairs := pairsOf(items, lang)
	having := map[string][]int{} // the items that have the word
	var order []string
	for i, it := range items {
		for _, w := range wordsOf(it.Name.In(lang), pairs) {
			have := having[w]
			if len(have) > 0 && have[len(have)-1] == i {
				continue
			}
			if len(have) == 0 {
				order = append(order, w)
			}
			having[w] = append(have, i)
		}
	}
	most := max(few, len(items)/8)
	order = slices.DeleteFunc(order, func(w string) bool {
		have := len(having[w])
		return have < 2 || have > most || have*10 > len(items)*9 || tui.Width(w) > width
	})
	var out []string
	reached, taken := map[int]bool{}, chosen
	for _, act := range []bool{false, true} {
		for len(out) < n {
			best, most := "", 0
			for _, w := range order {
				if slices.Contains(acts, w) == act && !said(taken, w) {
					if fresh := fresh(having[w], reached); fresh > most {
						best, most = w, fresh
					}
				}
			}
			if best == "" {
				break
			}
			for _, i := range having[best] {
				reached[i] = true
			}
			out = append(out, best)
			taken += " " + best
		}
	}
	return out
}

// fresh is how many of the items are not reached yet.
func fresh(items []int, reached map[int]bool) int {
	n := 0
	for _, i := range items {
		if !reached[i] {
			n++
		}
	}
	return n
}

// acts are words for what is done in a matter, and others that say little of it, in
// the scripts that names are in.
var acts = strings.Fields(`申请 登记 许可 审批 审核 核发 核准 备案 认定 办理 变更 注销 延续 补领 换发 换领 证明 批准 发放 查询 确认 申领 设立 经营 服务 单位 项目 场所 公司 使用 管理 人员
	申請 登記 許可 審批 審核 核發 核準 備案 認定 辦理 變更 註銷 延續 補領 換發 換領 證明 發放 查詢 確認 申領 設立 經營 服務 單位 項目 場所 使用 人員
	approval permit licence license filing certificate registration change renewal application deregistration recognition service services public`)

// said reports whether a word has a Chinese character of the text, or is one of
// its words.
func said(text, word string) bool {
	if r := []rune(word); unicode.Is(unicode.Han, r[0]) {
		return strings.ContainsAny(text, word)
	}
	return slices.Contains(strings.Fields(text), word)
}

// runs are the runs of letters of a name.
func runs(name string) [][]rune {
	var out [][]rune
	for _, part := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		out = append(out, []rune(part))
	}
	return out
}

// pairsOf counts each two neighbouring Chinese characters of the names.
func pairsOf(items []queue.Item, lang queue.Lang) map[string]int {
	out := map[string]int{}
	for _, it := range items {
		for _, run := range runs(it.Name.In(lang)) {
			for i := 0; i+1 < len(run); i++ {
				if unicode.Is(unicode.Han, run[i]) {
					out[string(run[i:i+2])]++
				}
			}
		}
	}
	return out
}

// wordsOf are the words of a name. Chinese does not part them: a pair of
// characters is taken for a word if it is commoner than the pairs that overlap
// it, which are two halves of words.
func wordsOf(name string, pairs map[string]int) []string {
	var out []string
	for _, run := range runs(name) {
		if !unicode.Is(unicode.Han, run[0]) {
			if word := string(run); len(run) >= 4 && !slices.Contains(fillers, word) {
				out = append(out, word)
			}
			continue
		}
		before := 0 // of the pair before, if it was taken
		for i := 0; i+1 < len(run); i++ {
			pair := string(run[i : i+2])
			n, after := pairs[pair], 0
			if i+2 < len(run) {
				after = pairs[string(run[i+1:i+3])]
			}
			if before >= n || after > n {
				before = 0
				continue
			}
			out = append(out, pair)
			before = n
		}
	}
	return out
}

// fillers are English words that narrow nothing.
var fillers = []string{"with", "from", "that", "this", "under", "other"}
