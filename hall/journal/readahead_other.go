//go:build !linux

package journal

import "os"

// readAhead is a hint that only Linux takes here.
func readAhead(*os.File, int64) {}
