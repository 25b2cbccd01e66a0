// Package district is the screen of a district's managers: how all halls of the
// network stand, where people wait long, which hall is not heard, what one hall is
// about, and what halls have reported of their closed days.
//
// It guarantees that it shows the centre's last word and nothing else, with how old
// that is: while the centre is not heard all is pale, and a hall that is not heard
// keeps the figures that it had, marked as old and left out of every sum. What was
// chosen stays chosen when the order changes. Nothing is told by colour alone.
//
// It changes nothing, in no hall and not at the centre. It computes sums of the
// halls' figures and how they stand beside thresholds, opens no connection, keeps
// nothing but the last answers, and shows no personal data, for it gets none.
package district
