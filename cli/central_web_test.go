package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/cli/config"
)

// selfSigned writes a certificate for localhost that is its own authority.
func selfSigned(t *testing.T, dir string, serial int64) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tpl := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "test"}, DNSNames: []string{"*.example", "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, tpl, tpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestACertificateThatWasRenewedComesIntoForce(t *testing.T) {
	dir := t.TempDir()
	cert, key := selfSigned(t, dir, 1)
	c := &certificate{cert: cert, key: key}
	serial := func() int64 {
		t.Helper()
		c.looked = time.Time{} // as if its time had come
		pair, err := c.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.SerialNumber.Int64()
	}
	if serial() != 1 {
		t.Fatal("it is another certificate")
	}
	selfSigned(t, dir, 2)
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(cert, later, later); err != nil {
		t.Fatal(err)
	}
	if serial() != 2 {
		t.Error("the renewed one is not used")
	}
	if err := os.WriteFile(key, []byte("half of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	later = later.Add(time.Minute)
	if err := os.Chtimes(key, later, later); err != nil {
		t.Fatal(err)
	}
	if serial() != 2 {
		t.Error("while the files are being written the good one does not go on")
	}
}

func TestWhereThisMachineReachesTheInterface(t *testing.T) {
	cert, key := selfSigned(t, t.TempDir(), 1)
	for want, set := range map[string]config.Central{
		"http://127.0.0.1:8080":  {HTTPHost: "127.0.0.1", HTTPPort: 8080},
		"http://[::1]:8080":      {HTTPHost: "::1", HTTPPort: 8080},
		"http://127.0.0.1:9":     {HTTPHost: "0.0.0.0", HTTPPort: 9, HTTPClear: true},
		"http://127.0.0.1:10":    {HTTPHost: "", HTTPPort: 10, HTTPClear: true},
		"https://localhost:8443": {HTTPHost: "", HTTPPort: 8443, HTTPCert: cert, HTTPKey: key},
	} {
		s, err := httpSettings(set)
		if err != nil || s.url(nil) != want {
			t.Errorf("%s, %v; want %s", s.url(nil), err, want)
		}
	}
	for _, set := range []config.Central{{HTTPHost: "", HTTPPort: 8080}, {HTTPHost: "10.0.0.1", HTTPPort: 8080}, {HTTPPort: 1, HTTPCert: cert}, {HTTPPort: 1, HTTPCert: key, HTTPKey: key}} {
		if _, err := httpSettings(set); err == nil || codeOf(failWith(exitConfig, err)) != exitConfig {
			t.Errorf("%+v is taken: %v", set, err)
		}
	}
	if _, err := httpSettings(config.Central{HTTPHost: "", HTTPPort: 0}); err != nil {
		t.Errorf("no interface: %v", err)
	}
}

func TestANetworkIsPutInFromAboveWhateverTheOrderOfItsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "n.json")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`[{"hall":"C","parent":"B"},{"hall":"B","parent":"A"},{"hall":"X","parent":"elsewhere"},{"hall":"A"}]`)
	places, err := readPlaces([]string{file})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, p := range places {
		order = append(order, p.Hall)
	}
	if got := strings.Join(order, " "); got != "X A B C" {
		t.Errorf("%s", got)
	}
	write(`[{"hall":"A","parent":"B"},{"hall":"B","parent":"A"}]`)
	if _, err := readPlaces([]string{file}); err == nil {
		t.Error("a ring is taken")
	}
}
