package main

import (
	"fmt"
	"os"

	"github.com/nats-io/nkeys"
)

// key is a hall's at the centre.
type key struct {
	hall   string
	public string
	seed   []byte
}

// newKey makes one of a kind that create says.
func newKey(create func() (nkeys.KeyPair, error)) (k key, err error) {
	kp, err := create()
	if err != nil {
		return k, err
	}
	if k.public, err = kp.PublicKey(); err != nil {
		return k, err
	}
	k.seed, err = kp.Seed()
	return k, err
}

// newKeys makes one for each hall.
func newKeys(halls []string) (map[string]key, error) {
	all := make(map[string]key, len(halls))
	for _, h := range halls {
		k, err := newKey(nkeys.CreateUser)
		if err != nil {
			return nil, fmt.Errorf("the key of %s: %w", h, err)
		}
		k.hall = h
		all[h] = k
	}
	return all, nil
}

// seedFile makes a key, writes its seed into a file, and returns its public half.
func seedFile(path string, create func() (nkeys.KeyPair, error)) (public string, err error) {
	k, err := newKey(create)
	if err != nil {
		return "", err
	}
	return k.public, os.WriteFile(path, k.seed, 0o600)
}
