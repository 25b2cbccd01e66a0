package halls

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const (
	// subjectWho is where a connection asks a server who it is itself.
	subjectWho = "$SYS.REQ.USER.INFO"
	// kickWait is how long the servers of a cluster may take to say which connections
	// they have, and kickMore how long after one the next is awaited.
	kickWait = 2 * time.Second
	kickMore = 300 * time.Millisecond
	// kickMost is how many connections of a hall each server names.
	kickMost = 4096
)

// readWho reads the account out of a server's answer.
func readWho(data []byte) (account string, err error) {
	var r struct {
		Data *server.UserInfo `json:"data"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return "", err
	}
	if r.Data == nil || r.Data.Account == "" {
		return "", errors.New("the answer names none")
	}
	return r.Data.Account, nil
}

// kicker cuts connections at the servers of a cluster, with the rights of its
// system account.
type kicker struct {
	conn    *nats.Conn
	account string
	log     *slog.Logger
}

// hall cuts all connections of a hall. Those that cannot be cut end with their pass.
func (k *kicker) hall(hall string) {
	if err := k.cut(hall); err != nil {
		k.log.Warn("halls: the connections of a hall could not be cut at the NATS cluster; they end by themselves within ten minutes", "hall", hall, "err", err)
	}
}

func (k *kicker) cut(hall string) error {
	inbox := k.conn.NewInbox()
	sub, err := k.conn.SubscribeSync(inbox)
	if err != nil {
		return err
	}
	defer func() { _ = sub.Unsubscribe() }() // fails on a closed line only
	q, err := json.Marshal(server.ConnzEventOptions{ConnzOptions: server.ConnzOptions{Username: true, User: hall, Account: k.account, Limit: kickMost}})
	if err != nil {
		return err
	}
	if err := k.conn.PublishRequest("$SYS.REQ.SERVER.PING.CONNZ", inbox, q); err != nil {
		return err
	}
	heard := false
	for end := time.Now().Add(kickWait); ; {
		wait := time.Until(end)
		if heard {
			wait = min(wait, kickMore)
		}
		m, err := sub.NextMsg(wait)
		if errors.Is(err, nats.ErrTimeout) && heard {
			return nil
		}
		if err != nil {
			return fmt.Errorf("which connections it has: %w", err)
		}
		heard = true
		if err := k.at(m.Data, hall, inbox); err != nil {
			return err
		}
	}
}

// at cuts the connections that one server named. A server does not listen to whoever
// wants no answer; the answers to inbox name no connections.
func (k *kicker) at(data []byte, hall, inbox string) error {
	var r struct {
		Server server.ServerInfo `json:"server"`
		Data   *server.Connz     `json:"data"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	if r.Data == nil {
		return nil
	}
	for _, c := range r.Data.Conns {
		if c.AuthorizedUser != hall {
			continue
		}
		q, err := json.Marshal(server.KickClientReq{CID: c.Cid})
		if err == nil {
			err = k.conn.PublishRequest("$SYS.REQ.SERVER."+r.Server.ID+".KICK", inbox, q)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
