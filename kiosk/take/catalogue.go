package take

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/wire"
)

// catalogueMsg is the answer to the question for the catalogue.
type catalogueMsg struct {
	reply wire.CatalogueReply
	err   *wire.Error
}

// fetch asks for the catalogue if the one in force is not here.
func (s *Screen) fetch() tea.Cmd {
	if s.menu == nil || s.cut || s.fetching || s.menu.Catalogue == s.catalogue.Hash || s.real.Before(s.fetchAt) {
		return nil
	}
	s.fetching = true
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		r, err := desk.Catalogue(ctx)
		return catalogueMsg{r, asError(err)}
	}
}

// gotCatalogue takes the catalogue. A hall that answers with an older one than
// it announced is asked again later. Items that are no more leave the basket.
func (s *Screen) gotCatalogue(m catalogueMsg) {
	s.fetching = false
	s.fetchAt = s.real.Add(catalogueRetry)
	if m.err != nil {
		return
	}
	s.catalogue, s.index, s.results = m.reply, nil, nil
	s.visit.items = slices.DeleteFunc(s.visit.items, func(code string) bool {
		_, ok := s.item(code)
		return !ok
	})
	if len(s.legs()) == 0 && s.choosing() && s.page != pageSearch && s.page != pageList {
		s.goHome()
	}
}
