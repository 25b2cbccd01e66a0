package trust

import (
	"crypto/ecdsa"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var errStranger = errors.New("not the one")

func TestATerminalWhoseClockIsUnsetStillKnowsItsHall(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ca, err := OpenAuthority(dir, "x", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	conf, err := ca.ServerTLS(dir, []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	chain := parseChain(t, conf.Certificates[0].Certificate)
	for _, tc := range []struct {
		says string
		now  time.Time
		good bool
	}{
		{"now", time.Now(), true},
		{"1970", time.Unix(0, 0), true},
		{"after the server certificate's end", time.Now().AddDate(3, 0, 0), false},
	} {
		_, err := Verify(chain, ca.Pin(), tc.now, errStranger)
		if (err == nil) != tc.good {
			t.Errorf("%s: %v", tc.says, err)
		}
	}
	if _, err := Verify(chain, [32]byte{1}, time.Now(), errStranger); !errors.Is(err, errStranger) {
		t.Errorf("other pin: %v", err)
	}
	if _, err := Verify(chain[:1], ca.Pin(), time.Now(), errStranger); !errors.Is(err, errStranger) {
		t.Errorf("no authority: %v", err)
	}
	// Another authority that sends our authority's certificate along proves
	// nothing with it.
	other, err := OpenAuthority(t.TempDir(), "x", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	oconf, err := other.ServerTLS(t.TempDir(), []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	forged := parseChain(t, append(oconf.Certificates[0].Certificate[:1:1], ca.Cert()))
	if _, err := Verify(forged, ca.Pin(), time.Now(), errStranger); err == nil {
		t.Error("a forged chain was accepted")
	}
}

func TestTheServerCertificateIsRenewedInTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := time.Now()
	ca, err := OpenAuthority(dir, "x", now)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"127.0.0.1", "hall.example"}
	serial := func(at time.Time, names []string) string {
		conf, err := ca.ServerTLS(dir, names, at)
		if err != nil {
			t.Fatal(err)
		}
		return conf.Certificates[0].Leaf.SerialNumber.String()
	}
	first := serial(now, names)
	if serial(now.AddDate(1, 0, 0), names) != first {
		t.Error("made anew without need")
	}
	second := serial(now.AddDate(2, 0, -50), names)
	if second == first {
		t.Error("not renewed 50 days before its end")
	}
	if serial(now.AddDate(2, 0, -50), append(names, "10.0.0.9")) == second {
		t.Error("not renewed for a new name")
	}
	again, err := OpenAuthority(dir, "x", now)
	if err != nil || again.Pin() != ca.Pin() {
		t.Fatalf("the authority changed: %v", err)
	}
	if k, ok := again.cert.PublicKey.(*ecdsa.PublicKey); !ok || k.Params().BitSize != 256 || again.cert.NotAfter.Before(now.AddDate(19, 11, 0)) {
		t.Errorf("authority: %T until %v", again.cert.PublicKey, again.cert.NotAfter)
	}
	if err := os.WriteFile(filepath.Join(dir, "ca.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenAuthority(dir, "x", now); err == nil {
		t.Error("a damaged authority was replaced silently; all terminals would be lost")
	}
}

func parseChain(t *testing.T, ders [][]byte) []*x509.Certificate {
	t.Helper()
	var chain []*x509.Certificate
	for _, der := range ders {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		chain = append(chain, c)
	}
	return chain
}
