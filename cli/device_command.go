package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	called "onewindow/caller/virtual"
	"onewindow/cli/pretend"
	"onewindow/printer/profile"
	printed "onewindow/printer/virtual"
	cards "onewindow/reader/virtual"
)

// device runs a virtual device alone.
func (a *app) device() *cobra.Command {
	c := &cobra.Command{
		Use:   "device",
		Short: "Virtual devices: a printer, strips, a voice or a reader to try a hall with",
		Long: `Virtual devices, each alone on a pseudo terminal that is opened as a real port
would be: a printer, strips, a voice, a reader. They say on their first line which
port they are on; --link gives it a name that stays.

Without a terminal they print a line for each thing that happens: a paper that came
out, what a strip shows, what a voice says. On a terminal they show it, and take keys
that pull the paper, open the cover or pull the cable. Ctrl+C ends them.`,
	}
	c.Args, c.RunE = cobra.ArbitraryArgs, unknownVerb
	c.AddCommand(a.devicePrinter(), a.deviceLED(), a.deviceVoice(), a.deviceIDCard(), a.deviceScanner(), a.deviceProfiles())
	return c
}

// deviceFlags are those of every virtual device.
type deviceFlags struct{ link, lang, theme string }

func (f *deviceFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.link, "link", "", "symbolic link to the port, which stays the same when the cable is pulled")
	c.Flags().StringVar(&f.lang, "lang", "zh-Hans", "language of the screen: zh-Hans, zh-Hant or en")
	c.Flags().StringVar(&f.theme, "theme", "light", "colours of the screen: light, dark or contrast")
}

// check says what is wrong with them.
func (f *deviceFlags) check() error { return checkLook(f.lang, f.theme) }

// needsLines is the error of a system without pseudo terminals.
type needsLines struct {
	error
	hint string
}

func (e *needsLines) Hint() string  { return e.hint }
func (e *needsLines) Unwrap() error { return e.error }

// newBench makes devices, and says what helps where that cannot be.
func newBench(o pretend.Options) (*pretend.Bench, error) {
	b, err := pretend.New(o)
	if errors.Is(err, errors.ErrUnsupported) {
		return nil, &needsLines{err, "'onewindow device printer --listen 127.0.0.1:9100' works everywhere: set printer.port = \"tcp://127.0.0.1:9100\""}
	}
	return b, err
}

func (a *app) devicePrinter() *cobra.Command {
	var f deviceFlags
	var name, file, script, listen, png string
	var speed float64
	c := &cobra.Command{
		Use:   "printer",
		Short: "A ticket printer",
		Long: `A virtual ticket printer. It reads ESC/POS as the printer of --profile does, answers
as it does, and keeps the papers that come out of it.

--script lets things go wrong by themselves: steps parted by semicolons, such as
  "paper_out@line=5; cover@after=2s,for=10s; silent@ticket=3; unplug@byte=120,for=1000"
Faults: paper_out near_end cover cutter hot broken silent hang unplug restart slow=BPS
junk=P bytewise lie. Behind "@" stands what they wait for (ticket= line= byte= after=)
and how long they last (for=); after=0 is at once, as is no "@".
slow=BPS lets it read no more than so many bits per second, ten to a byte. slow=240 are
24 bytes per second: a ticket needs a quarter of a minute, so it is unconfirmed long
before it is out. A printer without a knife is torn off by itself a second after it rests.`,
		Args: exactly(0),
	}
	c.Flags().StringVar(&name, "profile", demoProfile, "which printer it is; 'onewindow device profiles' lists them")
	c.Flags().StringVar(&file, "profile-file", "", "TOML file with a profile of your own instead")
	c.Flags().StringVar(&script, "script", "", "what goes wrong, and when")
	c.Flags().Float64Var(&speed, "speed", 1, "how many times faster than a real one paper moves; 0 is at once")
	c.Flags().StringVar(&listen, "listen", "", "be a printer on the network at this address, such as 127.0.0.1:9100")
	c.Flags().StringVar(&png, "png", "", "write each paper as a picture into this folder")
	f.add(c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return failWith(exitUsage, err)
		}
		if speed < 0 || speed > 1000 {
			return failWith(exitUsage, fmt.Errorf("--speed %g: between 0 and 1000", speed))
		}
		if listen != "" && f.link != "" {
			return failWith(exitUsage, errors.New("--listen and --link: keep one of them; a printer on the network has no port of this machine"))
		}
		o := pretend.PrinterOptions{Link: f.link, Speed: speed}
		var err error
		if o.Script, err = printed.ParseScript(script); err != nil {
			return failWith(exitUsage, fmt.Errorf("--%w", err))
		}
		if o.Profile, err = readProfile(name, file); err != nil {
			return failWith(exitUsage, err)
		}
		if png != "" {
			if err := os.MkdirAll(png, 0o755); err != nil {
				return fmt.Errorf("--png: %w", err)
			}
		}
		if listen != "" {
			if o.Listener, err = net.Listen("tcp", listen); err != nil {
				return failWith(exitUsage, fmt.Errorf("--listen: %w", err))
			}
		}
		return a.runDevice(c.Context(), pretend.Options{Printer: &o}, f, png)
	}
	return c
}

