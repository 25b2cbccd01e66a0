package window

import (
	"image"

	"onewindow/kiosk/tui"
)

// frame parts the screen. On a small one, a form's heading and the message
// share a row.
type frame struct {
	small   bool // a strip beside the business system
	beside  bool // the visit and the lists stand side by side
	title   image.Rectangle
	banner  image.Rectangle // what concerns the whole hall; empty if nothing does
	wish    image.Rectangle // what a manager asks for; empty if nothing
	body    image.Rectangle
	lists   image.Rectangle // beside a form; empty where that has the whole width
	card    image.Rectangle // of the window, beside the sign-in; likewise
	message image.Rectangle
	keys    image.Rectangle
	plan    keyPlan
}

// isSmall reports whether only the strip fits.
func isSmall(area image.Rectangle) bool {
	return area.Dy() < 18 || area.Dx() < 60 && area.Dy() < 28
}

// besideWidth is from which width the lists stand beside the visit.
const besideWidth = 76

// formBesideWidth is from which width the lists stay beside a form.
const formBesideWidth = 96

// halves parts the page into the visit and the lists beside it.
func (s *Screen) halves(r image.Rectangle) (visit, lists image.Rectangle) {
	visit = tui.CutLeft(&r, r.Dx()*58/100)
	tui.CutLeft(&r, 2)
	return visit, r
}

func (s *Screen) frame(area image.Rectangle) frame {
	f := frame{small: isSmall(area), beside: area.Dx() >= besideWidth}
	working := s.working()
	if f.small {
		return s.smallFrame(f, area, working)
	}
	airy := area.Dy() >= 28
	f.title = tui.CutTop(&area, 1)
	area = tui.Inset(area, 1, 0)
	if n := s.bannerRows(); n > 0 {
		if airy {
			tui.CutTop(&area, 1)
		}
		f.banner = tui.CutTop(&area, n)
	}
	if s.view.Asked != nil {
		if airy {
			tui.CutTop(&area, 1)
		}
		f.wish = tui.CutTop(&area, 1)
	}
	if airy {
		tui.CutTop(&area, 1)
		tui.CutBottom(&area, 1)
	}
	if working {
		f.plan = s.planKeys(area.Dx(), area.Dy())
		f.keys = tui.CutBottom(&area, f.plan.height())
	}
	f.message = tui.CutBottom(&area, 1)
	if area.Dy() >= 20 {
		tui.CutBottom(&area, 1)
	}
	f.body = area
	_, help := s.Top().(*helpPage)
	switch {
	case working || help || area.Dx() < besideWidth:
	case s.own == pageSignIn:
		f.card, f.body = s.signInHalves(area)
	case area.Dx() >= formBesideWidth:
		f.body, f.lists = s.halves(area)
	}
	return f
}

// smallFrame is the strip: title, number, message, keys.
func (s *Screen) smallFrame(f frame, area image.Rectangle, working bool) frame {
	f.beside = false
	if !working {
		f.body, f.message = area, image.Rect(area.Min.X, area.Min.Y, area.Max.X, area.Min.Y+1)
		return f
	}
	f.title = tui.CutTop(&area, 1)
	f.plan = s.planStrip(area.Dx(), area.Dy()+1)
	f.keys = tui.CutBottom(&area, f.plan.height())
	f.message = tui.CutBottom(&area, 1)
	f.body = area
	return f
}
