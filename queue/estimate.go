package queue

// Estimate is how long a new citizen of a theme will wait.
type Estimate struct {
	// Ahead is how many are called before.
	Ahead int `json:"ahead"`
	// Low, Median, Mean, Likely and High are minutes: one, five, eight and nine of
	// ten such waits do not exceed Low, Median, Likely and High, and Mean is their
	// mean. So in four of five cases the wait lies between Low and High.
	Low    int `json:"low"`
	Median int `json:"median"`
	Mean   int `json:"mean"`
	Likely int `json:"likely"`
	High   int `json:"high"`
	// Rough marks an estimate by formula, made when no simulation was at hand.
	Rough bool `json:"rough,omitempty"`
}
