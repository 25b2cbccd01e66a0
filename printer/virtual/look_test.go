package virtual

import (
	"bytes"
	"image"
	"image/png"
	"testing"
)

func TestAPictureOfPaperShowsItsEdges(t *testing.T) {
	ticket := Ticket{Number: 1, Image: NewDots(384, 100), Cut: true}
	ticket.Image.fill(image.Rect(0, 50, 384, 51))
	for _, scale := range []float64{0, 0.5, 1, 2} {
		var b bytes.Buffer
		if err := WritePNG(&b, ticket, scale); err != nil {
			t.Fatal(err)
		}
		pic, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if scale == 0 {
			scale = 1
		}
		if w := int(float64(464+2*deskMargin) * scale); pic.Bounds().Dx() != w {
			t.Errorf("at %g the picture is %d wide, want %d: 58 mm and the desk", scale, pic.Bounds().Dx(), w)
		}
	}
	if err := WritePNG(&bytes.Buffer{}, ticket, 100); err == nil {
		t.Error("a scale of 100 was taken")
	}
	last := deskMargin + 99
	cut := Photograph(ticket)
	ticket.Cut = false
	torn := Photograph(ticket)
	straight := func(p *image.RGBA) bool {
		for x := range 464 {
			if p.RGBAAt(deskMargin+x, last) != white {
				return false
			}
		}
		return true
	}
	if !straight(cut) || straight(torn) {
		t.Errorf("cut paper has a straight edge (%v), torn paper has not (%v)", straight(cut), straight(torn))
	}
}
