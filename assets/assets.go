// Package assets holds the data that is built into the program: the catalogue
// of the district's halls, what they can do for people, and which days they
// work.
//
// It hands out bytes as they stand in the repository and never interprets,
// changes or fetches anything. catalogue/README.md says how far to trust each
// file and where it comes from.
package assets

import (
	"embed"
	"fmt"
)

//go:embed catalogue/*.json
var files embed.FS

// Files of the catalogue.
const (
	Halls       = "halls.json"       // the halls of the network, with windows and hours
	Themes      = "themes.json"      // the lines of a hall
	Items       = "items.json"       // the service items
	Materials   = "materials.json"   // the papers that items ask for, by key
	Departments = "departments.json" // who answers for an item
	Holidays    = "holidays.json"    // days off and swapped weekends, by year
)

// Catalogue is the text of a file of the catalogue, named by one of the
// constants. The caller owns the bytes.
func Catalogue(name string) ([]byte, error) {
	b, err := files.ReadFile("catalogue/" + name)
	if err != nil {
		return nil, fmt.Errorf("assets: catalogue file %q is not part of this build: %w", name, err)
	}
	return b, nil
}
