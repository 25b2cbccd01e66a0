package assets

import _ "embed"

//go:embed caller/sample.toml
var callerSample string

// CallerSample is an example of the file that lists a machine's strips and voices. As
// it stands it is a voice that needs nothing but loudspeakers; further devices are in
// it as comments.
func CallerSample() string { return callerSample }
