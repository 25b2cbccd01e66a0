package pty

import "golang.org/x/sys/unix"

// throttle stops the host while there is enough to read until the next look, and
// lets it go on when there is not. The stop is that of tcflow(3): the host's writes
// wait and it is told of no room, as by a UART whose buffer is full.
func (p *Port) throttle(e *end) {
	if p.o.FIFO <= 0 {
		return
	}
	stop := e.waiting() >= min(p.o.FIFO, max(p.rx.most(), p.o.FIFO/2))
	if stop == e.stopped {
		return
	}
	rc, err := e.slave.SyscallConn()
	if err != nil {
		return
	}
	how := unix.TCOON
	if stop {
		how = unix.TCOOFF
	}
	_ = rc.Control(func(fd uintptr) {
		if unix.IoctlSetInt(int(fd), unix.TCXONC, how) == nil {
			e.stopped = stop
		}
	})
}
