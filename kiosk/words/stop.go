package words

// Stop is the reason of an emergency stop or of a closed intake, as everybody
// reads it: a code of the catalogue ("fire", "staff_short", …, see
// catalogue/stop.json) gives its words, any other reason is a manager's own text
// and is returned as it is.
func Stop(lang Lang, reason string) string {
	if key := "stop." + reason; Has(key) {
		return T(lang, key)
	}
	return reason
}
