package serial_test

import (
	"errors"
	"strings"
	"testing"

	"onewindow/serial"
)

func TestTheTimeOfAByteCountsStartParityAndStop(t *testing.T) {
	for _, c := range []struct {
		s    serial.Settings
		bits int
	}{
		{serial.Settings{Name: "x"}, 10},
		{serial.Settings{Name: "x", Parity: 'E'}, 11},
		{serial.Settings{Name: "x", Bits: 7, Parity: 'E', StopBits: 2}, 11},
		{serial.Settings{Name: "x", Bits: 7}, 9},
	} {
		if got := c.s.BitsPerByte(); got != c.bits {
			t.Errorf("%+v: %d bits, want %d", c.s, got, c.bits)
		}
	}
}

func TestASpeedThatNoPortHasIsNoSetting(t *testing.T) {
	for _, c := range []struct {
		s  serial.Settings
		ok bool
	}{
		{serial.Settings{Name: "/dev/ttyS0"}, true},
		{serial.Settings{Name: "/dev/ttyS0", Baud: 115200}, true},
		{serial.Settings{Name: "/dev/ttyS0", Baud: 4000000}, true},
		{serial.Settings{Name: "/dev/ttyS0", Baud: 9601}, false},
		{serial.Settings{Name: "/dev/ttyS0", Baud: 96000}, false},
		{serial.Settings{Name: "tcp://10.0.0.7", Baud: 9601}, true}, // has none
	} {
		err := c.s.Check()
		if (err == nil) != c.ok || err != nil && (!errors.Is(err, serial.ErrUnsupported) || !strings.Contains(err.Error(), "9600")) {
			t.Errorf("%+v: %v", c.s, err)
		}
	}
}

// FuzzTheSettingsOfALine looks for settings that pass the check and cannot be used.
func FuzzTheSettingsOfALine(f *testing.F) {
	f.Add("/dev/ttyS0", 9600, byte('N'), 1, 8, "none")
	f.Add("tcp://printer:9100", 0, byte(0), 0, 0, "")
	f.Add("file:///tmp/x", 115200, byte('E'), 2, 7, "xonxoff")
	f.Add("tcp://[::1]:99999", -1, byte('X'), 3, 9, "x")
	f.Fuzz(func(t *testing.T, name string, baud int, parity byte, stop, bits int, flow string) {
		s := serial.Settings{Name: name, Baud: baud, Parity: parity, StopBits: stop, Bits: bits, Flow: serial.Flow(flow)}
		if err := s.Check(); err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		if n := s.BitsPerByte(); n < 9 || n > 12 {
			t.Fatalf("%+v passes with %d bits to a byte", s, n)
		}
		serial.NewBus(serial.BusSettings{Line: s})
	})
}
