package wire

// CodeOf is what the square code of a number says, on a kiosk's screen and on its
// paper alike: the address of the number's page where link is the beginning of
// one, otherwise hall, day and number. "" is no number.
func CodeOf(link, hall string, t Ticket) string {
	switch {
	case t.Number == "":
		return ""
	case link != "":
		return link + t.Number
	case hall == "":
		return t.Number
	}
	return hall + " " + t.Day + " " + t.Number
}
