package node

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// A packing writes values of one plain type as few bytes and reads them again,
// several times as fast as JSON. It is for what can be made anew if need be: it
// knows no versions, only its layout, which names every field and changes with
// the type. Fields that JSON leaves out ("-") and unexported ones are left out.
type packing struct {
	layout string
	write  func(*packed, reflect.Value)
	read   func(*unpacked, reflect.Value)
}

// packed is what is being written. A string stands once; later it is referred
// to.
type packed struct {
	b       []byte
	strings map[string]uint64
}

func newPacked() *packed { return &packed{strings: map[string]uint64{}} }

// unpacked is what is being read. The first fault ends it: everything after
// reads as zero.
type unpacked struct {
	b       []byte
	strings []string
	err     error
}

var errPacked = errors.New("packed value is cut off or damaged")

func (p *packed) uint(n uint64) { p.b = binary.AppendUvarint(p.b, n) }
func (p *packed) int(n int64)   { p.b = binary.AppendVarint(p.b, n) }

func (p *packed) bool(v bool) {
	n := byte(0)
	if v {
		n = 1
	}
	p.b = append(p.b, n)
}

func (p *packed) string(s string) {
	n, ok := p.strings[s]
	if ok {
		p.uint(n)
		return
	}
	n = uint64(len(p.strings))
	p.strings[s] = n
	p.uint(n)
	p.uint(uint64(len(s)))
	p.b = append(p.b, s...)
}

func (u *unpacked) fail() {
	u.err, u.b = errPacked, nil
}

func (u *unpacked) uint() uint64 {
	n, size := binary.Uvarint(u.b)
	if size <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[size:]
	return n
}

func (u *unpacked) int() int64 {
	n, size := binary.Varint(u.b)
	if size <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[size:]
	return n
}

// length reads the length of something of which each part takes a byte at
// least.
func (u *unpacked) length() int {
	n := u.uint()
	if n > uint64(len(u.b))+1 {
		u.fail()
		return 0
	}
	return int(n)
}

func (u *unpacked) string() string {
	n := u.uint()
	if n < uint64(len(u.strings)) {
		return u.strings[n]
	}
	size := u.length()
	if u.err != nil || n > uint64(len(u.strings)) || size > len(u.b) {
		u.fail()
		return ""
	}
	s := string(u.b[:size])
	u.b = u.b[size:]
	u.strings = append(u.strings, s)
	return s
}

var timeType = reflect.TypeFor[time.Time]()

// packingOf makes the packing of a type made of structs, slices, pointers,
// strings, whole numbers, booleans and times.
func packingOf(t reflect.Type) (p packing, err error) {
	if t == timeType {
		return packing{"time", writeTime, readTime}, nil
	}
	switch t.Kind() {
	case reflect.String:
		return packing{"string",
			func(p *packed, v reflect.Value) { p.string(v.String()) },
			func(u *unpacked, v reflect.Value) { v.SetString(u.string()) }}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return packing{"int",
			func(p *packed, v reflect.Value) { p.int(v.Int()) },
			func(u *unpacked, v reflect.Value) { v.SetInt(u.int()) }}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return packing{"uint",
			func(p *packed, v reflect.Value) { p.uint(v.Uint()) },
			func(u *unpacked, v reflect.Value) { v.SetUint(u.uint()) }}, nil
	case reflect.Bool:
		return packing{"bool",
			func(p *packed, v reflect.Value) { p.bool(v.Bool()) },
			func(u *unpacked, v reflect.Value) { v.SetBool(u.uint() == 1) }}, nil
	case reflect.Pointer:
		return packPointer(t)
	case reflect.Slice:
		return packSlice(t)
	case reflect.Struct:
		return packStruct(t)
	}
	return p, fmt.Errorf("node: a %s cannot be packed", t)
}

// Times are whole milliseconds, in UTC; the zero time is a zero.
func writeTime(p *packed, v reflect.Value) {
	t := v.Interface().(time.Time)
	if t.IsZero() {
		p.uint(0)
		return
	}
	p.uint(1)
	p.int(t.UnixMilli())
}

func readTime(u *unpacked, v reflect.Value) {
	if u.uint() == 1 {
		*v.Addr().Interface().(*time.Time) = time.UnixMilli(u.int()).UTC()
	}
}

func packPointer(t reflect.Type) (packing, error) {
	e, err := packingOf(t.Elem())
	return packing{"*" + e.layout,
		func(p *packed, v reflect.Value) {
			if v.IsNil() {
				p.uint(0)
				return
			}
			p.uint(1)
			e.write(p, v.Elem())
		},
		func(u *unpacked, v reflect.Value) {
			if u.uint() == 1 {
				v.Set(reflect.New(t.Elem()))
				e.read(u, v.Elem())
			}
		}}, err
}

func packSlice(t reflect.Type) (packing, error) {
	e, err := packingOf(t.Elem())
	return packing{"[]" + e.layout,
		func(p *packed, v reflect.Value) {
			if v.IsNil() {
				p.uint(0)
				return
			}
			p.uint(uint64(v.Len()) + 1)
			for i := range v.Len() {
				e.write(p, v.Index(i))
			}
		},
		func(u *unpacked, v reflect.Value) {
			n := u.length() - 1
			if n < 0 {
				return
			}
			v.Set(reflect.MakeSlice(t, n, n))
			for i := range n {
				e.read(u, v.Index(i))
			}
		}}, err
}

func packStruct(t reflect.Type) (packing, error) {
	type field struct {
		i int
		packing
	}
	var fields []field
	var layout []string
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || f.Tag.Get("json") == "-" {
			continue
		}
		p, err := packingOf(f.Type)
		if err != nil {
			return p, err
		}
		fields = append(fields, field{i, p})
		layout = append(layout, f.Name+" "+p.layout)
	}
	return packing{"{" + strings.Join(layout, ";") + "}",
		func(p *packed, v reflect.Value) {
			for _, f := range fields {
				f.write(p, v.Field(f.i))
			}
		},
		func(u *unpacked, v reflect.Value) {
			for _, f := range fields {
				f.read(u, v.Field(f.i))
			}
		}}, nil
}
