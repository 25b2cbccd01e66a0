package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// page is docs/wire.md, cut into what the tests compare.
type page struct {
	text string
	// tables are the rows of each table by the first cell of its head, such as
	// "verb"; those of types, whose head begins with "field", are in types.
	tables map[string][]row
	// types are the fields described under each heading, by the heading.
	types map[string][]row
	// heads are all headings.
	heads []string
}

// row is one row of a table: its cells by the head's words.
type row map[string]string

func readPage(t *testing.T) *page {
	t.Helper()
	b, err := os.ReadFile("../wire.md")
	if err != nil {
		t.Fatal(err)
	}
	p := &page{text: string(b), tables: map[string][]row{}, types: map[string][]row{}}
	heading := ""
	var head []string
	for _, line := range strings.Split(p.text, "\n") {
		switch {
		case strings.HasPrefix(line, "#"):
			heading, head = strings.TrimSpace(strings.TrimLeft(line, "#")), nil
			p.heads = append(p.heads, heading)
		case !strings.HasPrefix(line, "|"):
			head = nil
		case head == nil:
			head = cells(line)
		case strings.HasPrefix(line, "|---"):
		default:
			r := row{}
			for i, c := range cells(line) {
				if i < len(head) {
					r[head[i]] = c
				}
			}
			if head[0] == "field" {
				p.types[heading] = append(p.types[heading], r)
			} else {
				p.tables[head[0]] = append(p.tables[head[0]], r)
			}
		}
	}
	return p
}

// cells are what stands between the bars of a table's line.
func cells(line string) []string {
	cs := strings.Split(strings.Trim(line, "|"), "|")
	for i := range cs {
		cs[i] = strings.TrimSpace(cs[i])
	}
	return cs
}

var quoted = regexp.MustCompile("`([^`]+)`")

// names are the words in code type of a cell.
func names(cell string) (all []string) {
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		all = append(all, m[1])
	}
	return all
}

// column are the names in one column of a table, over all rows.
func (p *page) column(table, column string) (all []string) {
	for _, r := range p.tables[table] {
		all = append(all, names(r[column])...)
	}
	return all
}

func TestEveryLinkOfThePageLeadsSomewhere(t *testing.T) {
	p := readPage(t)
	anchors := map[string]bool{}
	for _, h := range p.heads {
		a := regexp.MustCompile("[^a-z0-9 -]").ReplaceAllString(strings.ToLower(h), "")
		anchors[strings.ReplaceAll(a, " ", "-")] = true
	}
	for _, m := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(p.text, -1) {
		if a, ok := strings.CutPrefix(m[1], "#"); ok {
			if !anchors[a] {
				t.Errorf("there is no heading for #%s", a)
			}
		} else if _, err := os.Stat("../" + m[1]); err != nil {
			t.Errorf("%v", err)
		}
	}
}
