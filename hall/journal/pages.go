package journal

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"io"
)

// The file is checked page by page before bbolt sees it, because bbolt follows
// page numbers and offsets without looking: on a damaged file it may panic in a
// goroutine of its own, where nothing can recover.
//
// The format is that of go.etcd.io/bbolt internal/common, version 2, little
// endian. A page starts with id u64, flags u16, count u16, overflow u32.

const (
	pageSize     = 4096
	pageHead     = 16
	metaSize     = 64
	bucketHead   = 16
	elementSize  = 16
	boltMagic    = 0xED0CDAED
	boltVersion  = 2
	flagBranch   = 0x01
	flagLeaf     = 0x02
	elemBucket   = 0x01
	noFreelist   = ^uint64(0)
	maxPageDepth = 64
)

var le = binary.LittleEndian

// pageMeta is what one of the two meta pages says.
type pageMeta struct {
	root, pages, tx uint64
	freelist        uint64
}

// readMetas returns the meta page that bbolt will use: the valid one with the
// higher transaction number. It calls valid what bbolt calls valid, no less and
// no more, because both must speak of the same pages.
func readMetas(f io.ReaderAt) (pageMeta, error) {
	var best pageMeta
	head := make([]byte, 2*pageSize)
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return best, classify("read", err)
	}
	found, ours := false, false
	for id := range 2 {
		m := head[id*pageSize+pageHead:][:metaSize]
		ours = ours || le.Uint32(m) == boltMagic
		if !validMeta(m) {
			continue
		}
		if le.Uint32(m[8:]) != pageSize {
			return best, ErrNotJournal.detailf("it is a database of another program")
		}
		c := pageMeta{root: le.Uint64(m[16:]), freelist: le.Uint64(m[32:]), pages: le.Uint64(m[40:]), tx: le.Uint64(m[48:])}
		if !found || c.tx > best.tx {
			best, found = c, true
		}
	}
	switch {
	case !ours:
		return best, ErrNotJournal
	case !found:
		return best, ErrDamaged.detailf("both head pages are unreadable")
	case best.freelist != noFreelist:
		return best, ErrNotJournal.detailf("it is a database of another program")
	}
	// Without a valid first page bbolt looks for the second where it would be
	// for other page sizes.
	if !validMeta(head[pageHead:][:metaSize]) {
		for at := 1024; at < pageSize; at *= 2 {
			if validMeta(head[at+pageHead:][:metaSize]) {
				return best, ErrDamaged.detailf("a head page in the wrong place")
			}
		}
	}
	return best, nil
}

func validMeta(m []byte) bool {
	sum := fnv.New64a()
	_, _ = sum.Write(m[:56]) // a hash never fails
	return le.Uint32(m) == boltMagic && le.Uint32(m[4:]) == boltVersion && le.Uint64(m[56:]) == sum.Sum64()
}

// pageWalk follows every page that can be reached from a root.
type pageWalk struct {
	f     io.ReaderAt
	pages uint64   // pages from here on are not in use
	seen  []uint64 // one bit per page
	used  uint64
}

// checkPages reads every page in use and makes sure that it can be followed
// safely: it is inside the file, belongs to one place only, and its keys ascend.
// It returns how many pages are in use.
func checkPages(f io.ReaderAt, size int64, root, pages uint64) (uint64, error) {
	if pages < 3 || pages > uint64(size)/pageSize {
		return 0, ErrDamaged.detailf("the file is cut off: it has %d bytes and needs %d pages", size, pages)
	}
	w := &pageWalk{f: f, pages: pages, seen: make([]uint64, pages/64+1)}
	if err := w.tree(root, nil, nil, 0); err != nil {
		return 0, err
	}
	return w.used, nil
}

// child is one entry of a branch page.
type child struct {
	key []byte
	id  uint64
}

