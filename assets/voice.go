package assets

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed voice/*.wav voice/*/*.wav
var voice embed.FS

// VoiceClips are the packaged clips of the calling voice: WAV files by language,
// such as "cmn/0.wav", and "chime.wav". voice/README.md says what each says and
// that all are synthesised.
func VoiceClips() (fs.FS, error) {
	clips, err := fs.Sub(voice, "voice")
	if err != nil {
		return nil, fmt.Errorf("assets: the clips of the voice are not part of this build: %w", err)
	}
	return clips, nil
}
