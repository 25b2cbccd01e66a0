package virtual

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"time"
)

// VoiceChip is the module that a virtual voice pretends to be.
type VoiceChip string

// Modules.
const (
	SYN6288   VoiceChip = "syn6288"
	XFS5152CE VoiceChip = "xfs5152ce"
)

// VoiceFault is something that a module does wrong.
type VoiceFault string

// Faults of a module.
const (
	VoiceSilent     VoiceFault = "silent"      // hears nothing and says nothing
	VoiceLosesEnd   VoiceFault = "lost_end"    // does not tell that a text was said
	VoiceLosesTaken VoiceFault = "lost_taken"  // does not tell that a frame was understood
	VoiceRejects    VoiceFault = "rejects"     // refuses texts
	VoiceJunk       VoiceFault = "junk"        // noise on the line around its answers
	VoiceEarlyEnd   VoiceFault = "early_end"   // an end is told right after the beginning, too
	VoiceNeverEnds  VoiceFault = "never_ends"  // a text goes on until it is stopped
	VoiceDropsFrame VoiceFault = "drops_frame" // a text is lost on the line
)

// VoiceOptions says what the module is.
type VoiceOptions struct {
	Chip VoiceChip // SYN6288 when empty
	// Speed is how many times faster than a real module it speaks; 0 is 1. A
	// syllable takes 220 ms at the usual speed.
	Speed float64
	Seed  uint64 // of its noise
	// Gap is the longest pause within a frame; after it the frame is refused. Real
	// modules allow 8 ms, which a busy computer cannot keep; 0 is 100 ms.
	Gap time.Duration
	// Told hears of every text when it begins and again when it ends, in order and
	// from the module's goroutines; it must neither block nor ask the module. May be nil.
	Told func(Spoken)
}

// Spoken is one text that the module began to say.
type Spoken struct {
	Text   string // without marks
	Marks  string // the marks, in order, such as "[v10][t4]"
	Volume int    // on the module's own scale
	At     time.Time
	End    time.Time // zero while it is being said
	// Interrupted: it was not said to its end.
	Interrupted bool
}

// Voice is a virtual speech module.
type Voice struct {
	o     VoiceOptions
	chip  voiceChip
	out   sync.Mutex // one writer at a time
	port  io.Writer
	ended sync.WaitGroup // timers that are running

	mu      sync.Mutex
	parser  voiceParser
	last    time.Time // when the last byte came
	spoken  []Spoken
	timer   *time.Timer
	turn    int // counts texts, so that an old timer ends none but its own
	busy    bool
	faults  map[VoiceFault]int
	refused int
	noise   *rand.Rand
}

// NewVoice is a module that has just been switched on and is connected to nothing.
func NewVoice(o VoiceOptions) *Voice {
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Gap == 0 {
		o.Gap = 100 * time.Millisecond
	}
	if o.Told == nil {
		o.Told = func(Spoken) {}
	}
	chip := chipOf(o.Chip)
	return &Voice{o: o, chip: chip, parser: voiceParser{chip: chip}, faults: map[VoiceFault]int{}, noise: rand.New(rand.NewPCG(o.Seed, 1))}
}

// Serve is the module at the end of a line until reading fails, which it returns;
// nil at the end of the line. The module goes on with what it is saying, and Serve
// may be called again for a line that came back.
func (v *Voice) Serve(port io.ReadWriter) error {
	v.connect(port)
	defer v.connect(nil)
	var b [256]byte
	for {
		n, err := port.Read(b[:])
		came := time.Now() // all of them, however long the machine stands still between two
		for _, c := range b[:n] {
			v.take(c, came)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("virtual voice: %w", err)
		}
	}
}

func (v *Voice) connect(port io.Writer) {
	v.out.Lock()
	defer v.out.Unlock()
	v.port = port
}

// Close switches the module off and waits until it is quiet.
func (v *Voice) Close() {
	v.mu.Lock()
	v.quiet(true)
	v.mu.Unlock()
	v.ended.Wait()
}

// Fault makes the module do something wrong the next n times, or always with n
// below 0, or never again with 0.
func (v *Voice) Fault(f VoiceFault, n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faults[f] = n
}