// tree checks the page id and everything below it; its keys lie in [low, high),
// where nil means no limit.
func (w *pageWalk) tree(id uint64, low, high []byte, depth int) error {
	if depth > maxPageDepth {
		return ErrDamaged.detailf("page %d: the tree is too deep", id)
	}
	page, err := w.page(id)
	if err != nil {
		return err
	}
	flags, count := le.Uint16(page[8:]), int(le.Uint16(page[10:]))
	if pageHead+count*elementSize > len(page) {
		return ErrDamaged.detailf("page %d: %d entries do not fit", id, count)
	}
	switch flags {
	case flagLeaf:
		return w.leaf(id, page, count, low, high, depth)
	case flagBranch:
	default:
		return ErrDamaged.detailf("page %d: unexpected kind %#x", id, flags)
	}
	if count == 0 {
		return ErrDamaged.detailf("page %d: an empty branch", id)
	}
	children := make([]child, count)
	prev := low
	for i := range children {
		at := pageHead + i*elementSize
		key, ok := cut(page, at, le.Uint32(page[at:]), le.Uint32(page[at+4:]))
		if !ok || len(key) == 0 || !ordered(prev, key, high, i == 0) {
			return ErrDamaged.detailf("page %d: entry %d is out of place", id, i)
		}
		children[i] = child{key, le.Uint64(page[at+8:])}
		prev = key
	}
	for i, c := range children {
		end := high
		if i+1 < count {
			end = children[i+1].key
		}
		if err := w.tree(c.id, c.key, end, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *pageWalk) leaf(id uint64, page []byte, count int, low, high []byte, depth int) error {
	prev := low
	for i := range count {
		at := pageHead + i*elementSize
		pos, ksize, vsize := le.Uint32(page[at+4:]), le.Uint32(page[at+8:]), le.Uint32(page[at+12:])
		both, ok := cut(page, at, pos, uint32(min(uint64(ksize)+uint64(vsize), 1<<32-1)))
		if !ok || ksize == 0 || uint64(ksize) > uint64(len(both)) || !ordered(prev, both[:ksize], high, i == 0) {
			return ErrDamaged.detailf("page %d: entry %d is out of place", id, i)
		}
		key, value := both[:ksize], both[ksize:]
		switch le.Uint32(page[at:]) {
		case 0:
		case elemBucket:
			if err := w.bucket(id, value, depth); err != nil {
				return err
			}
		default:
			return ErrDamaged.detailf("page %d: entry %d is of an unknown kind", id, i)
		}
		prev = key
	}
	return nil
}

// bucket checks a bucket's root, which is a page of its own, or, for a small
// bucket, a leaf inside the entry.
func (w *pageWalk) bucket(id uint64, value []byte, depth int) error {
	if len(value) < bucketHead {
		return ErrDamaged.detailf("page %d: a cut off bucket", id)
	}
	if root := le.Uint64(value); root != 0 {
		return w.tree(root, nil, nil, depth+1)
	}
	inner := value[bucketHead:]
	if len(inner) < pageHead || le.Uint16(inner[8:]) != flagLeaf || le.Uint32(inner[12:]) != 0 {
		return ErrDamaged.detailf("page %d: a bad small bucket", id)
	}
	count := int(le.Uint16(inner[10:]))
	if pageHead+count*elementSize > len(inner) {
		return ErrDamaged.detailf("page %d: a bad small bucket", id)
	}
	for i := range count {
		if le.Uint32(inner[pageHead+i*elementSize:]) != 0 {
			return ErrDamaged.detailf("page %d: a bucket inside a small bucket", id)
		}
	}
	return w.leaf(id, inner, count, nil, nil, depth)
}

// page reads the page id with its overflow, and marks both as used.
func (w *pageWalk) page(id uint64) ([]byte, error) {
	if id < 2 || id >= w.pages {
		return nil, ErrDamaged.detailf("page %d does not exist", id)
	}
	page := make([]byte, pageSize)
	if _, err := w.f.ReadAt(page, int64(id)*pageSize); err != nil {
		return nil, classify("read", err)
	}
	more := uint64(le.Uint32(page[12:]))
	if le.Uint64(page) != id || id+more >= w.pages {
		return nil, ErrDamaged.detailf("page %d is not itself", id)
	}
	for p := id; p <= id+more; p++ {
		if w.seen[p/64]&(1<<(p%64)) != 0 {
			return nil, ErrDamaged.detailf("page %d is used twice", p)
		}
		w.seen[p/64] |= 1 << (p % 64)
	}
	w.used += 1 + more
	if more > 0 {
		page = append(page, make([]byte, more*pageSize)...)
		if _, err := w.f.ReadAt(page[pageSize:], int64(id+1)*pageSize); err != nil {
			return nil, classify("read", err)
		}
	}
	return page, nil
}

// cut returns size bytes of page that start pos bytes after at; bbolt counts
// from the start of the entry.
func cut(page []byte, at int, pos, size uint32) ([]byte, bool) {
	from := uint64(at) + uint64(pos)
	if to := from + uint64(size); to <= uint64(len(page)) {
		return page[from:to], true
	}
	return nil, false
}

// ordered reports prev < key < high; the first key of a page may equal the low
// limit.
func ordered(prev, key, high []byte, first bool) bool {
	if prev != nil {
		if c := bytes.Compare(prev, key); c > 0 || c == 0 && !first {
			return false
		}
	}
	return high == nil || bytes.Compare(key, high) < 0
}
