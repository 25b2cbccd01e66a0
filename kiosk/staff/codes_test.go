package staff_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"onewindow/queue"
)

// orderCodes are all codes of queue.Order, read from the source so that none is
// forgotten.
func orderCodes(t *testing.T) []queue.OrderCode {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../queue/compare.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var out []queue.OrderCode
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "Order") {
			return true
		}
		if l, ok := v.Values[0].(*ast.BasicLit); ok {
			if s, err := strconv.Unquote(l.Value); err == nil {
				out = append(out, queue.OrderCode(s))
			}
		}
		return true
	})
	if len(out) < 10 {
		t.Fatalf("only %v were found", out)
	}
	return out
}
