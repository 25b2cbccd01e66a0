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
	tickets := []*queue.Ticket{{}, {Periods: []queue.Period{}}, nil}
	n := 0
	for range 5 {
		x := &queue.Ticket{}
		fill(reflect.ValueOf(x).Elem(), &n)
		tickets = append(tickets, x)
	}
	b := node.PackTickets(tickets)
	got, err := node.UnpackTickets(b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, tickets) {
		w, _ := json.Marshal(tickets)
		g, _ := json.Marshal(got)
		t.Fatalf("wrote\n%s\nread\n%s", w, g)
	}
	for cut := range b {
		if _, err := node.UnpackTickets(b[:cut]); err == nil {
			t.Fatalf("%d of %d bytes were read without a complaint", cut, len(b))
		}
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
