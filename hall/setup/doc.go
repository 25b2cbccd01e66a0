// Package setup furnishes a hall from the built-in catalogue: its windows,
// themes, opening hours and working days, and what it can do for people.
//
// What it makes is a first proposal for a hall that has no settings yet. Once
// published, the settings live in the hall's journal, which owns them; a later
// build with another catalogue changes nothing in a hall that runs. Where the
// catalogue is an estimate, so is the proposal; assets/catalogue/README.md says
// which fields that concerns.
//
// Every call answers with fresh values that share nothing, and the same build
// always answers the same. The package reads nothing but the catalogue.
package setup
