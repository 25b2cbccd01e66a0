package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"github.com/spf13/cobra"

	"onewindow/assets"
	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/hall/lan"
	"onewindow/wire"
)

// caller runs the strips and voices of a zone.
func (a *app) caller() *cobra.Command {
	var sample bool
	c := &cobra.Command{
		Use:   "caller",
		Short: "The strips over the windows and the voice of a zone",
		Long: `The strips over the windows, the hall's strips and the voices that hang at this
machine, as the file caller.devices lists them; --sample prints such a file. It has no
screen: what is wrong with a strip or a voice stands on the manager's screen, in the
log, and in 'onewindow doctor'.

The hall's own machine can do the same without this command: set caller.devices there.

Calls are on the strips at once and are said in their turn. What was called more
than some seconds before the start is shown and not said again. When the hall cannot be heard for a minute, strips
over windows go dark until it is back.`,
		Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			if sample {
				_, err := io.WriteString(a.out, assets.CallerSample())
				return err
			}
			conf, err := a.load()
			if err != nil {
				return err
			}
			return a.runCaller(c.Context(), conf)
		},
	}
	a.flag(c, "identity", "terminal.identity", "file that keeps who this terminal is")
	a.flag(c, "devices", "caller.devices", "file that lists the strips and voices")
	a.flag(c, "log-file", "log.file", "file for the log")
	c.Flags().BoolVar(&sample, "sample", false, "print an example of that file, and end")
	return c
}

// callerHint is the way out of having no identity.
const callerHint = "enrol it with 'onewindow join TOKEN'; the hall's manager makes the token: onewindow ctl terminal token role=caller"

func (a *app) runCaller(ctx context.Context, conf config.Config) error {
	if conf.Caller.Devices == "" {
		return failWith(exitConfig, errors.New("caller.devices is not set; name the file that lists the strips and voices with --devices, or in the configuration: 'onewindow caller --sample' prints one"))
	}
	set, err := devices.ReadCaller(conf.Caller.Devices)
	if err != nil {
		return failWith(exitConfig, err)
	}
	id, err := identity(conf.Terminal.Identity, callerHint)
	if err != nil {
		return failWith(exitConfig, err)
	}
	if id.Role != wire.RoleCaller {
		return failWith(exitConfig, fmt.Errorf("this machine is enrolled as a %s, and strips and voices need a caller; give it an identity of its own with --identity, and %s", id.Role, callerHint))
	}
	log, closeLog, err := openLog(conf.Log, a.err)
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer closeLog()
	epoch := epochFile(conf.Terminal.Identity)
	client, err := lan.Dial(ctx, id, lan.Options{Version: Version(), Log: log, Epoch: epoch.read()})
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer client.Close()
	run, err := callers(set, client, log)
	if err != nil {
		return failWith(exitConfig, err)
	}
	var both sync.WaitGroup
	both.Go(func() { epoch.keep(client, log)(ctx, nil) })
	run(ctx)
	both.Wait()
	return nil
}

// callers are the strips and voices of a machine, run until the context ends.
func callers(set devices.CallerSettings, client *lan.Client, log *slog.Logger) (run func(context.Context), err error) {
	register := devices.NewRegister(client, log)
	c, err := devices.NewCaller(set, client.Now, client, register, log)
	if err != nil {
		return nil, fmt.Errorf("caller.devices: %w", err)
	}
	log.Info("calling", "lines", len(set.Strips.Lines), "voices", len(set.Voices.Voices))
	return func(ctx context.Context) {
		var both sync.WaitGroup
		both.Go(func() { register.Run(ctx) })
		c.Run(ctx, client)
		both.Wait()
	}, nil
}

// hangs runs the strips and voices that hang at the hall's own machine, over a
// client of the hall's process; stop ends them. Without any it does nothing.
func (h *openedHall) hangs(ctx context.Context, set *devices.CallerSettings) (stop func(), err error) {
	if set == nil {
		return func() {}, nil
	}
	client, err := h.server.Local(ctx, wire.Terminal{Role: wire.RoleCaller, Name: "hall"}, lan.Options{Version: Version(), Log: h.log})
	if err != nil {
		return nil, err
	}
	run, err := callers(*set, client, h.log)
	if err != nil {
		client.Close()
		return nil, failWith(exitConfig, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	return func() {
		cancel()
		<-done
		client.Close()
	}, nil
}
