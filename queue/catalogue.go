package queue

// Catalogue is what the hall can do for people.
type Catalogue struct {
	Items []Item `json:"items"`
}

// Item is one service item.
type Item struct {
	// Code is the item's code, such as "MZ-001".
	Code string `json:"code"`
	Name Text   `json:"name"`
	// Department answers for the item.
	Department string `json:"department"`
	// Theme is the line of this hall that serves it: a comprehensive theme or a
	// specialised queue.
	Theme string `json:"theme"`
	// Minutes is the expected service time; estimated until learned.
	Minutes int `json:"minutes"`
	// Levels of halls that serve it, and AnyHall whether any hall of them may
	// (通办).
	Levels    []Level    `json:"levels,omitempty"`
	AnyHall   bool       `json:"any_hall,omitempty"`
	Materials []Material `json:"materials,omitempty"`
}

// Material is a paper that the citizen brings.
type Material struct {
	Name     Text `json:"name"`
	Required bool `json:"required,omitempty"`
}
