package slip

import (
	"strconv"
	"strings"
)

// said is what a line tells, in the first language and perhaps a second.
type said struct {
	first, second string
	// list marks entries of a list; indent is how far the rows after an entry's
	// first are set in.
	list   bool
	indent string
}

// each says something in both languages. What is the same in both is said once.
func (c *composer) each(say func(Lang) string) said {
	s := said{first: clean(say(c.ticket.first()))}
	if l := c.ticket.second(); l != "" {
		if s.second = clean(say(l)); s.second == s.first {
			s.second = ""
		}
	}
	return s
}

// key says a sentence of the catalogue.
func (c *composer) key(key string, values func(Lang) []string) said {
	return c.each(func(l Lang) string {
		var v []string
		if values != nil {
			v = values(l)
		}
		return c.words.say(l, key, v...)
	})
}

// name says a text of the hall's own.
func (c *composer) name(t Text) []said {
	if t.empty() {
		return nil
	}
	return []said{c.each(t.In)}
}

// list says entries with a mark before each.
func (c *composer) list(entries []Text, mark func(i int) string) (out []said) {
	for i, e := range entries {
		m := mark(i)
		s := c.each(e.In)
		if s.first == "" {
			continue
		}
		s.list, s.indent = true, strings.Repeat(" ", cells(m))
		s.first = m + s.first
		if s.second != "" {
			s.second = s.indent + s.second
		}
		out = append(out, s)
	}
	return out
}

// numbered is the mark of the entries of a list in order.
func numbered(i int) string { return strconv.Itoa(i+1) + ". " }

// tell is what a line of the template has to say of the ticket; nothing if it has
// nothing.
func (c *composer) tell(l Line) []said {
	t := c.ticket
	switch l.Show {
	case PartCopy:
		if t.Copy > 0 {
			return []said{c.key("copy", fixed("n", strconv.Itoa(t.Copy)))}
		}
	case PartHall:
		return c.name(t.Hall)
	case PartLabel:
		return []said{c.key("number", nil)}
	case PartNumber:
		return []said{{first: unbroken(clean(t.Number))}}
	case PartClass:
		return c.class()
	case PartProof:
		if t.Class == Priority {
			return []said{c.key("proof", nil)}
		}
	case PartWhere:
		return []said{c.where()}
	case PartWindows:
		return c.windows()
	case PartAhead:
		return c.ahead()
	case PartBefore:
		if !t.Before.IsZero() {
			return []said{c.key("before", fixed("time", t.Before.Format("15:04")))}
		}
	case PartLegs:
		if len(t.Legs) > 1 {
			head := c.key("legs", fixed("n", strconv.Itoa(len(t.Legs))))
			head.list = true
			return append([]said{head}, c.list(t.Legs, numbered)...)
		}
	case PartTheme:
		return c.name(t.Theme)
	case PartItems:
		switch len(t.Items) {
		case 0:
			return c.name(t.Theme)
		case 1:
			return c.name(t.Items[0])
		}
		return c.list(t.Items, numbered)
	case PartMaterials:
		return c.materials()
	case PartIssued:
		return c.issued()
	case PartRules:
		if t.Rules.empty() {
			return []said{c.key("rules", nil)}
		}
		return c.name(t.Rules)
	case PartScan:
		if t.QR != "" {
			return []said{c.key("scan", nil)}
		}
	case PartText:
		return c.name(l.Text)
	}
	return nil
}

// fixed are values that are the same in every language.
func fixed(values ...string) func(Lang) []string {
	return func(Lang) []string { return values }
}

func (c *composer) class() []said {
	switch {
	case c.ticket.Class == Priority && !c.ticket.Ground.empty():
		return []said{c.key("priority_ground", func(l Lang) []string { return []string{"ground", c.ticket.Ground.In(l)} })}
	case c.ticket.Class == Priority:
		return []said{c.key("priority", nil)}
	case c.ticket.Class == Appointment:
		return []said{c.key("appointment", nil)}
	}
	return nil
}

func (c *composer) where() said {
	if len(c.ticket.Zones) == 0 {
		return c.key("where_any", nil)
	}
	return c.key("where", func(l Lang) []string {
		var names []string
		for _, z := range c.ticket.Zones {
			names = append(names, z.In(l))
		}
		return []string{"zones", strings.Join(names, c.words.say(l, "or"))}
	})
}

func (c *composer) windows() []said {
	labels := ranges(c.ticket.Windows)
	if len(labels) == 0 {
		return nil
	}
	key := "windows"
	if len(c.ticket.Windows) == 1 {
		key = "window"
	}
	return []said{c.key(key, func(l Lang) []string {
		var all []string
		for _, label := range labels {
			all = append(all, unbroken(clean(label)))
		}
		return []string{"windows", strings.Join(all, c.words.say(l, "comma"))}
	})}
}

func (c *composer) ahead() []said {
	switch n := c.ticket.Ahead; {
	case n < 0:
		return nil
	case n == 0:
		return []said{c.key("ahead_none", nil)}
	case n == 1:
		return []said{c.key("ahead_one", nil)}
	default:
		return []said{c.key("ahead", fixed("n", strconv.Itoa(n)))}
	}
}

// issued is when the number was taken and by whom, on one row if that fits.
func (c *composer) issued() []said {
	t := c.ticket
	return []said{c.each(func(l Lang) string {
		var all []string
		if !t.Issued.IsZero() {
			all = append(all, c.words.say(l, "issued", "time", t.Issued.Format("2006-01-02\u00a015:04")))
		}
		if t.Last4 != "" {
			all = append(all, c.words.say(l, "last4", "last4", t.Last4))
		}
		return strings.Join(all, " ")
	})}
}

// materials is a list to tick off.
func (c *composer) materials() []said {
	if len(c.ticket.Materials) == 0 {
		return nil
	}
	head := c.key("materials", nil)
	head.list = true
	mark := "□ "
	if !c.profile.Covers('□') {
		mark = "[ ] " // a row of English then goes as text
	}
	var names []Text
	for _, m := range c.ticket.Materials {
		if !m.Required {
			m.Name = Text{
				ZhHans: c.words.say(ZhHans, "if_any", "name", m.Name.In(ZhHans)),
				ZhHant: c.words.say(ZhHant, "if_any", "name", m.Name.In(ZhHant)),
				En:     c.words.say(En, "if_any", "name", m.Name.In(En)),
			}
		}
		names = append(names, m.Name)
	}
	return append([]said{head}, c.list(names, func(int) string { return mark })...)
}
