// Command network measures and breaks a network of halls: real halls, with journals,
// nodes and links over TLS, in this process, and the centre as a process of its own
// that can be killed, on the other side of lines that can be spoilt.
//
//	day          a day of all halls of the catalogue, in compressed time
//	faults       whatever can break, broken again and again under load
//	cluster      two centres on one PostgreSQL, behind three NATS servers
//	catchup      a hall that was cut off for 100 000 events, beside a bare database
//	connections  what each hall costs the centre, up to thousands
//	scale        the tables of docs/scale.md, out of what the others have found
//
// Each ends in a comparison that knows no tolerance: every event of every hall is at
// the centre once and as it is, and the centre's rows are those to which the hall's
// own fold leads. Gates that fail end the program with 1; what could not be measured
// ends it with 2.
//
// Speed is compared within one run only. Everything shares one machine, so that the
// figures are what a small machine bears with the halls on it, not what the centre
// could do alone.
package main
