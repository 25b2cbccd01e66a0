package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"

	"onewindow/trust"
)

// certify makes an authority and a certificate by it for all servers of a cluster, as
// an operator would with his own tools: node.pem with node.key, and ca.pem.
func certify(file func(name string) string) (pin trust.Pin, err error) {
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pin, err
	}
	nodes, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pin, err
	}
	from, to := time.Now().Add(-time.Hour), time.Now().Add(48*time.Hour)
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bench"}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	node := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "node"}, NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	ca, err := x509.CreateCertificate(rand.Reader, authority, authority, &own.PublicKey, own)
	if err != nil {
		return pin, err
	}
	cert, err := x509.CreateCertificate(rand.Reader, node, authority, &nodes.PublicKey, own)
	if err != nil {
		return pin, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(nodes)
	if err != nil {
		return pin, err
	}
	parsed, err := x509.ParseCertificate(ca)
	if err != nil {
		return pin, err
	}
	block := func(kind string, b []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}) }
	for name, content := range map[string][]byte{
		"node.pem": append(block("CERTIFICATE", cert), block("CERTIFICATE", ca)...), "node.key": block("PRIVATE KEY", private), "ca.pem": block("CERTIFICATE", ca),
	} {
		if err := os.WriteFile(file(name), content, 0o600); err != nil {
			return pin, err
		}
	}
	return trust.PinOf(parsed), nil
}
