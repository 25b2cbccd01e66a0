package halls_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/wire"
)

// crowdEnv makes the test program a crowd of halls for a benchmark, so that what
// they cost is not counted to the centre.
const crowdEnv = "ONEWINDOW_TEST_CROWD"

func TestMain(m *testing.M) {
	if os.Getenv(crowdEnv) == "" {
		if err := overlap(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(m.Run())
	}
	if err := crowd(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// overlap lets six tests run at a time, on a small machine too: most of them wait most
// of the time, for a line to fall silent or for a pass to end. Who says -parallel has it.
func overlap() error {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if said {
		return nil
	}
	return flag.Set("test.parallel", strconv.Itoa(max(6, runtime.GOMAXPROCS(0))))
}

// crowd reads identities, connects all of them at once, says hello for each, reports
// "up" on a line, and stays until its input ends.
func crowd(in io.Reader, out io.Writer) error {
	var list []halls.Joined
	d := json.NewDecoder(bufio.NewReader(in))
	if err := d.Decode(&list); err != nil {
		return err
	}
	t := &crowdTB{}
	var wg sync.WaitGroup
	at := make(chan struct{}, 64) // as many handshakes at a time
	for _, j := range list {
		wg.Go(func() {
			at <- struct{}{}
			defer func() { <-at }()
			h, err := tryDial(t, j, j.URLs[0], nats.Timeout(30*time.Second))
			if err == nil {
				_, err = h.nc.Subscribe(wire.DownSubjects(j.Hall), func(m *nats.Msg) { _ = m.Respond([]byte(`{"v":1,"ok":true}`)) })
			}
			if err == nil {
				err = h.hello(1)
			}
			if err != nil {
				t.failed.Add(1)
				fmt.Fprintln(os.Stderr, j.Hall, err)
			}
		})
	}
	wg.Wait()
	if n := t.failed.Load(); n > 0 {
		return fmt.Errorf("%d halls did not come up", n)
	}
	if _, err := fmt.Fprintln(out, "up"); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, in)
	return err
}

// crowdTB is what the helpers need of a test.
type crowdTB struct {
	testing.TB
	failed atomic.Int64
}

func (*crowdTB) Helper()             {}
func (*crowdTB) Cleanup(func())      {}
func (t *crowdTB) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// rss is the resident memory of this process in bytes; 0 where it cannot be read.
func rss() float64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b))
	if len(f) < 2 {
		return 0
	}
	pages, err := strconv.ParseFloat(f[1], 64)
	if err != nil {
		return 0
	}
	return pages * float64(os.Getpagesize())
}

// BenchmarkConnections is n halls that connect at once over TLS, from a process of
// their own, and say hello. It reports the time for each until all were answered,
// the centre's memory for each, and how long a command to one of them takes. Both
// ends share the machine.
func BenchmarkConnections(b *testing.B) {
	for _, n := range []int{127, 1000, 5000} {
		b.Run(fmt.Sprintf("halls=%d", n), func(b *testing.B) {
			for range b.N {
				c := open(b)
				list := make([]halls.Joined, n)
				for i := range list {
					list[i] = c.added(fmt.Sprintf("LG-%04d", i))
				}
				runtime.GC()
				debug.FreeOSMemory()
				before := rss()
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), crowdEnv+"=1")
				cmd.Stderr = os.Stderr
				in, err := cmd.StdinPipe()
				if err != nil {
					b.Fatal(err)
				}
				out, err := cmd.StdoutPipe()
				if err != nil {
					b.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					b.Fatal(err)
				}
				start := time.Now()
				if err := json.NewEncoder(in).Encode(list); err != nil {
					b.Fatal(err)
				}
				if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "up\n" {
					b.Fatal(line, err)
				}
				took := time.Since(start)
				peak := rss()
				runtime.GC()
				debug.FreeOSMemory()
				idle := rss()
				var each []time.Duration
				for i := range 1000 {
					at := time.Now()
					if _, err := c.Do(context.Background(), issue(list[i%n].Hall)); err != nil {
						b.Fatal(err)
					}
					each = append(each, time.Since(at))
				}
				slices.Sort(each)
				b.ReportMetric(took.Seconds()*1000/float64(n), "ms/hall")
				b.ReportMetric((peak-before)/1000/float64(n), "peak-kB/hall")
				b.ReportMetric((idle-before)/1000/float64(n), "idle-kB/hall")
				b.ReportMetric(float64(each[500].Microseconds())/1000, "cmd-p50-ms")
				b.ReportMetric(float64(each[990].Microseconds())/1000, "cmd-p99-ms")
				in.Close()
				if err := cmd.Wait(); err != nil {
					b.Fatal(err)
				}
				within(b, 30*time.Second, "the centre sees them go", func() bool { return c.Left() == 0 })
				c.stop()
			}
		})
	}
}

// BenchmarkSegments is full segments of 500 events from 127 halls at once, each
// with one under way, over TLS, into a store that only counts. It reports events
// per second through the line, the lanes and the checks.
func BenchmarkSegments(b *testing.B) {
	c := open(b)
	const n, each = 127, 500
	event := json.RawMessage(fmt.Sprintf(`{"v":1,"type":"ticket.issued/1","data":{"x":%q}}`, strings.Repeat("y", 180)))
	list := make([]*fakeHall, n)
	for i := range list {
		list[i] = c.hall(fmt.Sprintf("LG-%03d", i))
		if err := list[i].hello(1); err != nil { // none says that it is far behind
			b.Fatal(err)
		}
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	var size atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for _, h := range list {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				g := wire.Segment{V: wire.Version, Hall: h.code, Epoch: epoch, Token: h.token, From: h.acked + 1, To: h.acked + each}
				for range each {
					g.Events = append(g.Events, event)
				}
				data, err := g.Encode()
				if err != nil {
					b.Error(err)
					return
				}
				var r wire.SegmentReply
				if err := h.ask(wire.SegmentSubject(h.code), data, &r); err != nil || r.Err != nil {
					b.Error(err, r.Err)
					return
				}
				h.token, h.acked = r.Token, r.Seq
				size.Add(int64(len(data)))
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)*each/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(size.Load())/1e6/b.Elapsed().Seconds(), "MB/s")
}

// BenchmarkLives is how a hall of twelve themes is, read, checked and put on the list.
func BenchmarkLives(b *testing.B) {
	c := open(b)
	j := c.added("LG-1")
	h := dial(b, j, j.URLs[0])
	if err := h.hello(1); err != nil {
		b.Fatal(err)
	}
	w := c.Watch()
	defer w.Close()
	l := wire.Live{V: wire.Version, Hall: "LG-1", Instance: h.instance, Epoch: epoch, Lines: make([]wire.LiveLine, 12)}
	data := mustJSON(l)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		c.TakeLive("LG-1", data)
	}
}
