// Package config reads the settings of one machine: from flags, the environment,
// a TOML file and defaults, in this order of strength.
//
// It is strict. A key that nothing reads, a value of the wrong kind and a value
// out of range are errors that name the line, or the variable, and say what to
// do. Every value knows where it came from.
//
// The tags of the structs are the only description of a setting: toml is its
// key, default its default as an environment variable would write it, doc its
// explanation; oneof, min, max and form bound it. Sample, Print, the checks and
// the names of the variables (ONEWINDOW_HALL_PORT) are made from them.
//
// How the hall works, its windows, rules and staff, is not configured here: that
// is queue.Settings, which belongs to the hall's journal and is changed while
// the hall runs.
package config

import "path/filepath"

// DefaultFile is read when no file is named, if it is there.
const DefaultFile = "/etc/onewindow/onewindow.toml"

// Config is everything that one machine is told.
type Config struct {
	Hall     Hall     `toml:"hall" doc:"The hall's node: onewindow hall."`
	Centre   Centre   `toml:"centre" doc:"The hall's link to the centre of a network of halls. A hall that has joined one (onewindow join owh1.…) needs nothing here."`
	Central  Central  `toml:"central" doc:"The centre of a network of halls: onewindow central."`
	Terminal Terminal `toml:"terminal" doc:"A terminal: onewindow kiosk, window, guide, board, caller, manager."`
	Board    Board    `toml:"board" doc:"The waiting hall's board: onewindow board."`
	Printer  Printer  `toml:"printer" doc:"The ticket printer of a kiosk, guide's desk or window. What each kind of printer can do is in docs/devices.md."`
	Reader   Reader   `toml:"reader" doc:"What reads citizens' cards and codes at a kiosk over a serial line. Those that type like a keyboard need no setting."`
	Caller   Caller   `toml:"caller" doc:"Strips over the windows and voices: onewindow caller, or the hall's machine."`
	Manager  Manager  `toml:"manager" doc:"The hall manager's terminal: onewindow manager."`
	Log      Log      `toml:"log" doc:"What is written down for whoever looks after the machine."`
}

// Hall is the machine that runs a hall.
type Hall struct {
	ID    string   `toml:"id" default:"" form:"token" doc:"The hall's id in the network, such as LG-00. Needed to run a hall."`
	Data  string   `toml:"data" default:"/var/lib/onewindow" form:"path" doc:"Folder of the journal, the keys and the list of terminals."`
	Host  string   `toml:"host" default:"" doc:"Address to listen on for terminals; empty is every address of this machine."`
	Port  int      `toml:"port" default:"4222" min:"-1" max:"65535" doc:"TCP port for terminals; 0 opens none, -1 takes a free one."`
	Names []string `toml:"names" default:"" doc:"Further names and addresses at which terminals reach this machine, such as a name in the DNS. They go into the hall's certificate."`
	NoTLS bool     `toml:"no_tls" default:"false" doc:"Speak in the clear. Only with a host of 127.0.0.1, for tests."`
}

// Centre is how a hall reaches the centre of its network.
type Centre struct {
	Off      bool     `toml:"off" default:"false" doc:"Do not connect to the centre, although this hall has joined it. The hall works the same; the centre learns everything later."`
	URLs     []string `toml:"urls" default:"" doc:"Where the centre is, such as [\"tls://centre.example:4223\"] or, where only the web's ports are open, [\"wss://centre.example\"]; in place of the addresses of the token. Empty: those."`
	Identity string   `toml:"identity" default:"" doc:"File that says as whom the hall speaks to the centre; onewindow join writes it. Empty: centre.json in the folder hall.data."`
}

// IdentityFile is the file that says as whom the hall speaks to the centre.
func (c Config) IdentityFile() string {
	if c.Centre.Identity != "" {
		return c.Centre.Identity
	}
	return filepath.Join(c.Hall.Data, "centre.json")
}

