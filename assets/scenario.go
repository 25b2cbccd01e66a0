package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed scenario/*.json
var scenarios embed.FS

// Scenario is the text of a scenario for `onewindow simulate`, by its name, such as
// "lg-base". The caller owns the bytes.
func Scenario(name string) ([]byte, error) {
	if strings.ContainsAny(name, "/\\") {
		return nil, fmt.Errorf("assets: scenario %q: a name, without a folder: %w", name, fs.ErrNotExist)
	}
	b, err := scenarios.ReadFile("scenario/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("assets: scenario %q is not part of this build; there are %s: %w", name, strings.Join(Scenarios(), ", "), err)
	}
	return b, nil
}

// Scenarios are the names of all scenarios, in order.
func Scenarios() (names []string) {
	all, err := scenarios.ReadDir("scenario")
	if err != nil {
		return nil // embedded at build time, so it cannot be
	}
	for _, f := range all {
		names = append(names, strings.TrimSuffix(f.Name(), ".json"))
	}
	return names
}
