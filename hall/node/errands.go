package node

import (
	"sync"

	"onewindow/wire"
)

// errands are the administrative requests that this node has done or is doing.
// They leave no event, so their answers are kept here and not in the journal: a
// terminal that asks again, because a backup takes long, joins the first try.
type errands struct {
	mu    sync.Mutex // guards all below
	known map[string]*errand
	order []string
}

type errand struct {
	done  chan struct{}
	reply wire.Reply
}

// keepErrands is how many answers are kept.
const keepErrands = 256

// again waits for the answer under key, or gives the other one if there is none.
func (e *errands) again(key string, otherwise wire.Reply) wire.Reply {
	e.mu.Lock()
	first := e.known[key]
	e.mu.Unlock()
	if first == nil {
		return otherwise
	}
	<-first.done
	r := first.reply
	r.Dup = true
	return r
}

// once does what is asked under key, or waits for who does, and repeats the
// answer.
func (e *errands) once(key string, do func() wire.Reply) wire.Reply {
	e.mu.Lock()
	if first := e.known[key]; first != nil {
		e.mu.Unlock()
		<-first.done
		r := first.reply
		r.Dup = true
		return r
	}
	mine := &errand{done: make(chan struct{})}
	if e.known == nil {
		e.known = map[string]*errand{}
	}
	e.known[key] = mine
	e.order = append(e.order, key)
	if len(e.order) > keepErrands {
		delete(e.known, e.order[0])
		e.order = e.order[1:]
	}
	e.mu.Unlock()
	mine.reply = do()
	close(mine.done)
	return mine.reply
}
