package profile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"onewindow/assets"
)

// built reads the profiles of this build, once.
var built = sync.OnceValues(func() (map[string]Profile, error) {
	names, err := assets.Printers()
	if err != nil {
		return nil, err
	}
	all := map[string]Profile{}
	var bad []error
	alone := func(string) (Profile, error) { return Profile{}, errors.New("a profile that is built in stands alone") }
	for _, name := range names {
		b, err := assets.Printer(name)
		if err != nil {
			return nil, err
		}
		p, err := read(b, alone)
		if err == nil && p.Name != name {
			err = fmt.Errorf("the file calls itself %q", p.Name)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("built in %s: %w", name, err))
		}
		all[name] = p
	}
	return all, errors.Join(bad...)
})

// Named is a profile that is built in. The error lists their names.
func Named(name string) (Profile, error) {
	all, err := built()
	if err != nil {
		return Profile{}, fmt.Errorf("printer profiles: %w", err)
	}
	p, ok := all[name]
	if !ok {
		return Profile{}, fmt.Errorf("there is no printer profile %q; there are %s (onewindow device profiles shows them), or write a file of your own", name, strings.Join(Names(), ", "))
	}
	return p, nil
}

// Names are the profiles that are built in, in order.
func Names() []string {
	all, err := built()
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(all))
}
