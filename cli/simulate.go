package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"onewindow/assets"
	"onewindow/cli/simulate"
	"onewindow/queue/sim"
)

// simulateOptions are the flags of simulate.
type simulateOptions struct {
	scenario, compare, policy, progress string
	days, jobs                          int
	seed                                uint64
	visits                              float64
	asJSON, light, list                 bool
}

// simulate plays days of a scenario.
func (a *app) simulate() *cobra.Command {
	var o simulateOptions
	c := &cobra.Command{
		Use:   "simulate",
		Short: "Play many days of a hall, to see what windows and rules come to",
		Long: `Play many days of a hall in virtual time, with the rules of the real one. A
scenario says who comes, what for and when, and how the hall is furnished before
and after its windows were joined. Every run gets the same people.

  onewindow simulate                                  lg-base: 92 windows against 59
  onewindow simulate --compare after --policy fcfs,recommended,any-item --days 400
  onewindow simulate --compare before:fcfs,after:recommended --days 1000
  onewindow simulate --scenario my.json --seed 7 --json > days.json
  onewindow simulate --list                           scenarios and policies

docs/simulate.md describes the file, the figures and the JSON.`,
		Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error { return a.runSimulate(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.scenario, "scenario", "lg-base", "name of a packaged scenario, or a file")
	f.IntVar(&o.days, "days", 100, "how many days to play")
	f.StringVar(&o.compare, "compare", "", "arms to compare, with commas: before, after, or with a policy as in after:credit (default before,after)")
	f.StringVar(&o.policy, "policy", "", "policies of the arm after, with commas: names or files (default fcfs,recommended)")
	f.Uint64Var(&o.seed, "seed", 1, "seed of the first day; each day has the next")
	f.Float64Var(&o.visits, "visits", 1, "so many times the scenario's people")
	f.BoolVar(&o.asJSON, "json", false, "print the result as JSON")
	f.BoolVar(&o.light, "light", false, "play the line without the hall around it: the same calls, several times faster")
	f.IntVar(&o.jobs, "jobs", 0, "how many days at once (default one for each processor)")
	f.StringVar(&o.progress, "progress", "auto", "progress on stderr: auto (where it is a terminal), plain (lines), none")
	f.BoolVar(&o.list, "list", false, "print the names of scenarios and policies")
	return c
}

func (a *app) runSimulate(ctx context.Context, o simulateOptions) error {
	if o.list {
		return a.listSimulate()
	}
	plan, err := o.plan()
	if err != nil {
		return failWith(exitUsage, err)
	}
	told := func(int) {}
	p := &simulate.Progress{W: a.err, Live: isTerminal(a.err), Days: plan.Days, Every: 200 * time.Millisecond, Now: time.Now}
	if o.progress == "plain" {
		p.Live, p.Every = false, 2*time.Second
	}
	if o.progress == "plain" || o.progress == "auto" && p.Live {
		p.Begin()
		told = p.Told
	}
	// A day leaves 4 MB behind that nobody needs any more: collected less often, days
	// take a quarter less of the processor.
	debug.SetGCPercent(400)
	r, err := simulate.Play(ctx, plan, told)
	if err != nil {
		p.Break()
		if errors.Is(err, context.Canceled) {
			return failWith(exitInterrupted, errors.New("interrupted; nothing is shown of days that are not all played"))
		}
		return err
	}
	if o.asJSON {
		return r.JSON(a.out)
	}
	return r.Text(a.out)
}

// plan reads the flags.
func (o *simulateOptions) plan() (simulate.Plan, error) {
	p := simulate.Plan{Days: o.days, Seed: o.seed, Light: o.light, Jobs: o.jobs}
	switch {
	case o.days < 1 || o.days > 1_000_000:
		return p, fmt.Errorf("--days %d: between 1 and 1000000", o.days)
	case !(o.visits >= 0.01 && o.visits <= 100):
		return p, fmt.Errorf("--visits %v: between 0.01 and 100", o.visits)
	case o.jobs < 0 || o.jobs > 1000:
		return p, fmt.Errorf("--jobs %d: between 0 and 1000", o.jobs)
	case o.progress != "auto" && o.progress != "plain" && o.progress != "none":
		return p, fmt.Errorf("--progress %q: auto, plain or none", o.progress)
	}
	text, err := scenarioText(o.scenario)
	if err != nil {
		return p, err
	}
	s, err := sim.Parse(text)
	if err != nil {
		return p, fmt.Errorf("%s: %w", o.scenario, err)
	}
	if o.visits != 1 {
		s = s.Scaled(o.visits)
		if err := s.Validate(); err != nil {
			return p, fmt.Errorf("--visits %v: %w", o.visits, err)
		}
	}
	p.Scenario = s
	if p.Name = s.Name; p.Name == "" {
		p.Name = strings.TrimSuffix(filepath.Base(o.scenario), ".json")
	}
	p.Runs, err = o.runs(s)
	return p, err
}

// runs are what --compare and --policy ask for: an arm with its policy, or each of
// --policy; the arm before is first come, first served where nothing is said.
func (o *simulateOptions) runs(s *sim.Scenario) (runs []simulate.Run, err error) {
	arms, policies := byComma(o.compare), byComma(o.policy)
	if len(arms) == 0 {
		for _, arm := range []sim.Arm{sim.Before, sim.After} {
			if len(s.Windows(arm)) > 0 {
				arms = append(arms, string(arm))
			}
		}
	}
	given := len(policies) > 0
	for _, name := range policies {
		if _, err := policyOf(name); err != nil {
			return nil, err
		}
	}
	if !given {
		policies = []string{"fcfs", "recommended"}
	}
	used := false
	for _, word := range arms {
		arm, named, ok := strings.Cut(word, ":")
		if sim.Arm(arm) != sim.Before && sim.Arm(arm) != sim.After {
			return nil, fmt.Errorf("--compare %q: before or after, or with a policy, as in after:credit", word)
		}
		if len(s.Windows(sim.Arm(arm))) == 0 {
			return nil, fmt.Errorf("--compare %q: the scenario has no windows_%s", word, arm)
		}
		of := policies
		switch {
		case ok:
			of = []string{named}
		case sim.Arm(arm) == sim.Before:
			of = []string{"fcfs"}
		default:
			used = true
		}
		for _, name := range of {
			p, err := policyOf(name)
			if err != nil {
				return nil, err
			}
			runs = append(runs, simulate.Run{Arm: sim.Arm(arm), Policy: p})
		}
	}
	if given && !used {
		return nil, fmt.Errorf("--policy %s: nothing of --compare %s takes it; it is for an arm after that names no policy, and an arm before has one as in before:%s", o.policy, o.compare, policies[0])
	}
	if len(runs) > 50 {
		return nil, fmt.Errorf("--compare: %d runs; at most 50", len(runs))
	}
	return runs, nil
}

func byComma(list string) (all []string) {
	for _, w := range strings.Split(list, ",") {
		if w = strings.TrimSpace(w); w != "" {
			all = append(all, w)
		}
	}
	return all
}

// scenarioText is the text of a packaged scenario or of a file.
func scenarioText(name string) ([]byte, error) {
	if !strings.ContainsAny(name, "./\\") {
		if all := assets.Scenarios(); !slices.Contains(all, name) {
			return nil, fmt.Errorf("--scenario %q: no such name; there are %s; or name a file, by a name with a dot or a slash", name, strings.Join(all, ", "))
		}
		return assets.Scenario(name)
	}
	return readAtMost(name, sim.MaxFile)
}

// policyOf finds a policy by name, or reads it from a file.
func policyOf(name string) (sim.Policy, error) {
	if !strings.ContainsAny(name, "./\\") {
		return sim.PolicyOf(name)
	}
	text, err := readAtMost(name, sim.MaxFile)
	if err != nil {
		return sim.Policy{}, err
	}
	p, err := sim.ParsePolicy(text)
	if err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

// readAtMost reads a file that is no longer than a bound.
func readAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if info.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("a folder; name a file")}
	}
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("%s: longer than %d bytes", path, most)
	}
	return b, nil
}

func (a *app) listSimulate() error {
	var b strings.Builder
	b.WriteString("Scenarios:\n")
	for _, name := range assets.Scenarios() {
		text, err := assets.Scenario(name)
		if err != nil {
			return err
		}
		s, err := sim.Parse(text)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&b, "  %-18s %.0f citizens a day, %d windows before, %d after; %s\n", name, s.Visits(), len(s.WindowsBefore), len(s.WindowsAfter), s.Note)
	}
	b.WriteString("Policies:\n")
	for _, p := range sim.Policies {
		fmt.Fprintf(&b, "  %-18s %s\n", p.Name, p.Says)
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}
