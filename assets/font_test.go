package assets

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTheFontIsTheOneThatItsPapersDescribe(t *testing.T) {
	papers, err := os.ReadFile("font/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(PaperFont()))); !strings.Contains(string(papers), sum) {
		t.Errorf("font/README.md describes another font; this one has the sum %s", sum)
	}
	if !strings.Contains(PaperFontLicence(), "SIL OPEN FONT LICENSE") {
		t.Error("the licence is not built in")
	}
}
