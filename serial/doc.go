// Package serial holds one line to a device open: a serial port, a TCP
// connection to a device, or a file, all behind Conn. Hold opens a line and opens
// it again after it was unplugged; Bus lets several stations share one line.
//
// It guarantees that no call hangs: a Read waits about 100 ms, a Write until its
// deadline, and Close comes back whatever the device does. A line that was
// unplugged is told as ErrGone at once, never as silence. A port is opened by one
// program only; who holds it is named. Bytes that came in before a line was opened
// are never delivered. Every error of Open says what to do.
//
// It never knows what the bytes mean, never repeats a frame by itself, and keeps
// nothing for a device that is not there.
//
// What Windows cannot do through the driver that is used there (flow control,
// RS-485 switching) is refused by Open with an error that says so.
package serial