// does reports whether a fault happens now, and counts it.
func (v *Voice) does(f VoiceFault) bool {
	n := v.faults[f]
	if n > 0 {
		v.faults[f] = n - 1
	}
	return n != 0
}

// Restart is a power cut and its end: what is being said ends, and the module tells
// that it is there.
func (v *Voice) Restart() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.quiet(true)
	v.parser = voiceParser{chip: v.chip}
	v.answer(0x4A)
}

// Spoken is everything that was begun, in order.
func (v *Voice) Spoken() []Spoken {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]Spoken(nil), v.spoken...)
}

// Refused is how many frames were not understood.
func (v *Voice) Refused() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.refused
}

// take is one byte from the host, and when it came.
func (v *Voice) take(c byte, now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.faults[VoiceSilent] != 0 {
		return
	}
	if len(v.parser.got) > 0 && now.Sub(v.last) > v.o.Gap {
		v.parser.got = nil
		v.refused++
		v.answer(0x45)
	}
	v.last = now
	data, state := v.parser.take(c)
	switch state {
	case frameBad:
		v.refused++
		v.answer(0x45)
	case frameWhole:
		v.frame(data)
	}
}

// frame does what a frame says.
func (v *Voice) frame(data []byte) {
	switch data[0] {
	case 0x01:
		if v.does(VoiceDropsFrame) {
			return
		}
		plain, marks, err := v.chip.read(data[1:])
		if err != nil || v.does(VoiceRejects) {
			v.refused++
			v.answer(0x45)
			return
		}
		v.speak(plain, marks)
	case 0x02:
		v.answer(0x41)
		v.quiet(true)
	case 0x21:
		state := byte(0x4F)
		if v.busy {
			state = 0x4E
		}
		v.answer(0x41, state)
	default:
		v.refused++
		v.answer(0x45)
	}
}

// speak begins a text, and by that ends the one before.
func (v *Voice) speak(plain string, marks voiceMarks) {
	v.quiet(true)
	if !v.does(VoiceLosesTaken) {
		v.answer(0x41)
	}
	if v.does(VoiceEarlyEnd) {
		v.answer(0x4F)
	}
	s := Spoken{Text: plain, Marks: marks.text, Volume: marks.volume, At: time.Now()}
	v.spoken = append(v.spoken, s)
	v.busy = true
	v.turn++
	v.o.Told(s)
	if v.does(VoiceNeverEnds) {
		return
	}
	turn := v.turn
	v.ended.Add(1)
	v.timer = time.AfterFunc(time.Duration(float64(takes(plain, marks))/v.o.Speed), func() {
		defer v.ended.Done()
		v.mu.Lock()
		defer v.mu.Unlock()
		if v.turn != turn || !v.busy {
			return
		}
		v.quiet(false)
		if !v.does(VoiceLosesEnd) {
			v.answer(0x4F)
		}
	})
}

// quiet ends what is being said.
func (v *Voice) quiet(interrupted bool) {
	if v.timer != nil && v.timer.Stop() {
		v.ended.Done()
	}
	v.timer = nil
	if !v.busy {
		return
	}
	v.busy = false
	s := &v.spoken[len(v.spoken)-1]
	s.End, s.Interrupted = time.Now(), interrupted
	v.o.Told(*s)
}

// answer sends bytes to the host; what nobody is connected to take is lost.
func (v *Voice) answer(b ...byte) {
	if v.faults[VoiceSilent] != 0 {
		return
	}
	if v.does(VoiceJunk) {
		b = append(append(v.junk(), b...), v.junk()...)
	}
	v.out.Lock()
	defer v.out.Unlock()
	if v.port != nil {
		_, _ = v.port.Write(b)
	}
}

// junk is noise; by chance there are answers in it that mean nothing.
func (v *Voice) junk() []byte {
	b := make([]byte, v.noise.IntN(4))
	for i := range b {
		b[i] = byte(v.noise.IntN(256))
		if v.noise.IntN(4) == 0 {
			b[i] = []byte{0x4A, 0x4F, 0x4E, 0x45}[1+v.noise.IntN(2)]
		}
	}
	return b
}
