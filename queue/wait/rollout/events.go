package rollout

// kind is what happens.
type kind uint8

const (
	done  kind = iota // a citizen is gone, or is not coming
	come              // the called citizen stands at the window
	begin             // a span of duty begins
	end               // a span of duty ends
	wish              // a clerk wishes a break
	back              // a break is over
	again             // a citizen comes back after a missed call
)

// event happens to a window.
type event struct {
	at   int64
	n    uint32 // order among those at the same moment
	kind kind
	w    int32
	i    int32 // which break, or which visit comes back
}

func (e *event) before(o *event) bool { return e.at < o.at || e.at == o.at && e.n < o.n }

// push adds an event to the heap of what is to come, behind all of the same moment.
func (p *Player) push(e event) {
	e.n = p.n
	p.n++
	h := append(p.heap, e)
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(&h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
	p.heap = h
}

// pop takes the next one.
func (p *Player) pop() event {
	h := p.heap
	top := h[0]
	n := len(h) - 1
	h[0] = h[n]
	h = h[:n]
	for i := 0; ; {
		c := 2*i + 1
		if c >= n {
			break
		}
		if c+1 < n && h[c+1].before(&h[c]) {
			c++
		}
		if !h[c].before(&h[i]) {
			break
		}
		h[c], h[i] = h[i], h[c]
		i = c
	}
	p.heap = h
	return top
}
