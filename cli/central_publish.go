package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/hall/setup"
	"onewindow/queue"
)

// targetUsage explains the flag of a target.
const targetUsage = `halls: all, level:street, below:LG-PH, hall:LG-PH-09; the narrower prevails`

// parsePart reads the name of a part.
func parsePart(s string) (queue.Part, error) {
	var names []string
	for _, p := range queue.Parts {
		if string(p) == s {
			return p, nil
		}
		names = append(names, string(p))
	}
	return "", failWith(exitUsage, fmt.Errorf("there is no part %q; parts are %s", s, strings.Join(names, ", ")))
}

// centralPublish publishes a part to halls.
func (a *app) centralPublish(o *centralAsk) *cobra.Command {
	var r form.PublishRequest
	var to string
	c := &cobra.Command{
		Use: "publish PART FILE", Short: "Publish calendar, rules or catalogue to halls", Args: exactly(2),
		Long: `Publish a part of what halls are told: PART is calendar, rules or catalogue, FILE its
JSON (- is standard input), as ` + "`onewindow central sample PART`" + ` prints one, or what
` + "`onewindow ctl state settings` and `onewindow ctl state catalogue`" + ` print on a hall's
machine. What prevails for a hall is what it runs, an older version too; it lets nobody
there change it any more, until it is withdrawn.

  onewindow central sample calendar > calendar.json
  onewindow central publish calendar calendar.json --to all --note "2027年放假安排"
  onewindow central sample catalogue --hall LG-PH > catalogue.json
  onewindow central publish catalogue catalogue.json --to level:street`,
		RunE: func(c *cobra.Command, args []string) error {
			part, err := parsePart(args[0])
			if err != nil {
				return err
			}
			body, err := a.readFile(args[1])
			if err != nil {
				return failWith(exitUsage, err)
			}
			if !json.Valid(body) {
				return failWith(exitUsage, fmt.Errorf("%s is not JSON", args[1]))
			}
			r.Part, r.Target, r.Body = part, network.Target(to), partIn(part, body)
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				row, err := q.Publish(ctx, r)
				if err != nil {
					return err
				}
				return q.show(row, func() { fmt.Fprintf(a.out, "%s is published to %s as version %d.\n", part, to, row.Version) })
			})
		},
	}
	c.Flags().StringVar(&to, "to", "", targetUsage+" (needed)")
	c.Flags().StringVar(&r.Note, "note", "", "why, for people")
	needs(c, "to")
	return c
}

// partIn finds a part in what a hall says of itself (ctl state settings, ctl state
// catalogue, with or without --json). Any other file is the part itself.
func partIn(part queue.Part, file []byte) []byte {
	var says struct {
		Data     json.RawMessage `json:"data"`
		Hash     string          `json:"hash"`
		Items    json.RawMessage `json:"items"`
		Rules    json.RawMessage `json:"rules"`
		Calendar json.RawMessage `json:"calendar"`
	}
	if json.Unmarshal(file, &says) != nil {
		return file
	}
	if len(says.Data) > 0 {
		return partIn(part, says.Data)
	}
	found := map[queue.Part]json.RawMessage{queue.PartRules: says.Rules, queue.PartCalendar: says.Calendar}[part]
	switch {
	case says.Hash == "": // which a hall puts beside all that it says of itself
	case part == queue.PartCatalogue && len(says.Items) > 0:
		return slices.Concat([]byte(`{"items":`), says.Items, []byte("}"))
	case len(found) > 0:
		return found
	}
	return file
}

// needs makes a flag one that must be given.
func needs(c *cobra.Command, flag string) {
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if !c.Flags().Changed(flag) {
			return failWith(exitUsage, fmt.Errorf("--%s is needed; usage: %s", flag, c.UseLine()))
		}
		return run(c, args)
	}
}

// readFile reads a file, or standard input.
func (a *app) readFile(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.in)
	}
	return os.ReadFile(name)
}

