package config

import (
	"strings"
	"testing"
)

func TestTheDatabasesPasswordIsNotPrinted(t *testing.T) {
	for _, address := range []string{
		"postgres://centre:s3cret@db.example/one", "postgres://centre:s3cret@x@db.example:bad/one", "postgres://db/one?user=centre&password=s3cret",
		"postgres://centre@db/one?sslpassword=s3cret&sslmode=verify-full",
	} {
		c := defaults(t)
		c.Central.DB = address
		if said := Print(c, Origins{}); strings.Contains(said, "s3cret") || !strings.Contains(said, "***") {
			t.Errorf("%s is printed with its password:\n%s", address, said)
		}
	}
	for _, address := range []string{"", "sqlite:///var/lib/x.db", "postgres://centre@db.example/one"} {
		if WithoutPassword(address) != address {
			t.Errorf("%s became %s", address, WithoutPassword(address))
		}
	}
}
