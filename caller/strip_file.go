package caller

// ParseStrips reads the lines and strips of a file of devices:
//
//	[[line]]
//	port = "/dev/serial/by-id/usb-FTDI_USB-RS485-if00-port0"
//	baud = 9600
//
//	[[line.strip]]
//	name = "w3"
//	kind = "bx6k"
//	address = 3
//	window = "3"
//	width = 64
//	height = 32
//	colours = 2
//
// It is strict: each mistake names its line and the way out. What such a file says
// of voices is passed over.
func ParseStrips(text []byte) (StripSettings, error) {
	var file struct {
		StripSettings
		Voice any `toml:"voice"`
	}
	at, err := readFile(text, &file, "strips", "line", "strip", knownStripKeys)
	if err != nil {
		return StripSettings{}, err
	}
	if err := file.check(at.line); err != nil {
		return StripSettings{}, err
	}
	return file.StripSettings, nil
}

// knownStripKeys says which keys stand beside one that is not known.
func knownStripKeys(key []string) string {
	switch {
	case len(key) > 2:
		return "a [[line.strip]] has name, kind, address, window, zones, width, height, rows, colours, font, charset, languages, brightness, over_programs"
	case len(key) == 2:
		return "a [[line]] has port, baud, bits, parity, stop_bits, rs485, and [[line.strip]] for each strip"
	}
	return knownTables
}
