package uplink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"onewindow/wire"
)

// talk is what the hall says of its history. One goroutine has it.
type talk struct {
	u     *Uplink
	hints <-chan struct{}
	line  []wire.EpochStart // once known; it changes only with a new start of the hall
	// arenas hold the events of the segment under way and of the one that is read
	// meanwhile, by turns.
	arenas [2][]byte
	// taken counts the segments that the centre has taken.
	taken int
	// size bounds the next segment, in bytes. It shrinks where the line is so slow that
	// the answer did not come in time, and grows again little by little.
	size int
}

// minSegment is the smallest bound of a segment's bytes.
const minSegment = 4 << 10

// refusal is the centre's answer that it takes nothing from this hall.
type refusal struct{ err *wire.Error }

func (r *refusal) Error() string { return r.err.Error() }

// refusing are the codes after which asking soon is of no use.
var refusing = map[string]bool{
	wire.CodeEpochForked: true, wire.CodeEpochOld: true, wire.CodeHallUnknown: true, wire.CodeHallTwice: true, wire.CodeTooOld: true,
	wire.CodeUnsupportedVersion: true, wire.CodeBadRequest: true, wire.CodeForbidden: true,
}

// asError is a refusal if the code is one of those, and else a plain error.
func asError(e *wire.Error) error {
	if refusing[e.Code] {
		return &refusal{e}
	}
	return e
}

