package main

import (
	"bytes"
	"sync"
)

// tail keeps the last of what a program says, for when it has to be explained.
type tail struct {
	mu sync.Mutex
	b  []byte
}

// tailSize is how much is kept.
const tailSize = 8 << 10

// Write implements io.Writer.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, b...)
	if over := len(t.b) - tailSize; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(b), nil
}

func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.TrimSpace(t.b))
}
