package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// constants reads the values of the string constants of a file whose names
// start with prefix.
func constants(t *testing.T, path, prefix string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, prefix) {
			return true
		}
		if s, ok := literal(v.Values[0]); ok {
			out = append(out, s)
		}
		return true
	})
	if len(out) == 0 {
		t.Fatalf("%s has no constants %s…", path, prefix)
	}
	return out
}

func TestEveryRefusalAndEveryReasonHasItsSentence(t *testing.T) {
	refusals := slices.Concat(constants(t, "../../queue/refusal.go", "Code"), constants(t, "../../wire/envelope.go", "Code"), constants(t, "../../wire/network.go", "Code"))
	for area, codes := range map[string][]string{
		"refusal.":       append(refusals, "unknown"),
		"reason.":        constants(t, "../../queue/reason.go", "Reason"),
		"common.class.":  constants(t, "../../queue/ticket.go", "Ordinary"),
		"common.hold.":   constants(t, "../../queue/ticket.go", "Hold"),
		"staff.later.":   constants(t, "../../queue/later.go", "Later"),
		"take.later.":    constants(t, "../../queue/later.go", "Later"),
		"staff.order.":   constants(t, "../../queue/compare.go", "Order"),
		"common.ground.": constants(t, "../../queue/ticket.go", "Ground"),
		"staff.alert.":   constants(t, "../../queue/alert.go", "Alert"),
		"staff.device.":  constants(t, "../../queue/device.go", "Device"),
		"staff.fault.":   constants(t, "../../queue/device.go", "Fault"),
		"guide.printer.": constants(t, "../../queue/device.go", "Fault"),
	} {
		for _, c := range codes {
			if !Has(area + c) {
				t.Errorf("the catalogue has no key %s%s", area, c)
			}
		}
		if area != "refusal." && area != "reason." && area != "staff.order." {
			continue
		}
		for key := range catalogue {
			if code, ok := strings.CutPrefix(key, area); ok && !slices.Contains(codes, code) {
				t.Errorf("%s is the sentence of no code", key)
			}
		}
	}
}
