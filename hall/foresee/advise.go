package foresee

// advise has the advisor's proposals told.
func (f *Foresee) advise(known *Known, look seen) {}
