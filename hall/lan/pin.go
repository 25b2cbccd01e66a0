package lan

import (
	"crypto/tls"
	"crypto/x509"
	"errors"

	"onewindow/trust"
)

// errOtherHall is the TLS error of a terminal that met a server which is not
// its hall.
var errOtherHall = errors.New("the server is not the hall that this terminal belongs to")

// pinnedTLS trusts the hall's authority by its pin.
func pinnedTLS(pin trust.Pin, seen func(*x509.Certificate)) *tls.Config {
	return trust.TLS(pin, errOtherHall, seen)
}