// centralWithdraw takes a publication back.
func (a *app) centralWithdraw(o *centralAsk) *cobra.Command {
	var to, note string
	c := &cobra.Command{
		Use: "withdraw PART", Short: "Take back what was published for exactly that target", Args: exactly(1),
		Long: `Take back what was published of PART for exactly that target. Halls then run what a
wider target says, though its version is older, or keep what they have as their own.`,
		RunE: func(c *cobra.Command, args []string) error {
			part, err := parsePart(args[0])
			if err != nil {
				return err
			}
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				row, err := q.Withdraw(ctx, part, network.Target(to), note)
				if err != nil {
					return err
				}
				return q.show(row, func() { fmt.Fprintf(a.out, "%s is not published to %s any more.\n", part, to) })
			})
		},
	}
	c.Flags().StringVar(&to, "to", "", targetUsage+" (needed)")
	c.Flags().StringVar(&note, "note", "", "why, for people")
	needs(c, "to")
	return c
}

// centralPublications lists what was published.
func (a *app) centralPublications(o *centralAsk) *cobra.Command {
	return &cobra.Command{
		Use: "publications", Short: "All that was published, newest first, with how many halls run it", Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.askCentre(c, o, func(ctx context.Context, q *asked) error {
				all, err := q.Publications(ctx)
				if err != nil {
					return err
				}
				return q.show(all, func() {
					t := q.table("VERSION", "PART", "TARGET", "AT", "RUN BY", "REFUSED BY", "BY", "NOTE")
					for _, p := range all.Publications {
						part := string(p.Part)
						if p.Withdrawn {
							part += " (withdrawn)"
						}
						var by []string
						for _, r := range p.Refused {
							by = append(by, r.Hall)
						}
						t.row(strconv.FormatUint(p.Version, 10), part, string(p.Target), when(p.At), strconv.Itoa(len(p.In)), strings.Join(by, ","), p.By, p.Note)
					}
					t.end()
					refusalTable(q, all)
				})
			})
		},
	}
}

// refusalTable prints why halls could not take what was published.
func refusalTable(q *asked, all form.Publications) {
	var t *table
	for _, p := range all.Publications {
		for _, r := range p.Refused {
			if t == nil {
				fmt.Fprintln(q.a.out)
				t = q.table("REFUSED", "BY", "WHY")
			}
			t.row(strconv.FormatUint(p.Version, 10), r.Hall, r.Why.Error())
		}
	}
	if t != nil {
		t.end()
	}
}

// centralSample prints a part to begin with.
func (a *app) centralSample() *cobra.Command {
	var hall string
	c := &cobra.Command{
		Use: "sample PART", Short: "Print calendar, rules or catalogue as they come with the program, to begin with", Args: exactly(1),
		Long: `Print a part as it comes with the program, to begin with. A catalogue fits halls that
have the themes of that of --hall: one for the district, one for streets, one for
communities. To begin with what a hall has, publish what it says of itself:

  onewindow central sample catalogue --hall LG-PH > catalogue.json
  onewindow ctl state catalogue > catalogue.json    # on the hall's machine
  onewindow ctl state settings > settings.json      # rules and calendar are in it`,
		RunE: func(_ *cobra.Command, args []string) error {
			part, err := parsePart(args[0])
			if err != nil {
				return err
			}
			var value any
			switch part {
			case queue.PartRules:
				value = queue.DefaultRules()
			case queue.PartCalendar:
				var s queue.Settings
				s, err = setup.Settings(hall)
				value = s.Calendar
			case queue.PartCatalogue:
				value, err = setup.Catalogue(hall)
			}
			if err != nil {
				return failWith(exitUsage, err)
			}
			return a.print(value)
		},
	}
	c.Flags().StringVar(&hall, "hall", "LG-00", "packaged hall whose calendar or catalogue is printed")
	return c
}
