package queue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// Part is a part of what a hall is told that the centre of its network may publish.
// Each part has one owner: the hall, or, once the hall has taken a publication of it,
// the centre. Windows, staff, themes, hours and all else are the hall's for ever.
type Part string

// Parts that the centre may publish.
const (
	PartCatalogue Part = "catalogue" // what the hall can do for people: a Catalogue
	PartCalendar  Part = "calendar"  // working days: a Calendar
	PartRules     Part = "rules"     // how the queue is run: Rules
)

// Parts are all of them, in the order in which they are taken.
var Parts = []Part{PartCalendar, PartRules, PartCatalogue}

// Taken is the centre's publication of a part that is in force.
type Taken struct {
	// Version is the publication's, by which people speak of it.
	Version uint64 `json:"version"`
	// Hash is that of the publication's text, made by the centre.
	Hash string `json:"hash"`
}

// Owned reports whether the centre owns the part.
func (s *State) Owned(p Part) bool { _, ok := s.Parts[p]; return ok }

// ContentHash names a value by what it says: the first eight bytes of the SHA-256 of
// its JSON, in hex. The hashes of settings and catalogue are made so.
func ContentHash(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		b = nil // what cannot be written was never read, and equals nothing that was
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:8])
}

// takePart decides a publication of the centre. What the centre wants is what the hall
// runs:
//
//   - the one that is in force, by version and hash, changes nothing;
//   - one that the hall could not work with is refused as if the hall had asked for
//     it itself, and the part stays as it is and whose it is;
//   - any other becomes the hall's word at once, and the centre owns the part; also an
//     older one, which prevails again when a narrower one was withdrawn, when the hall
//     was moved in the network, or when a centre begins anew.
func (d *decision) takePart(c TakePart) *Refusal {
	if !slices.Contains(Parts, c.Part) {
		return Refuse(CodeBadSettings, "there is no such part; update the hall's software", "part", string(c.Part))
	}
	if c.Version == 0 || c.Hash == "" {
		return Refuse(CodeBadSettings, "a publication has a version and a hash", "part", string(c.Part))
	}
	has, owned := d.Parts[c.Part]
	if owned && has == (Taken{Version: c.Version, Hash: c.Hash}) {
		return nil
	}
	var err *Refusal
	switch {
	case c.Part == PartCatalogue && c.Catalogue != nil:
		err = d.takeCatalogue(*c.Catalogue)
	case c.Part == PartCalendar && c.Calendar != nil:
		set := *d.Settings
		set.Calendar = *c.Calendar
		err = d.takeSettings(set)
	case c.Part == PartRules && c.Rules != nil:
		set := *d.Settings
		set.Rules = *c.Rules
		err = d.takeSettings(set)
	case !owned || c.Hash != has.Hash:
		err = Refuse(CodeBadSettings, "the publication says nothing", "part", string(c.Part))
	}
	if err != nil {
		return err
	}
	d.emit(PartTaken{Part: c.Part, Version: c.Version, Hash: c.Hash})
	return nil
}

// takeSettings changes the settings to those with the centre's part in them, where
// they say something else.
func (d *decision) takeSettings(n Settings) *Refusal {
	if err := n.Validate(); err != nil {
		return Refuse(CodeBadSettings, err.Error())
	}
	hash := ContentHash(n)
	if hash == ContentHash(d.Settings) {
		return nil
	}
	if err := d.mayHave(&n); err != nil {
		return err
	}
	d.emit(SettingsChanged{Hash: hash, Settings: n})
	return nil
}

// takeCatalogue changes the catalogue to the centre's, where it says something else.
func (d *decision) takeCatalogue(n Catalogue) *Refusal {
	if err := n.Validate(d.Settings); err != nil {
		return Refuse(CodeBadCatalogue, err.Error())
	}
	hash := ContentHash(n)
	if hash == ContentHash(d.Catalogue) {
		return nil
	}
	d.emit(CatalogueChanged{Hash: hash, Catalogue: n})
	return nil
}

// releasePart decides that the hall owns a part again; one that is its own stays so.
func (d *decision) releasePart(c ReleasePart) *Refusal {
	if d.Owned(c.Part) {
		d.emit(PartReleased(c))
	}
	return nil
}

// mayChange refuses settings of the hall's own that say something else than the
// centre does of a part which it owns.
func (d *decision) mayChange(n *Settings) *Refusal {
	if d.Owned(PartRules) && ContentHash(n.Rules) != ContentHash(d.Settings.Rules) {
		return d.ownedByCentre(PartRules)
	}
	if d.Owned(PartCalendar) && ContentHash(n.Calendar) != ContentHash(d.Settings.Calendar) {
		return d.ownedByCentre(PartCalendar)
	}
	return nil
}

func (d *decision) ownedByCentre(p Part) *Refusal {
	return Refuse(CodePartOwned, "the centre publishes this; ask the district's administrator",
		"part", string(p), "version", d.versionOf(p))
}

// versionOf is the version of the centre's that is in force, in digits; "" while the
// part is the hall's own.
func (s *State) versionOf(p Part) string {
	if has, owned := s.Parts[p]; owned {
		return version(has.Version)
	}
	return ""
}

func version(v uint64) string { return strconv.FormatUint(v, 10) }

func (s *State) applyPartTaken(e PartTaken) {
	parts := map[Part]Taken{e.Part: {Version: e.Version, Hash: e.Hash}}
	for p, has := range s.Parts {
		if p != e.Part {
			parts[p] = has
		}
	}
	s.Parts = parts
}

func (s *State) applyPartReleased(e PartReleased) {
	parts := maps.Clone(s.Parts)
	if delete(parts, e.Part); len(parts) == 0 {
		parts = nil
	}
	s.Parts = parts
}
