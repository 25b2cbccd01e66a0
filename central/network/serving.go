package network

// Serving is a hall that serves certain items.
type Serving struct {
	Hall string `json:"hall"`
	// Themes are the lines in which it serves them, each once, in the order of the
	// items.
	Themes []string `json:"themes"`
	// AnyHall is true if all of the items may be served in any hall.
	AnyHall bool `json:"any_hall,omitempty"`
}
