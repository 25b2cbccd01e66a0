package cli

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"

	"onewindow/central/store"
	"onewindow/cli/config"
	"onewindow/trust/door"
)

// centreMistake is what would keep a centre from starting, and the setting that it is of.
type centreMistake struct {
	setting string
	err     error
}

// setsCentre reports whether a configuration says anything of a centre.
func setsCentre(from config.Origins) bool {
	for key, o := range from {
		if strings.HasPrefix(key, "central.") && o.Source != config.FromDefault {
			return true
		}
	}
	return false
}

// centreMistakes are those of a centre's settings that can be found without starting it.
func centreMistakes(set config.Central) (all []centreMistake) {
	add := func(setting string, err error) {
		if err != nil {
			all = append(all, centreMistake{setting, err})
		}
	}
	if i, err := os.Stat(set.Data); err == nil && !i.IsDir() {
		add("central.data", fmt.Errorf("central.data %s is a file; it is the folder of the centre", set.Data))
	}
	if set.DB != "" {
		add("central.db", store.CheckAddress(set.DB))
	}
	if set.NoTLS && !door.Loopback(set.Host) {
		add("central.no_tls", fmt.Errorf("central.no_tls with central.host %q: in the clear only 127.0.0.1 is listened to", set.Host))
	}
	add("central.names", checkNames(set.Names))
	_, err := httpSettings(set)
	switch {
	case err != nil && set.HTTPCert+set.HTTPKey != "":
		add("central.http_cert", err)
	case err != nil:
		add("central.http_host", err)
	}
	add("central.http_port", samePorts(set))
	for _, named := range []struct{ setting, file string }{
		{"central.nats_credentials", set.NATSCredentials}, {"central.nats_ca", set.NATSCA},
		{"central.nats_issuer", set.NATSIssuer}, {"central.nats_system", set.NATSSystem},
	} {
		if named.file == "" {
			continue
		}
		f, err := os.Open(named.file)
		if err == nil {
			err = f.Close()
		}
		add(named.setting, err)
	}
	return all
}

// samePorts refuses two listeners of one centre on one port. Those on other addresses of
// the machine may have it.
func samePorts(set config.Central) error {
	type listener struct {
		setting, host string
		port          int
	}
	doors := []listener{{"central.http_port", set.HTTPHost, set.HTTPPort}}
	if len(set.NATS) == 0 {
		doors = append(doors, listener{"central.port", set.Host, set.Port}, listener{"central.web_port", set.Host, set.WebPort})
	}
	for i, a := range doors {
		for _, b := range doors[i+1:] {
			if a.port > 0 && a.port == b.port && (a.host == b.host || door.Wildcard(a.host) || door.Wildcard(b.host)) {
				return fmt.Errorf("%s and %s are both %d; each listens on a port of its own", a.setting, b.setting, a.port)
			}
		}
	}
	return nil
}

// dnsName is a name as the DNS and certificates have it.
var dnsName = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$`)

// checkNames refuses what can be no name or address of this machine: no certificate holds
// it, and halls would look for the centre in vain.
func checkNames(names []string) error {
	for _, n := range names {
		if net.ParseIP(n) == nil && !dnsName.MatchString(n) {
			return hinted(fmt.Errorf("central.names: %q is neither a name of the DNS nor an address", n), "give names such as centre.example, without a scheme and a port")
		}
	}
	return nil
}
