package config

// Central is the centre of a network of halls.
type Central struct {
	Name string `toml:"name" default:"" doc:"Name of the centre for people, such as 龙岗区政务服务中心."`
	Data string `toml:"data" default:"/var/lib/onewindow-central" form:"path" doc:"Folder of the database, the certificates and the administrator's token of this machine."`
	DB   string `toml:"db" default:"" form:"address" doc:"The database: sqlite:///path/to/file, or postgres://user@host/database; a password is better given in a file (PGPASSFILE). Empty: central.db in the folder central.data."`

	Host    string   `toml:"host" default:"" doc:"Address to listen on for halls; empty is every address of this machine."`
	Port    int      `toml:"port" default:"4223" min:"-1" max:"65535" doc:"TCP port for halls; 0 opens none, -1 takes a free one."`
	WebPort int      `toml:"web_port" default:"0" min:"-1" max:"65535" doc:"Port for halls from where only the ports of the web are open (WebSocket), such as 443; 0 opens none, -1 takes a free one."`
	Names   []string `toml:"names" default:"" doc:"Further names and addresses at which halls reach this machine, such as a name in the DNS. They go into its certificate and first into the halls' tokens."`
	NoTLS   bool     `toml:"no_tls" default:"false" doc:"Speak to halls in the clear. Only with a host of 127.0.0.1, for tests."`

	NATS            []string `toml:"nats" default:"" doc:"Servers of a NATS cluster over which halls connect instead, such as [\"tls://nats-1.example:4222\"]; see docs/centre.md. Empty: the centre's own server."`
	NATSCredentials string   `toml:"nats_credentials" default:"" doc:"File with the centre's credentials for that cluster."`
	NATSCA          string   `toml:"nats_ca" default:"" doc:"File with the certificates that the cluster's are signed by (PEM). Empty: the system's."`
	NATSIssuer      string   `toml:"nats_issuer" default:"" doc:"File with the seed of the account's signing key by which the centre lets halls into that cluster (auth callout). Empty: the cluster's own tools do that."`

	NATSHalls  []string `toml:"nats_halls" default:"" doc:"Addresses at which halls reach that cluster, tls:// or wss://, where they are others than central.nats."`
	NATSSystem string   `toml:"nats_system" default:"" doc:"File with credentials of that cluster's system account, so that a hall that is revoked is cut at once. Empty: within ten minutes."`

	HTTPHost  string `toml:"http_host" default:"127.0.0.1" doc:"Address of the HTTP interface and the district's page; empty is every address of this machine. Other than 127.0.0.1 only with http_cert, or http_clear."`
	HTTPPort  int    `toml:"http_port" default:"8080" min:"-1" max:"65535" doc:"Port of the HTTP interface; 0 opens none, -1 takes a free one."`
	HTTPCert  string `toml:"http_cert" default:"" doc:"File with the certificate of the HTTP interface and those it is signed by (PEM)."`
	HTTPKey   string `toml:"http_key" default:"" doc:"File with the key of that certificate (PEM)."`
	HTTPClear bool   `toml:"http_clear" default:"false" doc:"A proxy that speaks TLS stands before the HTTP interface, which itself speaks in the clear, on whatever address."`
}
