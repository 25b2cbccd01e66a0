package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"

	"onewindow/wire"
)

// networkKey is the name of the secret under which all halls know a citizen.
const networkKey = "network key"

// keySize is the length of the network's key, and idSize of its name, in bytes.
const (
	keySize = 32
	idSize  = 8
)

// NetworkKey is the network's key. It is made once, by whichever process asks first,
// and is the same ever after. Whoever reads the database, or a backup of it, has it.
func (s *Store) NetworkKey(ctx context.Context) (key wire.NetworkKey, err error) {
	err = s.transact(ctx, "the network's key", func(tx *sql.Tx) error {
		made, id := make([]byte, keySize), make([]byte, idSize)
		_, _ = rand.Read(made) // never fails
		_, _ = rand.Read(id)
		if _, err := tx.ExecContext(ctx, s.d.bind("INSERT INTO secrets (name, id, secret) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING"), networkKey, hex.EncodeToString(id), made); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, s.d.bind("SELECT id, secret FROM secrets WHERE name = $1"), networkKey).Scan(&key.ID, &key.Key)
	})
	if err != nil {
		return wire.NetworkKey{}, err
	}
	if len(key.Key) != keySize {
		return wire.NetworkKey{}, fmt.Errorf("store: the network's key is %d bytes and should be %d: restore the database", len(key.Key), keySize)
	}
	return key, nil
}
