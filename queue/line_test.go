package queue_test

import (
	"slices"
	"testing"

	"onewindow/queue"

	"pgregory.net/rapid"
)

// naive is one lane kept the obvious way: everybody in one slice, sorted when
// somebody asks.
type naive struct {
	all   []aside
	calls int
}

type aside struct {
	queue.Entry
	after int
}

func (n *naive) sorted() []aside {
	all := slices.Clone(n.all)
	slices.SortFunc(all, func(a, b aside) int {
		if a.Key != b.Key {
			return int(a.Key - b.Key)
		}
		return int(a.Seq - b.Seq)
	})
	return all
}

// split is who may be called, and who is put aside, both in order.
func (n *naive) split() (now, later []queue.Entry) {
	for _, a := range n.sorted() {
		if a.after <= n.calls {
			now = append(now, a.Entry)
		} else {
			later = append(later, a.Entry)
		}
	}
	return now, later
}

func (n *naive) head() (queue.Entry, bool) {
	now, later := n.split()
	if all := append(now, later...); len(all) > 0 {
		return all[0], true
	}
	return queue.Entry{}, false
}

func (n *naive) remove(e queue.Entry) bool {
	i := slices.IndexFunc(n.all, func(a aside) bool { return a.Entry == e })
	if i >= 0 {
		n.all = slices.Delete(n.all, i, i+1)
	}
	return i >= 0
}

// pick is the rule said once more over naive lanes.
func pick(lanes []naive, r queue.Reach) (queue.Choice, bool) {
	best := func(nos []int32) (c queue.Choice, ok bool) {
		for _, no := range nos {
			e, some := lanes[no].head()
			if some && (!ok || e.Key < c.Key || e.Key == c.Key && e.Seq < c.Seq) {
				c, ok = queue.Choice{Entry: e, Lane: no}, true
			}
		}
		return c, ok
	}
	own, haveOwn := best(r.Own)
	other, haveOther := best(r.Spill)
	if haveOther && (!haveOwn || own.Key-other.Key >= r.Lead) {
		other.Spilled = true
		if haveOwn {
			other.Lead = own.Key - other.Key
		}
		return other, true
	}
	return own, haveOwn
}

func TestTheLineIsASortedListOfWhoMayBeCalled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const lanes = 3
		line, slow := queue.NewLine(lanes), make([]naive, lanes)
		seq := int32(0)
		somebody := func(no int) (queue.Entry, bool) {
			if len(slow[no].all) == 0 {
				return queue.Entry{}, false
			}
			return one(t, slow[no].all, "somebody").Entry, true
		}
		entry := func(no int) queue.Entry {
			seq++
			// Few different keys make many ties; growing ones are the usual case.
			return queue.Entry{Key: int64(seq)/4 + int64(dice(t, 8, "key")) - int64(dice(t, 8, "credit")), Seq: seq}
		}
		t.Repeat(map[string]func(*rapid.T){
			"step": func(t *rapid.T) {
				no := dice(t, lanes, "lane")
				switch dice(t, 8, "do") {
				case 0, 1, 2:
					e := entry(no)
					line.Add(no, e)
					slow[no].all = append(slow[no].all, aside{Entry: e})
				case 3:
					e, after := entry(no), line.Calls(no)+dice(t, 5, "after")-1
					line.AddAfter(no, e, after)
					slow[no].all = append(slow[no].all, aside{e, after})
				case 4:
					// As a call does it: the head leaves, then the lane counts.
					if e, ok := line.Head(no); ok {
						line.Remove(no, e)
						slow[no].remove(e)
					}
					line.Called(no)
					slow[no].calls++
				case 5:
					if e, ok := somebody(no); ok && (!line.Remove(no, e) || !slow[no].remove(e)) {
						t.Fatalf("%v was not there", e)
					}
					if line.Remove(no, queue.Entry{Key: 1, Seq: -1}) {
						t.Fatal("somebody was removed who was never there")
					}
				case 6:
					clone := line.Clone()
					line.Add(no, queue.Entry{Key: -1, Seq: 1 << 30}) // must not show in the clone
					line.Called(no)
					line = clone
				case 7:
					r := queue.Reach{Own: []int32{0}, Spill: []int32{1, 2}, Lead: int64(dice(t, 6, "lead"))}
					if dice(t, 2, "directed") == 0 {
						r = queue.Reach{Own: []int32{0, 1}, Spill: []int32{2}, Lead: 2}
					}
					got, ok := queue.Pick(line, r)
					if want, some := pick(slow, r); got != want || ok != some {
						t.Fatalf("picks %+v %v, want %+v %v", got, ok, want, some)
					}
				}
			},
			"": func(t *rapid.T) {
				for no := range lanes {
					now, later := slow[no].split()
					if got := line.First(no, 1000); !slices.Equal(got, now) {
						t.Fatalf("lane %d: %v, want %v", no, got, now)
					}
					if got := line.Len(no); got != len(now)+len(later) {
						t.Fatalf("lane %d: %d wait, want %d", no, got, len(now)+len(later))
					}
					head, ok := line.Head(no)
					if want, some := slow[no].head(); head != want || ok != some {
						t.Fatalf("lane %d: %v first, want %v", no, head, want)
					}
					for i, e := range now {
						if a := line.Ahead(no, e); a != i {
							t.Fatalf("lane %d: %d before %v, want %d", no, a, e, i)
						}
					}
					for _, e := range later {
						if a := line.Ahead(no, e); a < 0 || a > len(now)+len(later)-1 {
							t.Fatalf("lane %d: %d before %v, of %d", no, a, e, len(now)+len(later))
						}
					}
				}
			},
		})
	})
}

// pastCompaction is enough callers and comers for the front of a lane to be cut
// off many times.
const pastCompaction = 5000

func TestALaneInSteadyUseKeepsItsOrder(t *testing.T) {
	line := queue.NewLine(1)
	for i := range int32(100) {
		line.Add(0, queue.Entry{Key: int64(i), Seq: i})
	}
	for i := range int32(pastCompaction) {
		e, ok := line.Head(0)
		if !ok || e.Seq != i {
			t.Fatalf("call %d is of %v", i, e)
		}
		line.Remove(0, e)
		line.Add(0, queue.Entry{Key: int64(i) + 100, Seq: i + 100})
		if i%3 == 0 { // somebody goes back to the front, and leaves again
			front := queue.Entry{Key: int64(i), Seq: i}
			line.Add(0, front)
			if h, _ := line.Head(0); h != front {
				t.Fatalf("%v is first, want %v", h, front)
			}
			line.Remove(0, front)
		}
		if n := line.Len(0); n != 100 {
			t.Fatalf("%d wait, want 100", n)
		}
	}
}
