package caller

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// A file of devices is one file of two parts: [[line]] with what hangs on it, and
// [[voice]]. Each part has its reader, which passes over the other.

// readFile reads one part of a file of devices into file, and returns where its keys
// stand. part names it in errors; known says which keys stand beside one that is not
// known. top is the table of the part and sub the one in it.
func readFile(text []byte, file any, part, top, sub string, known func(key []string) string) (places, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // written by some Windows editors
	var unknown *toml.StrictMissingError
	var broken *toml.DecodeError
	switch err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(file); {
	case errors.As(err, &unknown):
		var all []error
		for _, e := range unknown.Errors {
			line, _ := e.Position()
			all = append(all, fmt.Errorf("line %d: unknown key %q; %s", line, strings.Join(e.Key(), "."), known(e.Key())))
		}
		return places{}, errors.Join(all...)
	case errors.As(err, &broken):
		line, _ := broken.Position()
		return places{}, fmt.Errorf("line %d: %s", line, strings.TrimPrefix(broken.Error(), "toml: "))
	case err != nil:
		return places{}, fmt.Errorf("%s: %w", part, err)
	}
	at, err := placesOf(text, top, sub)
	if err != nil {
		return places{}, fmt.Errorf("%s: read keys: %w", part, err)
	}
	return at, nil
}

// knownTables says which tables a file of devices has.
const knownTables = "the file has [[line]] with [[line.strip]], and [[voice]]"

// place is where something stands: the number of its table, of the table in that (-1
// is none of them), and its key ("" is the table itself).
type place struct {
	table, inner int
	key          string
}

// places are the lines of a file on which tables and keys stand.
type places struct {
	sub string // the name of the tables in a table
	at  map[place]int
}

// line is where a key stands, or else what it belongs to; 0 when unknown. A table that
// is written within a line, as in quiet = [{volume = 3}], stands where its list does.
func (p places) line(table, inner int, key string) int {
	for _, where := range []place{{table, inner, key}, {table, inner, ""}} {
		if n := p.at[where]; n > 0 {
			return n
		}
	}
	if inner < 0 {
		return 0
	}
	return p.line(table, -1, p.sub)
}

// mistake is what is wrong with a setting: the key of the table in which it stands, ""
// for the table itself, and what to do.
type mistake struct{ key, text string }

func wrong(key, format string, args ...any) *mistake {
	return &mistake{key, fmt.Sprintf(format, args...)}
}

// nowhere is for settings that stand in no file.
func nowhere(int, int, string) int { return 0 }

// placesOf finds where the tables of that name, those in them and their keys stand.
func placesOf(text []byte, top, sub string) (places, error) {
	at := map[place]int{}
	p := &unstable.Parser{}
	p.Reset(text)
	table, inner, ours := -1, -1, false
	for p.NextExpression() {
		n := p.Expression()
		if n.Kind != unstable.KeyValue && n.Kind != unstable.ArrayTable && n.Kind != unstable.Table {
			continue
		}
		var key []string
		line := 0
		for it := n.Key(); it.Next(); {
			if line == 0 {
				line = p.Shape(it.Node().Raw).Start.Line
			}
			key = append(key, string(it.Node().Data))
		}
		switch name := strings.Join(key, "."); {
		case n.Kind == unstable.KeyValue && ours:
			at[place{table, inner, name}] = line
		case n.Kind == unstable.KeyValue:
		case name == top:
			table, inner, ours = table+1, -1, true
			at[place{table, inner, ""}] = line
		case name == top+"."+sub:
			inner, ours = inner+1, true
			at[place{table, inner, ""}] = line
		default:
			ours = false
		}
	}
	return places{sub, at}, p.Error()
}
