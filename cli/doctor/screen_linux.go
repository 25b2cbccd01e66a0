package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// screenLook is how long a terminal is listened to at a time, and screenLooks how often
// in vain: looks are counted, and not the time, because what was answered while this
// program did not get on is an answer too.
const (
	screenLook  = 50 * time.Millisecond
	screenLooks = 30
)

// askScreen sends questions to a terminal and takes what it answers, until it has said
// nothing for a second and a half in all. The terminal is left as it was.
func askScreen(ctx context.Context, screen *os.File, questions string) (in []byte, err error) {
	fd := int(screen.Fd())
	old, err := term.MakeRaw(fd)
	if err != nil {
		return nil, fmt.Errorf("ask the terminal: %w", err)
	}
	defer func() { err = errors.Join(err, term.Restore(fd, old)) }()
	if _, err := screen.WriteString(questions); err != nil {
		return nil, fmt.Errorf("ask the terminal: %w", err)
	}
	buf := make([]byte, 512)
	for silent := 0; ctx.Err() == nil && silent < screenLooks && !replyLast.Match(in) && len(in) < 4096; {
		ready := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, err := unix.Poll(ready, int(screenLook/time.Millisecond))
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err == nil && n == 0 {
			silent++
			continue
		}
		if err != nil {
			return in, fmt.Errorf("ask the terminal: %w", err)
		}
		n, err = unix.Read(fd, buf)
		if err != nil && !errors.Is(err, unix.EAGAIN) || err == nil && n <= 0 {
			return in, fmt.Errorf("ask the terminal: it ended (%w)", errors.Join(err, os.ErrClosed))
		}
		in = append(in, buf[:max(n, 0)]...)
	}
	if !replyLast.Match(in) {
		// What comes later must not look like keys that somebody pressed.
		_ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH)
	}
	return in, nil
}
