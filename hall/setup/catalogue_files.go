package setup

import (
	"encoding/json"
	"fmt"
	"sync"

	"onewindow/assets"
	"onewindow/queue"
)

// hallRecord is a hall as halls.json holds it.
type hallRecord struct {
	ID       string          `json:"id"`
	Level    queue.Level     `json:"level"`
	Name     queue.Text      `json:"name"`
	Parent   string          `json:"parent"`
	Windows  []windowRange   `json:"windows"`
	Zones    []zoneRecord    `json:"zones"`
	Sessions []queue.Session `json:"sessions"`
}

// windowRange are the windows From to To, which serve one theme.
type windowRange struct {
	From  int    `json:"from"`
	To    int    `json:"to"`
	Theme string `json:"theme"`
}

// zoneRecord is a waiting area and the windows From to To in front of it.
type zoneRecord struct {
	ID    string     `json:"id"`
	Name  queue.Text `json:"name"`
	Floor string     `json:"floor"`
	From  int        `json:"from"`
	To    int        `json:"to"`
}

// themeRecord is a line of a hall.
type themeRecord struct {
	ID      string          `json:"id"`
	Name    queue.Text      `json:"name"`
	Special bool            `json:"special"`
	Serves  []queue.Service `json:"serves"`
}

// itemRecord is a service item. Theme and Special are its line in a hall that
// has several; either may be missing.
type itemRecord struct {
	Code       string        `json:"code"`
	Name       queue.Text    `json:"name"`
	Department string        `json:"department"`
	Theme      string        `json:"theme"`
	Special    string        `json:"special"`
	Levels     []queue.Level `json:"levels"`
	Minutes    int           `json:"minutes"`
	AnyHall    bool          `json:"any_hall"`
	Materials  []struct {
		Key      string     `json:"key"`
		Name     queue.Text `json:"name"`
		Required bool       `json:"required"`
	} `json:"materials"`
}

// network is the whole catalogue, read once. Nothing changes it afterwards.
type network struct {
	halls     []hallRecord
	byID      map[string]*hallRecord
	themes    map[string]themeRecord
	items     []itemRecord
	materials map[string]queue.Text
	days      map[string]bool
}

// load reads the catalogue at the first call.
var load = sync.OnceValues(readNetwork)

func readNetwork() (*network, error) {
	var halls struct {
		Halls []hallRecord `json:"halls"`
	}
	var themes struct {
		Themes []themeRecord `json:"themes"`
	}
	var items struct {
		Items []itemRecord `json:"items"`
	}
	var departments struct {
		Departments []struct {
			Code string `json:"code"`
		} `json:"departments"`
	}
	var materials struct {
		Materials []struct {
			Key  string     `json:"key"`
			Name queue.Text `json:"name"`
		} `json:"materials"`
	}
	var holidays struct {
		Years []struct {
			Off  []string `json:"off"`
			Work []string `json:"work"`
		} `json:"years"`
	}
	for _, f := range []struct {
		name string
		into any
	}{
		{assets.Halls, &halls}, {assets.Themes, &themes}, {assets.Items, &items},
		{assets.Materials, &materials}, {assets.Departments, &departments}, {assets.Holidays, &holidays},
	} {
		b, err := assets.Catalogue(f.name)
		if err != nil {
			return nil, fmt.Errorf("setup: %w", err)
		}
		if err := json.Unmarshal(b, f.into); err != nil {
			return nil, fmt.Errorf("setup: read %s: %w", f.name, err)
		}
	}
	n := &network{
		halls:     halls.Halls,
		byID:      make(map[string]*hallRecord, len(halls.Halls)),
		themes:    make(map[string]themeRecord, len(themes.Themes)),
		items:     items.Items,
		materials: make(map[string]queue.Text, len(materials.Materials)),
		days:      make(map[string]bool),
	}
	for i := range n.halls {
		n.byID[n.halls[i].ID] = &n.halls[i]
	}
	for _, t := range themes.Themes {
		n.themes[t.ID] = t
	}
	known := make(map[string]bool, len(departments.Departments))
	for _, d := range departments.Departments {
		known[d.Code] = true
	}
	for i := range n.items {
		if it := &n.items[i]; !known[it.Department] {
			return nil, fmt.Errorf("setup: item %s: department %q is not described", it.Code, it.Department)
		}
	}
	for _, m := range materials.Materials {
		n.materials[m.Key] = m.Name
	}
	for _, y := range holidays.Years {
		for _, d := range y.Off {
			n.days[d] = false
		}
		for _, d := range y.Work {
			n.days[d] = true
		}
	}
	return n, nil
}
