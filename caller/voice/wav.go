package voice

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Rate is the samples a second of every clip and of what is played. Sound is one
// channel of 16 bits.
const Rate = 16000

// Formats of samples in a WAV file.
const (
	formatPCM   = 1
	formatMuLaw = 7
)

// convert is how somebody makes a clip that can be used.
const convert = "make it one channel with 16000 samples a second and 16 bits: sox in.wav -r 16000 -c 1 -b 16 out.wav"

// encodeWAV is a WAV file of 16-bit samples. The same samples give the same bytes.
func encodeWAV(samples []int16) []byte {
	b := make([]byte, 0, 44+2*len(samples))
	u16 := binary.LittleEndian.AppendUint16
	u32 := binary.LittleEndian.AppendUint32
	size := uint32(2 * len(samples))
	b = append(b, "RIFF"...)
	b = u32(b, 36+size)
	b = append(b, "WAVEfmt "...)
	b = u32(b, 16)
	b = u16(b, formatPCM)
	b = u16(b, 1)
	b = u32(b, Rate)
	b = u32(b, 2*Rate)
	b = u16(b, 2)
	b = u16(b, 16)
	b = append(b, "data"...)
	b = u32(b, size)
	for _, s := range samples {
		b = u16(b, uint16(s))
	}
	return b
}

// decodeWAV reads a WAV file of one channel at Rate: 16-bit PCM, or 8-bit mu-law
// (ITU-T G.711).
func decodeWAV(b []byte) ([]int16, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return nil, errors.New("this is no WAV file; " + convert)
	}
	var format []byte
	for rest := b[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:8]))
		rest = rest[8:]
		body := rest[:min(size, uint64(len(rest)))]
		switch name {
		case "fmt ":
			format = body
		case "data":
			return samples(format, body)
		}
		rest = rest[min(size+size%2, uint64(len(rest))):]
	}
	return nil, errors.New("the WAV file ends before its sound; copy it again")
}

// samples reads the sound as the format says.
func samples(format, data []byte) ([]int16, error) {
	if len(format) < 16 {
		return nil, errors.New("the WAV file does not say its format; " + convert)
	}
	kind, channels, bits := binary.LittleEndian.Uint16(format), binary.LittleEndian.Uint16(format[2:]), binary.LittleEndian.Uint16(format[14:])
	if rate := binary.LittleEndian.Uint32(format[4:]); rate != Rate || channels != 1 {
		return nil, fmt.Errorf("the WAV file has %d channels and %d samples a second; %s", channels, rate, convert)
	}
	switch {
	case kind == formatPCM && bits == 16:
		out := make([]int16, len(data)/2)
		for i := range out {
			out[i] = int16(binary.LittleEndian.Uint16(data[2*i:]))
		}
		return out, nil
	case kind == formatMuLaw && bits == 8:
		out := make([]int16, len(data))
		for i, v := range data {
			out[i] = muLaw(v)
		}
		return out, nil
	}
	return nil, fmt.Errorf("the WAV file has samples of format %d with %d bits; %s", kind, bits, convert)
}

// muLaw is a byte of ITU-T G.711 as a sample of 16 bits.
func muLaw(v byte) int16 {
	v = ^v
	magnitude := (int(v&0x0F)<<3+0x84)<<(v>>4&7) - 0x84
	if v&0x80 != 0 {
		magnitude = -magnitude
	}
	return int16(magnitude)
}
