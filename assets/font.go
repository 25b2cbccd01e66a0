package assets

import (
	_ "embed"
)

//go:generate go run font/gen.go -out font/hall24.gz

//go:embed font/hall24.gz
var paperFont string

//go:embed font/OFL.txt
var paperFontLicence string

// PaperFont is the packed font of the paper: pictures of characters of 24 by 24
// dots. font/README.md has its format and where it comes from.
func PaperFont() string { return paperFont }

// PaperFontLicence is the licence under which PaperFont is passed on, with the
// copyright notice that goes with every copy.
func PaperFontLicence() string { return paperFontLicence }
