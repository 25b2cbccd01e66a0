//go:build !linux

package doctor

// freeSpace is not known here.
func freeSpace(string) (free, total, files uint64, known bool) { return 0, 0, 0, false }
