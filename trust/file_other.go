//go:build !unix

package trust

// syncDir does nothing: outside Unix a directory cannot be synced, and the
// rename is durable by itself.
func syncDir(string) error { return nil }
