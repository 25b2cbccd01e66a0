package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"onewindow/cli/config"
	"onewindow/hall/lan"
	"onewindow/wire"
)

// ctlOptions are the flags of every verb.
type ctlOptions struct {
	data    string
	asJSON  bool
	timeout time.Duration
	rid     string
}

// ctl says any verb of the wire from a script.
func (a *app) ctl() *cobra.Command {
	var o ctlOptions
	c := &cobra.Command{
		Use:   "ctl AREA VERB [FIELD=VALUE…]",
		Short: "Ask or tell the hall anything that a terminal can",
		Long: `Say one verb of the hall's network, as this machine's terminal or, on the hall's
own machine, as its admin. Fields follow as FIELD=VALUE, lists with commas,
deeper ones with dots (to.theme=general), or all of them with --data JSON.
"onewindow ctl AREA VERB --help" names the fields of a verb; another one is refused,
and nothing is done.

  onewindow ctl ticket issue theme=general
  onewindow ctl window next window=3
  onewindow ctl state get topic=hall --json

Exit codes: 0 done, 2 usage, 3 no identity, 6 refused by the hall's rules (the
code is printed), 75 no answer from the hall, 1 anything else.`,
	}
	c.PersistentFlags().StringVar(&o.data, "data", "", "the request's data as JSON; - reads standard input")
	c.PersistentFlags().BoolVar(&o.asJSON, "json", false, "print the whole answer as JSON, refusals too")
	c.PersistentFlags().DurationVar(&o.timeout, "timeout", 5*time.Second, "how long to wait for the answer")
	c.PersistentFlags().StringVar(&o.rid, "rid", "", "the request's id, to repeat a request safely")
	c.PersistentFlags().Func("identity", "identity file of the terminal to speak as", func(v string) error { a.flags["terminal.identity"] = v; return nil })
	c.PersistentFlags().Func("hall-data", "data folder of the hall on this machine, whose admin to speak as", func(v string) error { a.flags["hall.data"] = v; return nil })
	c.Args, c.RunE = cobra.ArbitraryArgs, unknownVerb
	areas := map[string]*cobra.Command{}
	for _, v := range wire.Verbs {
		area := areas[v.Area]
		if area == nil {
			area = group(v.Area, "Verbs about the "+v.Area)
			areas[v.Area] = area
			c.AddCommand(area)
		}
		area.AddCommand(&cobra.Command{
			Use: v.Name + " [FIELD=VALUE…]", Short: v.Says, Long: v.Says + "\n\n" + fieldsHelp(v),
			RunE: func(c *cobra.Command, args []string) error { return a.say(c.Context(), v, o, args) },
		})
	}
	return c
}

// group is a command that only holds others.
func group(use, short string) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: cobra.ArbitraryArgs, RunE: unknownVerb}
}

// unknownVerb answers a word that is no subcommand.
func unknownVerb(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	near := ""
	c.SuggestionsMinimumDistance = 2 // cobra sets it only where it suggests by itself
	if words := c.SuggestionsFor(args[0]); len(words) > 0 {
		near = "; did you mean " + strings.Join(words, " or ") + "?"
	}
	return failWith(exitUsage, fmt.Errorf("%s knows no %q%s; see '%s --help'", c.CommandPath(), args[0], near, c.CommandPath()))
}

// say sends one request and prints its answer.
func (a *app) say(ctx context.Context, v wire.Verb, o ctlOptions, args []string) error {
	body, err := a.body(v, o.data, args)
	if err != nil {
		return failWith(exitUsage, err)
	}
	conf, err := a.load()
	if err != nil {
		return err
	}
	id, err := a.whoAmI(conf)
	if err != nil {
		return failWith(exitConfig, err)
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	client, err := lan.Dial(ctx, id, lan.Options{Version: Version(), Expiry: o.timeout})
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer client.Close()
	if o.rid == "" {
		o.rid = lan.NewRID()
	}
	var data json.RawMessage
	err = client.DoRID(ctx, o.rid, v.Area, v.Name, body, &data)
	var w *wire.Error
	if errors.As(err, &w) && o.asJSON {
		_ = a.print(wire.Reply{V: wire.Version, Err: w})
	}
	if err != nil {
		return err
	}
	if o.asJSON {
		return a.print(wire.Reply{V: wire.Version, OK: true, Data: data})
	}
	if len(data) == 0 || bytes.Equal(data, []byte("null")) {
		fmt.Fprintln(a.out, "ok")
		return nil
	}
	return a.print(data)
}

func (a *app) print(v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(a.out, "%s\n", b)
	}
	return err
}

// whoAmI is the identity to speak with: the one that the command line names, or
// this machine's terminal, or else the admin of a hall on this machine.
func (a *app) whoAmI(conf config.Config) (lan.Identity, error) {
	admin := lan.AdminFile(conf.Hall.Data)
	_, asTerminal := a.flags["terminal.identity"]
	if _, asAdmin := a.flags["hall.data"]; asAdmin && !asTerminal {
		return identity(admin, "start the hall there once, and read it as the user that runs the hall")
	}
	if _, err := lan.LoadIdentity(conf.Terminal.Identity); !errors.Is(err, fs.ErrNotExist) || asTerminal {
		return identity(conf.Terminal.Identity, enrolHint)
	}
	if id, err := lan.LoadIdentity(admin); errors.Is(err, fs.ErrNotExist) {
		return id, fmt.Errorf("this machine is neither a terminal (no %s) nor a hall (no %s); %s, or name the hall's folder with --hall-data", conf.Terminal.Identity, admin, enrolHint)
	}
	return identity(admin, "read it as the user that runs the hall")
}

// body makes the request's data from FIELD=VALUE arguments or from JSON. A field that
// the verb does not have is refused here, because the hall would overlook it.
func (a *app) body(v wire.Verb, data string, args []string) (json.RawMessage, error) {
	if data == "-" {
		var b bytes.Buffer
		if _, err := b.ReadFrom(a.in); err != nil {
			return nil, err
		}
		data = b.String()
	}
	if data != "" {
		if len(args) > 0 {
			return nil, errors.New("fields and --data exclude each other")
		}
		if !json.Valid([]byte(data)) {
			return nil, errors.New("--data is not JSON")
		}
		return json.RawMessage(data), checkData(v, []byte(data))
	}
	if len(args) == 0 {
		return nil, nil
	}
	obj := map[string]any{}
	for _, arg := range args {
		k, value, ok := strings.Cut(arg, "=")
		if !ok || k == "" {
			return nil, fmt.Errorf("%q: want FIELD=VALUE", arg)
		}
		if err := put(v, obj, k, value); err != nil {
			return nil, err
		}
	}
	return json.Marshal(obj)
}
