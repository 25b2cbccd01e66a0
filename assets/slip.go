package assets

import (
	"embed"
	"fmt"
)

//go:embed slip/*.toml
var slips embed.FS

// Slip is a text of the paper ticket, named without its ending: "words" are its
// sentences, "80" and "58" the templates for paper of that width in mm. The caller
// owns the bytes.
func Slip(name string) ([]byte, error) {
	b, err := slips.ReadFile("slip/" + name + ".toml")
	if err != nil {
		return nil, fmt.Errorf("assets: text of the ticket %q is not part of this build: %w", name, err)
	}
	return b, nil
}
