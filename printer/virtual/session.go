package virtual

import (
	"context"
	"io"
	"sync"
	"time"
)

// session reads and answers on one line.
func (d *Device) session(ctx context.Context, port io.ReadWriter) error {
	ctx, cancel := context.WithCancel(ctx)
	hangUp := sync.OnceFunc(func() {
		if c, ok := port.(io.Closer); ok {
			c.Close()
		}
	})
	defer context.AfterFunc(ctx, hangUp)()
	var writer sync.WaitGroup
	defer func() {
		cancel()
		hangUp()
		writer.Wait()
		d.mu.Lock()
		d.port, d.tx = nil, nil
		d.mu.Unlock()
	}()
	d.mu.Lock()
	d.port = port
	d.mu.Unlock()
	writer.Go(func() { d.write(ctx, port) })
	return d.read(ctx, port)
}

// most is how many bytes are read at once.
const most = 128

// read takes what the host sends for as long as there is room for it.
func (d *Device) read(ctx context.Context, port io.Reader) error {
	buf := make([]byte, most)
	for {
		n, slow, pulls := d.free(ctx)
		if ctx.Err() != nil {
			return nil
		}
		n, err := port.Read(buf[:n])
		if n > 0 {
			d.receive(buf[:n])
			if slow > 0 && !pause(ctx, time.Duration(float64(n*10)/slow*float64(time.Second))) {
				return nil
			}
		}
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return nil
		}
		if !d.awaitPlug(ctx, port, pulls) {
			return err
		}
	}
}

// free waits for room in the receive buffer and tells how many bytes may be read
// now, how slowly, and how often the cable was pulled until now. A printer that says XOFF goes on reading: what then comes
// all the same is lost, as it is there.
func (d *Device) free(ctx context.Context) (n int, slow float64, pulls int) {
	for {
		d.mu.Lock()
		n, slow, pulls = d.model.Buffer-len(d.rx), d.slow, d.pulls
		if d.model.XonXoff || !d.powered || d.unplugged {
			n = most
		}
		if d.hang && d.powered {
			n = 0
		}
		d.mu.Unlock()
		if n > 0 {
			if slow > 0 {
				n = min(n, 16)
			}
			return min(n, most), slow, pulls
		}
		select {
		case <-ctx.Done():
			return 0, 0, 0
		case <-d.room:
		}
	}
}

// awaitPlug waits while the cable is pulled. false: it had not been since there
// were so many pulls, so the line failed of itself.
func (d *Device) awaitPlug(ctx context.Context, port io.Reader, pulls int) bool {
	d.mu.Lock()
	pulled := d.unplugged || d.pulls > pulls
	d.mu.Unlock()
	if _, ok := port.(plug); !ok || !pulled {
		return false
	}
	for d.State().Unplugged {
		select {
		case <-ctx.Done():
			return false
		case <-d.plugged:
		}
	}
	return true
}

// plug is a line whose cable can be pulled, such as a serial/pty's.
type plug interface {
	Unplug()
	Plug() error
}

// write sends what the device says.
func (d *Device) write(ctx context.Context, port io.Writer) {
	for {
		d.mu.Lock()
		b, single := d.tx, d.bytewise
		d.tx = nil
		d.mu.Unlock()
		if len(b) == 0 {
			select {
			case <-ctx.Done():
				return
			case <-d.send:
			}
			continue
		}
		if !single {
			// A line that cannot be written fails for the reader too, who
			// reports it.
			_, _ = port.Write(b)
			continue
		}
		for i := range b {
			_, _ = port.Write(b[i : i+1])
			if !pause(ctx, 2*time.Millisecond) {
				return
			}
		}
	}
}

// pause waits. false: ctx ended.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
