package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"onewindow/central/client"
	"onewindow/cli/config"
	"onewindow/wire"
)

// centralAsk says which centre the sub-commands ask.
type centralAsk struct {
	url, tokenFile, ca string
	asJSON             bool
	timeout            time.Duration
}

func (o *centralAsk) flags(c *cobra.Command) {
	f := c.PersistentFlags()
	f.StringVar(&o.url, "url", "", "address of the centre's HTTP interface; empty is the one of this machine")
	f.StringVar(&o.tokenFile, "token-file", "", "file with the token to ask with; empty is admin.token in the data folder")
	f.StringVar(&o.ca, "ca", "", "file with the certificates that the centre's is signed by (PEM); empty is the system's")
	f.BoolVar(&o.asJSON, "json", false, "print answers as JSON")
	f.DurationVar(&o.timeout, "timeout", 20*time.Second, "how long an answer may take")
}

// asked is a centre that is asked.
type asked struct {
	*client.Client
	a      *app
	asJSON bool
}

// askCentre asks the centre that the flags name.
func (a *app) askCentre(c *cobra.Command, o *centralAsk, do func(context.Context, *asked) error) error {
	conf, err := a.load()
	if err != nil {
		return err
	}
	url, from, err := o.address(conf.Central)
	if err != nil {
		return failWith(exitConfig, err)
	}
	token, err := o.token(conf.Central)
	if err != nil {
		return failWith(exitConfig, err)
	}
	q, err := client.New(url, token, client.Options{CA: o.ca, Timeout: o.timeout, Agent: "onewindow " + Version()})
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer q.Close()
	err = do(c.Context(), &asked{q, a, o.asJSON})
	var w *wire.Error
	if errors.As(err, &w) && w.Code == wire.CodeUnreachable && from != "" {
		here := *w
		here.Hint = fmt.Sprintf("the address %s is out of %s: is the centre of this machine running? For one elsewhere give --url and --token-file", url, from)
		w, err = &here, &here
	}
	if errors.As(err, &w) && o.asJSON {
		_ = a.print(w) // the error itself is told as well
	}
	return err
}

// address is where the centre is: as the flag says, or the one of this machine. from is
// where the program has that from, unless it is the flag.
func (o *centralAsk) address(set config.Central) (url, from string, _ error) {
	if o.url != "" {
		return o.url, "", nil
	}
	file := urlFile(set.Data)
	if b, err := os.ReadFile(file); err == nil {
		return strings.TrimSpace(string(b)), "the file " + file, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", "", hinted(err, "read it as the user that runs the centre, or give --url and --token-file")
	}
	web, err := httpSettings(set)
	if err != nil {
		return "", "", err
	}
	if web.port <= 0 {
		return "", "", hinted(fmt.Errorf("no centre runs in %s", set.Data), "start it, name its folder with --data, or give --url and --token-file")
	}
	return web.url(nil), "the configuration (central.http_host, central.http_port)", nil
}

// token is the one to ask with.
func (o *centralAsk) token(set config.Central) (string, error) {
	file, hint := o.tokenFile, "look at --token-file"
	if file == "" {
		file, hint = tokenFile(set.Data), "start the centre on this machine, name its folder with --data, or give --token-file; read it as the user that runs the centre"
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", hinted(fmt.Errorf("the token: %w", err), hint)
	}
	return strings.TrimSpace(string(b)), nil
}

// show prints an answer as JSON, or as text.
func (q *asked) show(answer any, text func()) error {
	if q.asJSON {
		return q.a.print(answer)
	}
	text()
	return nil
}

// done says that something was done, unless it was not.
func (q *asked) done(err error, text string) error {
	if err != nil {
		return err
	}
	return q.show(map[string]bool{"ok": true}, func() { fmt.Fprintln(q.a.out, text) })
}

// table is a table of text. The last column may hold Chinese, whose width no writer
// knows.
type table struct{ w *tabwriter.Writer }

func (q *asked) table(heads ...string) *table {
	t := &table{tabwriter.NewWriter(q.a.out, 0, 0, 2, ' ', 0)}
	t.row(heads...)
	return t
}

func (t *table) row(cells ...string) {
	for i, c := range cells {
		if c == "" {
			cells[i] = "-"
		}
	}
	fmt.Fprintln(t.w, strings.Join(cells, "\t"))
}

func (t *table) end() { _ = t.w.Flush() } // as with any print, nobody is left to tell

// when is a time for a table.
func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04")
}
