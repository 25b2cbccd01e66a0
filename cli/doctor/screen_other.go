//go:build !linux

package doctor

import (
	"context"
	"errors"
	"os"
)

// askScreen asks nothing here.
func askScreen(context.Context, *os.File, string) ([]byte, error) {
	return nil, errors.New("terminals are not asked on this system")
}
