package caller

// ParseVoices reads the voices of a file of devices:
//
//	[[voice]]
//	name = "hall"
//	kind = "syn6288"
//	port = "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"
//	zones = ["1"]
//
//	[[voice.quiet]]
//	from = "12:00"
//	to = "13:30"
//	volume = 3
//
// It is strict: each mistake names its line and the way out. What such a file says
// of strips is passed over.
func ParseVoices(text []byte) (VoiceSettings, error) {
	var file struct {
		VoiceSettings
		Line any `toml:"line"`
	}
	at, err := readFile(text, &file, "voices", "voice", "quiet", knownVoiceKeys)
	if err != nil {
		return VoiceSettings{}, err
	}
	if err := file.check(at.line); err != nil {
		return VoiceSettings{}, err
	}
	return file.VoiceSettings, nil
}

// knownVoiceKeys says which keys stand beside one that is not known.
func knownVoiceKeys(key []string) string {
	switch {
	case len(key) > 2:
		return "a [[voice.quiet]] has from, to, volume"
	case len(key) == 2:
		return "a [[voice]] has name, kind, port, baud, encoding, command, clips, zones, languages, one, repeat, no_chime, volume, speed, and [[voice.quiet]] for times with another volume"
	}
	return knownTables
}