// talk says hello and sends what the centre lacks, then each commit as it comes,
// until something is not clear. It returns why; the caller talks again.
func (t *talk) talk(ctx context.Context) error {
	rep, err := t.hello(ctx)
	if err != nil {
		return err
	}
	t.u.good(rep.Seq)
	var next *ahead
	defer func() { next.wait() }()
	for acked, token := rep.Seq, rep.Token; ; {
		if acked >= t.u.source.Last() {
			select {
			case <-t.hints:
				continue
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		seg, err := next.wait()
		if next == nil {
			seg, err = t.segment(rep.Epoch, acked+1, t.size)
		}
		if err != nil {
			return err
		}
		seg.Token = token
		next = t.readAhead(seg)
		sr, err := t.send(ctx, seg)
		if err != nil {
			t.size = max(t.size/2, minSegment)
			return err
		}
		t.size = min(t.size+t.size/8, wire.MaxSegmentBytes)
		acked, token = sr.Seq, sr.Token
		t.taken++
		t.u.acked(acked)
	}
}

// hello asks how far the centre is, and whether that is of this history.
func (t *talk) hello(ctx context.Context) (wire.HelloReply, error) {
	rep, err := t.greet(ctx, 0)
	if err != nil || rep.Mark == nil {
		return rep, err
	}
	own, err := t.mark(rep.Seq)
	if err != nil {
		return rep, err
	}
	if own.Equal(*rep.Mark) {
		return rep, nil
	}
	// The centre shall know it too, and answer with its refusal, unless somebody there
	// has decided that this hall is the one: then it wants all of its history.
	if rep, err = t.greet(ctx, rep.Seq); err == nil && rep.Seq > 0 {
		err = asError(wire.RefuseUp(wire.CodeEpochForked, "epoch", rep.Epoch, "seq", fmt.Sprint(rep.Seq)))
	}
	return rep, err
}

// mark is that of the hall's own event.
func (t *talk) mark(seq uint64) (m wire.Mark, err error) {
	err = t.u.source.Records(seq, 1, 0, func(_ uint64, record []byte) (err error) {
		m, err = wire.MarkOf(record)
		return err
	})
	if err != nil {
		err = fmt.Errorf("read event %d: %w", seq, err)
	}
	return m, err
}

// greet says hello once; forked is the event in which the histories are known to
// differ, or 0.
func (t *talk) greet(ctx context.Context, forked uint64) (wire.HelloReply, error) {
	var none wire.HelloReply
	if t.line == nil {
		line, err := descent(t.u.source)
		if err != nil {
			return none, fmt.Errorf("the hall's own history: %w", err)
		}
		if len(line) == 0 {
			return none, errors.New("the hall has no history yet")
		}
		t.line = line
	}
	h := t.u.source.Introduce()
	h.V, h.Hall, h.Instance, h.Line, h.Forked = wire.Version, t.u.set.Hall, t.u.instance, t.line, forked
	data, err := json.Marshal(h)
	if err != nil {
		return none, fmt.Errorf("hello: %w", err)
	}
	var rep wire.HelloReply
	if err := t.u.ask(ctx, wire.HelloSubject(h.Hall), data, &rep); err != nil {
		return none, fmt.Errorf("hello: %w", err)
	}
	switch {
	case rep.Refused != nil:
		return none, asError(rep.Refused)
	case rep.V != wire.Version:
		return none, asError(wire.Unsupported(rep.V))
	case rep.Epoch != h.Epoch:
		return none, fmt.Errorf("hello: the centre answers for the epoch %q, and this is %q", rep.Epoch, h.Epoch)
	case rep.Seq > h.Seq:
		// A sound centre says so itself; a hall never lets its history be mixed.
		return none, asError(wire.RefuseUp(wire.CodeEpochForked, "epoch", rep.Epoch, "seq", fmt.Sprint(rep.Seq)))
	case rep.Seq+1 < h.First:
		return none, fmt.Errorf("the centre has up to event %d, and the hall keeps them only from %d", rep.Seq, h.First)
	}
	return rep, nil
}

// ahead is a segment that is read while the one before it is under way.
type ahead struct {
	seg  wire.Segment
	err  error
	done chan struct{}
}

// readAhead begins to read what comes behind seg, where that is a whole segment; nil
// where it is less, because until its turn there may be more.
func (t *talk) readAhead(seg wire.Segment) *ahead {
	if t.u.source.Last() < seg.To+wire.MaxSegmentEvents {
		return nil
	}
	a, size := &ahead{done: make(chan struct{})}, t.size
	go func() {
		defer close(a.done)
		a.seg, a.err = t.segment(seg.Epoch, seg.To+1, size)
	}()
	return a
}

// wait ends the reading; nil has read nothing.
func (a *ahead) wait() (wire.Segment, error) {
	if a == nil {
		return wire.Segment{}, nil
	}
	<-a.done
	return a.seg, a.err
}

// segment reads what comes behind the watermark, of so many bytes at most. Its events
// are good until the one after the next is read.
func (t *talk) segment(epoch string, from uint64, size int) (wire.Segment, error) {
	seg := wire.Segment{V: wire.Version, Hall: t.u.set.Hall, Epoch: epoch, From: from, To: from - 1}
	arena := t.arenas[0][:0]
	var ends []int
	err := t.u.source.Records(from, wire.MaxSegmentEvents, size, func(seq uint64, record []byte) error {
		if seq != seg.To+1 {
			return fmt.Errorf("event %d came behind %d", seq, seg.To)
		}
		seg.To = seq
		arena = append(arena, record...)
		ends = append(ends, len(arena))
		return nil
	})
	t.arenas[0], t.arenas[1] = t.arenas[1], arena
	if err == nil && len(ends) == 0 {
		err = errors.New("it is not there")
	}
	if err != nil {
		return seg, fmt.Errorf("read event %d: %w", from, err)
	}
	seg.Events = make([]json.RawMessage, len(ends))
	at := 0
	for i, end := range ends {
		seg.Events[i] = arena[at:end:end]
		at = end
	}
	return seg, nil
}

// send sends a segment; only an answer that says exactly that it was taken is no
// error.
func (t *talk) send(ctx context.Context, seg wire.Segment) (wire.SegmentReply, error) {
	var rep wire.SegmentReply
	data, err := seg.Encode()
	if err != nil {
		return rep, fmt.Errorf("events %d to %d: %w", seg.From, seg.To, err)
	}
	if err := t.u.ask(ctx, wire.SegmentSubject(seg.Hall), data, &rep); err != nil {
		return rep, fmt.Errorf("events %d to %d: %w", seg.From, seg.To, err)
	}
	switch {
	case rep.Err != nil:
		return rep, asError(rep.Err)
	case rep.V != wire.Version:
		return rep, asError(wire.Unsupported(rep.V))
	case rep.Seq != seg.To:
		return rep, fmt.Errorf("events %d to %d: the centre says that it has up to %d", seg.From, seg.To, rep.Seq)
	}
	return rep, nil
}
