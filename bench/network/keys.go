package main

import (
	"fmt"

	"github.com/nats-io/nkeys"
)

// key is a hall's at the centre.
type key struct {
	hall   string
	public string
	seed   []byte
}

// newKeys makes one for each hall.
func newKeys(halls []string) (map[string]key, error) {
	all := make(map[string]key, len(halls))
	for _, h := range halls {
		kp, err := nkeys.CreateUser()
		if err != nil {
			return nil, fmt.Errorf("the key of %s: %w", h, err)
		}
		public, err := kp.PublicKey()
		if err != nil {
			return nil, fmt.Errorf("the key of %s: %w", h, err)
		}
		seed, err := kp.Seed()
		if err != nil {
			return nil, fmt.Errorf("the key of %s: %w", h, err)
		}
		all[h] = key{h, public, seed}
	}
	return all, nil
}
