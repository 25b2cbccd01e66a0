package serial_test

import (
	"context"
	"errors"
	"time"

	"onewindow/serial"
)

// A session reads and writes until its line errs or ctx ends; Hold opens the line
// again.
func ExampleHold() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	session := func(ctx context.Context, c serial.Conn) error {
		if _, err := c.Write([]byte{0x1b, '@'}, time.Now().Add(time.Second)); err != nil {
			return err
		}
		for buf := make([]byte, 64); ctx.Err() == nil; {
			n, err := c.Read(buf)
			if err != nil {
				return err // told, and opened again
			}
			_ = buf[:n] // nothing came when n is 0
		}
		return nil
	}
	serial.Hold(ctx, serial.Settings{Name: "/dev/serial/by-id/usb-printer", Baud: 115200}, session, func(s serial.State) {
		if errors.Is(s.Err, serial.ErrBusy) {
			return // somebody else has it; the error says who
		}
	})
}
