package uplink

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"

	"onewindow/queue"
	"onewindow/wire"
)

// descent finds where each line of the hall's history begins. The epochs of events
// only rise, so that a search by halves needs few looks however long the history is.
func descent(s Source) ([]wire.EpochStart, error) {
	var line []wire.EpochStart
	last := s.Last()
	for from := uint64(1); from <= last; {
		epoch, err := epochAt(s, from)
		if err != nil {
			return nil, err
		}
		line = append(line, wire.EpochStart{Epoch: string(epoch), From: from})
		var searchErr error
		n := sort.Search(int(last-from), func(i int) bool {
			e, err := epochAt(s, from+1+uint64(i))
			searchErr = errors.Join(searchErr, err)
			return err == nil && epoch.Older(e)
		})
		if searchErr != nil {
			return nil, searchErr
		}
		from += 1 + uint64(n)
	}
	return line, nil
}

// epochAt is the line of history to which an event belongs: an epoch.started
// belongs to the one that it begins.
func epochAt(s Source, seq uint64) (epoch queue.Epoch, err error) {
	var r struct {
		Epoch queue.Epoch `json:"epoch"`
		Type  string      `json:"type"`
		Data  struct {
			Epoch queue.Epoch `json:"epoch"`
		} `json:"data"`
	}
	found := false
	err = s.Records(seq, 1, 0, func(_ uint64, b []byte) error {
		found = true
		return json.Unmarshal(b, &r)
	})
	if r.Type == (queue.EpochStarted{}).Type() {
		r.Epoch = r.Data.Epoch
	}
	if err == nil && !found {
		err = errors.New("it is not there")
	}
	if err == nil {
		_, err = queue.ParseEpoch(string(r.Epoch))
	}
	if err != nil {
		return "", fmt.Errorf("the line of event %d: %w", seq, err)
	}
	return r.Epoch, nil
}