// readProfile is a profile that is built in, or one of a file.
func readProfile(name, file string) (p profile.Profile, err error) {
	if file == "" {
		if p, err = profile.Named(name); err != nil {
			err = fmt.Errorf("--profile: %w", err)
		}
		return p, err
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return p, fmt.Errorf("--profile-file: %w", err)
	}
	if p, err = profile.Read(b); err != nil {
		err = fmt.Errorf("--profile-file %s: %w", file, err)
	}
	return p, err
}

func (a *app) deviceLED() *cobra.Command {
	var f deviceFlags
	var kind, addresses string
	var width, height int
	c := &cobra.Command{
		Use:   "led",
		Short: "Strips on one line",
		Long: `Virtual strips on one line: Onbon cards of the BX-5K or BX-6K family, a customer
display (cd5220), eight digits (led8), or Alpha signs.`,
		Args: exactly(0),
	}
	c.Flags().StringVar(&kind, "kind", "bx6k", "bx5k, bx6k, cd5220, led8 or alpha")
	c.Flags().StringVar(&addresses, "address", "1", "addresses on the line, such as 1-3 or 1,4,9")
	c.Flags().IntVar(&width, "width", 128, "dots of a BX screen")
	c.Flags().IntVar(&height, "height", 32, "dots of a BX screen")
	f.add(c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return failWith(exitUsage, err)
		}
		if width < 16 || width > 4096 || height < 16 || height > 1024 {
			return failWith(exitUsage, fmt.Errorf("--width %d --height %d: at least 16 by 16 dots, at most 4096 by 1024", width, height))
		}
		o := pretend.StripsOptions{Link: f.link, Kind: pretend.StripKind(kind)}
		if !slices.Contains(pretend.StripKinds, o.Kind) {
			return failWith(exitUsage, fmt.Errorf("--kind %q: bx5k, bx6k, cd5220, led8 or alpha", kind))
		}
		all, err := numbers(addresses)
		if err != nil {
			return failWith(exitUsage, fmt.Errorf("--address: %w", err))
		}
		for _, n := range all {
			o.Strips = append(o.Strips, pretend.Strip{Name: strconv.Itoa(n), Address: n, Width: width, Height: height})
		}
		return a.runDevice(c.Context(), pretend.Options{Strips: &o}, f, "")
	}
	return c
}

// most is how many strips there can be on a line.
const most = 255

// numbers reads a list such as "1-3,7".
func numbers(text string) (all []int, err error) {
	for part := range strings.SplitSeq(text, ",") {
		from, to, several := strings.Cut(strings.TrimSpace(part), "-")
		if !several {
			to = from
		}
		lo, err1 := strconv.Atoi(from)
		hi, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || lo < 1 || hi < lo || hi > 32767 {
			return nil, fmt.Errorf("%q: numbers from 1 to 32767, such as 1-3 or 1,4,9", text)
		}
		for n := lo; n <= hi; n++ {
			if len(all) == most {
				return nil, fmt.Errorf("%q: at most %d on a line", text, most)
			}
			all = append(all, n)
		}
	}
	return all, nil
}

