package doctor

import "golang.org/x/sys/unix"

// freeSpace is what a user without privileges may still write below a folder.
func freeSpace(folder string) (free, total, files uint64, known bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(folder, &st); err != nil {
		return 0, 0, 0, false
	}
	block := uint64(st.Bsize)
	return st.Bavail * block, st.Blocks * block, st.Ffree, true
}
