package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"onewindow/central/halls"
	"onewindow/cli/config"
	"onewindow/hall/uplink"
	"onewindow/wire"
)

// linkCentre opens the hall's link to the centre that it has joined, if it has. The
// hall needs no centre, so whatever is wrong with what joining left behind is told and
// stops nothing; only a mistake of the configuration is an error.
func (h *openedHall) linkCentre(conf config.Config) error {
	if len(conf.Centre.URLs) > 0 {
		if err := uplink.CheckURLs(conf.Centre.URLs); err != nil {
			return failWith(exitConfig, fmt.Errorf("centre.urls: %w", err))
		}
	}
	file := conf.IdentityFile()
	id, err := halls.LoadJoined(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if conf.Centre.Identity != "" {
			h.log.Warn("the hall has joined no centre: the file of centre.identity is not there", "file", file)
		}
		return nil
	case conf.Centre.Off:
		h.log.Info("the hall does not connect to the centre that it has joined: centre.off is set")
		return nil
	}
	if err == nil && id.Hall != conf.Hall.ID {
		err = fmt.Errorf("%s is of hall %s, and this is hall %s", file, id.Hall, conf.Hall.ID)
	}
	if err == nil {
		err = h.openLink(id, conf.Centre.URLs)
	}
	if err != nil {
		h.log.Error("the hall cannot connect to the centre; it goes on by itself", "err", err, "hint", rejoinHint)
		h.node.TellCentre(nil, &wire.Error{Code: wire.CodeCentreAway, Msg: "the hall cannot connect to the centre: " + err.Error(), Hint: rejoinHint})
		since := time.Now().UTC()
		h.node.ShowCentre(func() wire.CentreLink {
			return wire.CentreLink{Name: id.Centre, Since: since, Why: err.Error(), Behind: h.node.Last()}
		})
	}
	return nil
}

// rejoinHint is the way out of a file of the centre that cannot be used.
const rejoinHint = "ask the centre's administrator for a token, join with `onewindow join`, and start the hall anew"

// openLink starts the link. urls, if there are any, take the place of those that
// joining has found.
func (h *openedHall) openLink(id halls.Joined, urls []string) error {
	pin, err := id.Pin()
	if err != nil {
		return err
	}
	if len(urls) == 0 {
		urls = id.URLs
	}
	h.link, err = uplink.Open(uplink.Settings{
		Hall: id.Hall, URLs: urls, Seed: id.Seed, Pin: pin, Log: h.log,
		State: func(st uplink.State) { h.node.TellCentre(st.Refused, st.Note) },
	}, h.node)
	if err != nil {
		return err
	}
	h.node.ShowCentre(func() wire.CentreLink {
		st := h.link.State()
		return wire.CentreLink{Name: id.Centre, Up: st.Up, Since: st.Since.UTC(), Why: st.Why, Acked: st.Acked, Behind: st.Behind}
	})
	h.node.JoinNetwork(h.link)
	h.log.Info("the hall connects to its centre", "centre", id.Centre, "at", urls)
	return nil
}
