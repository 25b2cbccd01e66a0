package halls_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/central/network"
)

// TestTheCentreDecidesInOperatorModeToo: the cluster is run by an operator with JWTs,
// the centre's account asks for the callout, and the issuer is the account's own key
// or one of its signing keys. Halls have no JWT; the server's default sentinel stands
// for it.
func TestTheCentreDecidesInOperatorModeToo(t *testing.T) {
	t.Parallel()
	for says, signing := range map[string]bool{"by the account's key": false, "by a signing key": true} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			pair, text, raw := must[nkeys.KeyPair](t), must[string](t), must[[]byte](t)
			operator, account, signer, user := pair(nkeys.CreateOperator()), pair(nkeys.CreateAccount()), pair(nkeys.CreateAccount()), pair(nkeys.CreateUser())
			name := text(account.PublicKey())
			ac := jwt.NewAccountClaims(name)
			ac.SigningKeys.Add(text(signer.PublicKey()))
			ac.EnableExternalAuthorization(text(user.PublicKey()))
			accountJWT := text(ac.Encode(operator))

			dir := t.TempDir()
			write := func(file string, data []byte) string {
				path := filepath.Join(dir, file)
				if err := os.WriteFile(path, data, 0o600); err != nil {
					t.Fatal(err)
				}
				return path
			}
			own := jwt.NewUserClaims(text(user.PublicKey()))
			own.Pub.Allow = []string{"dn.>", "$SYS.REQ.USER.INFO"}
			own.Sub.Allow = []string{"up.>", "_INBOX_centre.>", server.AuthCalloutSubject}
			own.Resp = &jwt.ResponsePermission{MaxMsgs: 1, Expires: time.Minute}
			creds := write("centre.creds", raw(jwt.FormatUserConfig(text(own.Encode(account)), raw(user.Seed()))))
			issuer := write("issuer.seed", raw(account.Seed()))
			if signing {
				issuer = write("issuer.seed", raw(signer.Seed()))
			}
			sentinel := jwt.NewUserClaims(text(pair(nkeys.CreateUser()).PublicKey()))
			sentinel.BearerToken = true
			sentinel.Pub.Deny, sentinel.Sub.Deny = []string{">"}, []string{">"}

			resolver := &server.MemAccResolver{}
			if err := resolver.Store(name, accountJWT); err != nil {
				t.Fatal(err)
			}
			sys := pair(nkeys.CreateAccount())
			sysName := text(sys.PublicKey())
			if err := resolver.Store(sysName, text(jwt.NewAccountClaims(sysName).Encode(operator))); err != nil {
				t.Fatal(err)
			}
			srv := must[*server.Server](t)(server.NewServer(&server.Options{
				ServerName: "n", Host: "127.0.0.1", Port: -1, NoSigs: true, NoLog: true, MaxPayload: 4 << 20,
				TrustedOperators: []*jwt.OperatorClaims{jwt.NewOperatorClaims(text(operator.PublicKey()))}, AccountResolver: resolver, SystemAccount: sysName,
				DefaultSentinel: text(sentinel.Encode(account)),
			}))
			srv.Start()
			t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
			if !srv.ReadyForConnections(time.Minute) {
				t.Fatal("the server did not start")
			}

			reg, store := &hallstest.Registry{}, newFakeStore()
			h, err := halls.Connect(ctx(t), halls.Settings{}, halls.Cluster{URLs: []string{srv.ClientURL()}, Credentials: creds, Issuer: issuer}, reg, store, store.asks)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.Close(ctx(t)) })
			pub, seed := key(t)
			reg.Add(network.Enrolled{Hall: "LG-1", Key: pub})
			hall := dial(t, halls.Joined{Hall: "LG-1", Seed: seed}, srv.ClientURL())
			if err := hall.hello(2); err != nil {
				t.Fatal(err)
			}
			if err := hall.nc.Publish("up.LG-2.hello", nil); err != nil {
				t.Fatal(err)
			}
			within(t, time.Minute, "it speaks for itself only", func() bool {
				return hall.objections() == fmt.Sprintf("nats: permissions violation: Permissions Violation for Publish to %q", "up.LG-2.hello")
			})
			_, other := key(t)
			if _, err := tryDial(t, halls.Joined{Hall: "LG-1", Seed: other}, srv.ClientURL()); err == nil {
				t.Error("a stranger was let in")
			}
			tok, err := h.Invite(ctx(t), "LG-3", time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := halls.Join(ctx(t), tok.Token, ""); err != nil {
				t.Error(err)
			}
		})
	}
}
