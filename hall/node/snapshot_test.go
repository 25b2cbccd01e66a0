package node_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fill sets every field that is written to something that is not zero.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n%7))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n) - 40)
	case reflect.Uint, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n) << 20)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(queuetest.Morning.Add(time.Duration(*n) * time.Millisecond)))
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				fill(v.Field(i), n)
			}
		}
	}
}

func TestASnapshotKeepsEveryFieldOfATicket(t *testing.T) {
	h := queuetest.New(t, 2)
	n := 0
	for range 5 {
		h.Issue(t, "business")
	}
	for i, x := range h.State.Tickets {
		at := *x
		fill(reflect.ValueOf(x).Elem(), &n)
		// What the state is checked for stays as it was.
		x.Number, x.Seq, x.State, x.Legs, x.Leg, x.Periods = at.Number, int32(i+1), queue.Done, at.Legs, at.Leg, at.Periods
		x.Periods[0].To = x.Ended
		x.Target = queue.Target{}
	}
	b, err := node.Snapshot(h.State)
	if err != nil {
		t.Fatal(err)
	}
	got, err := node.Restore(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, _ := json.Marshal(h.State.Tickets)
	if g, _ := json.Marshal(got.Tickets); !bytes.Equal(g, w) {
		t.Fatalf("wrote\n%s\nread\n%s", w, g)
	}
	for cut := range b {
		if s, err := node.Restore(b[:cut], nil); err == nil && len(s.Tickets) == len(got.Tickets) {
			t.Fatalf("%d of %d bytes were read as the whole", cut, len(b))
		}
	}
}

func TestASnapshotHoldsNobodyInTheClear(t *testing.T) {
	h := queuetest.New(t, 1)
	h.IssueAs(t, queue.Issue{Theme: "business", Citizen: queue.Citizen{Key: "secret-key", Last4: "992X", Sealed: "sealed-text"}})
	b, err := node.Snapshot(h.State)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("secret-key")) || bytes.Contains(b, []byte("992X")) || !bytes.Contains(b, []byte("sealed-text")) {
		t.Fatal("a citizen is in the clear, or lost")
	}
}

func TestASnapshotThatCannotBeReadCostsOnlyTime(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	h.openDay()
	for range 20 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "general"})
	}
	h.close()
	for _, bad := range []string{"", "onewindow state 0 0123456789abcdef\n", "{}"} {
		h = openHall(t, dir)
		if err := h.journal.SaveSnapshot(h.journal.Last(), []byte(bad)); err != nil {
			t.Fatal(err)
		}
		if err := h.journal.Close(); err != nil { // as a crash: the node keeps no snapshot of its own
			t.Fatal(err)
		}
		h = openHall(t, dir)
		h.foldsToTheSame()
		h.close()
	}
}

func FuzzRestore(f *testing.F) {
	h := queuetest.New(f, 2)
	for range 5 {
		h.Issue(f, "business")
	}
	h.Next(f, "1")
	good, err := node.Snapshot(h.State)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(bytes.ReplaceAll(good, []byte("A001"), []byte("A002")))
	f.Add(good[:len(good)-9])
	f.Add([]byte("onewindow state 1 \n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := node.Restore(b, nil)
		if err != nil {
			return
		}
		again, err := node.Snapshot(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := node.Restore(again, nil); err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
	})
}