// Terminal is a machine that people use.
type Terminal struct {
	Identity string `toml:"identity" default:"/var/lib/onewindow/terminal.json" form:"path" doc:"File that says who this terminal is; onewindow join writes it."`
	Language string `toml:"language" default:"zh-Hans" oneof:"zh-Hans|zh-Hant|en" doc:"Language that the screen begins in."`
	Theme    string `toml:"theme" default:"light" oneof:"light|dark|contrast" doc:"Colours of the screen."`

	TicketLink string `toml:"ticket_link" default:"" doc:"Address that the code of a number opens, such as https://hall.example/t/; a kiosk adds the number. Empty: the code says hall, day and number."`

	LargeCommand  []string `toml:"large_command" default:"" doc:"Program and arguments that draw a kiosk's display larger when a citizen wants large text, such as [\"wlr-randr\", \"--output\", \"HDMI-A-1\", \"--scale\", \"1.5\"]. Empty: only the page changes."`
	NormalCommand []string `toml:"normal_command" default:"" doc:"Program and arguments that draw it as usual again."`
}

// Board is the waiting hall's board.
type Board struct {
	Zones []string `toml:"zones" default:"" doc:"Names of the zones whose calls the board shows, such as [\"一区\"]; empty is every zone."`
	Rows  int      `toml:"rows" default:"3" min:"2" max:"4" doc:"How many calls stand large at once."`
	Font  string   `toml:"font" default:"" doc:"Font file with Chinese for large words, such as /usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc. Empty: numbers and times alone are large."`
}

// Printer is a terminal's ticket printer.
type Printer struct {
	Port        string `toml:"port" default:"" doc:"Where the printer is: /dev/onewindow/printer, tcp://10.0.0.7:9100, or file:///path to try out. Empty: this terminal has none."`
	Profile     string `toml:"profile" default:"generic-80" doc:"What kind of printer it is; onewindow device profiles lists them."`
	ProfileFile string `toml:"profile_file" default:"" doc:"TOML file with a profile of your own; stronger than profile."`
	Baud        int    `toml:"baud" default:"0" min:"0" max:"4000000" doc:"Speed of a serial line in bits per second; 0 is the profile's."`
	Template    string `toml:"template" default:"" doc:"TOML file with a ticket of your own; empty is the packaged one."`
	Logo        string `toml:"logo" default:"" doc:"PNG picture that is printed at the head of every ticket, dot for dot; 300 by 100 dots take four seconds more at 9600 baud. Empty: none."`
	Bilingual   bool   `toml:"bilingual" default:"false" doc:"Print English below the Chinese of every ticket."`
	Font        string `toml:"font" default:"" doc:"Font file for rare characters that the packaged font lacks. Empty: they are printed as a box."`
}

// Reader is what reads cards and codes at a kiosk.
type Reader struct {
	Port        string `toml:"port" default:"" doc:"Serial port of an ID-card reader, such as /dev/onewindow/idcard. Empty: none."`
	Baud        int    `toml:"baud" default:"115200" min:"300" max:"4000000" doc:"Speed of that line in bits per second."`
	ScannerPort string `toml:"scanner_port" default:"" doc:"Serial port of a code scanner. Empty: none."`
	ScannerBaud int    `toml:"scanner_baud" default:"9600" min:"300" max:"4000000" doc:"Speed of that line in bits per second."`
}

// Caller is what calls people: strips and voices.
type Caller struct {
	Devices string `toml:"devices" default:"" doc:"TOML file that lists the strips and voices; see docs/devices.md. Empty: none. Set it on the hall's machine if they hang there, or on a machine of the zone that runs onewindow caller."`
}

// Manager is the hall manager's terminal.
type Manager struct {
	Export string `toml:"export" default:"." form:"path" doc:"Folder that the day's table is written into; the default is where the program was started."`

	CentralURL       string `toml:"central_url" default:"" doc:"Address of the centre's HTTP interface, such as https://centre.example:8443, for onewindow manager --central: the screen of the whole district."`
	CentralTokenFile string `toml:"central_token_file" default:"" doc:"File with the token that the district's screen asks the centre with; onewindow central token makes one."`
	CentralCA        string `toml:"central_ca" default:"" doc:"File with the certificates that the centre's is signed by (PEM). Empty: the system's."`
}

// Log is where messages go.
type Log struct {
	File  string `toml:"file" default:"" doc:"File that messages are appended to; empty is standard error."`
	Level string `toml:"level" default:"info" oneof:"debug|info|warn|error" doc:"The least important messages that are kept."`
}