func (a *app) deviceVoice() *cobra.Command {
	var f deviceFlags
	var chip string
	var speed float64
	c := &cobra.Command{Use: "voice", Short: "A speech module", Args: exactly(0)}
	c.Flags().StringVar(&chip, "chip", string(called.SYN6288), "syn6288 or xfs5152ce")
	c.Flags().Float64Var(&speed, "speed", 1, "how many times faster than a real one it speaks")
	f.add(c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return failWith(exitUsage, err)
		}
		if speed < 0.1 || speed > 1000 {
			return failWith(exitUsage, fmt.Errorf("--speed %g: between 0.1 and 1000", speed))
		}
		o := pretend.VoiceOptions{Link: f.link, Chip: called.VoiceChip(chip), Speed: speed}
		if o.Chip != called.SYN6288 && o.Chip != called.XFS5152CE {
			return failWith(exitUsage, fmt.Errorf("--chip %q: syn6288 or xfs5152ce", chip))
		}
		return a.runDevice(c.Context(), pretend.Options{Voice: &o}, f, "")
	}
	return c
}

func (a *app) deviceIDCard() *cobra.Command {
	var f deviceFlags
	var put int
	var every time.Duration
	var people strings.Builder
	for i, p := range cards.People() {
		fmt.Fprintf(&people, "\n  %d  %s  born %s", i+1, p.Name, p.Born)
	}
	c := &cobra.Command{
		Use:   "idcard",
		Short: "A reader of identity cards",
		Long:  "A virtual reader of identity cards. The people on its cards do not exist:\n" + people.String(),
		Args:  exactly(0),
	}
	c.Flags().IntVar(&put, "put", 0, "put this card on, once somebody asks the reader for cards")
	c.Flags().DurationVar(&every, "every", 0, "put a card on so often, one person's after the other's")
	f.add(c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return failWith(exitUsage, err)
		}
		if put < 0 || put > len(cards.People()) {
			return failWith(exitUsage, fmt.Errorf("--put %d: one of the cards 1 to %d; see 'onewindow device idcard --help'", put, len(cards.People())))
		}
		if every != 0 && every < 3*time.Second {
			return failWith(exitUsage, fmt.Errorf("--every %v: at least 3s, a card lies there for two", every))
		}
		return a.runDevice(c.Context(), pretend.Options{Cards: &pretend.CardsOptions{Link: f.link, First: put, Every: every}}, f, "")
	}
	return c
}

func (a *app) deviceProfiles() *cobra.Command {
	return &cobra.Command{
		Use:   "profiles",
		Short: "The printers that are known",
		Long: `The printers that are known, by the names that printer.profile and --profile take.
CONFIRMS is how a printer proves that a paper is out: process (by the very paper's
tag), status (by an answer in sequence) or none. Nothing is promised that VERIFIED
does not say.`,
		Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "NAME\tMODEL\tMM\tCHINESE\tCONFIRMS\tBAUD\tVERIFIED")
			for _, name := range profile.Names() {
				p, err := profile.Named(name)
				if err != nil {
					return err
				}
				fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%d\t%s\n", p.Name, p.Model, p.Width, p.ROM, p.Confirm, p.Baud, p.Verified)
			}
			return w.Flush()
		},
	}
}

// runDevice lets one device work, on a screen or in lines of text.
func (a *app) runDevice(ctx context.Context, o pretend.Options, f deviceFlags, png string) error {
	if err := a.checkLink(f.link); err != nil {
		return err
	}
	if a.onTerminal() {
		return a.deviceScreen(ctx, o, f, png)
	}
	return a.deviceText(ctx, o, png)
}

// checkLink says whether a device may have a link, and warns of an old one.
func (a *app) checkLink(link string) error {
	if link == "" {
		return nil
	}
	stale, err := pretend.CheckLink(link)
	if err == nil && stale != "" {
		_, err = fmt.Fprintf(a.err, "onewindow: %s\n", stale)
	}
	return err
}
