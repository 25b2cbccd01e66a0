package node_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// childVar tells the test binary, started again, to be a hall with that data
// folder; its port and hall time stand in the other two.
const (
	childVar     = "NODE_TEST_HALL"
	childPortVar = "NODE_TEST_PORT"
	childTimeVar = "NODE_TEST_TIME"
)

func TestMain(m *testing.M) {
	var err error
	switch {
	case os.Getenv(childVar) != "":
		err = beHall(os.Getenv(childVar))
	case os.Getenv(claimVar) != "":
		err = beClaiming(os.Getenv(claimVar))
	case os.Getenv(reportVar) != "":
		err = beKilledAtReport(os.Getenv(reportVar))
	case os.Getenv(fullVar) != "":
		err = underLimit(os.Getenv(fullVar))
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// beHall runs a hall as the product does, with everything durable, until it is
// killed or its input ends. On its output it says its address, and makes a
// token for each line of input.
func beHall(dir string) error {
	port, err := strconv.Atoi(os.Getenv(childPortVar))
	if err != nil {
		return err
	}
	start, err := time.Parse(time.RFC3339Nano, os.Getenv(childTimeVar))
	if err != nil {
		return err
	}
	j, err := journal.Open(dir, "T-1", journal.Options{})
	if err != nil {
		return err
	}
	set, err := settingsOf(j, dir)
	if err != nil {
		return err
	}
	set.Clock = node.NewPacedClock(start, 1)
	n, err := node.Open(set)
	if err != nil {
		return err
	}
	if err := openForWork(n); err != nil {
		return err
	}
	s, err := lan.Listen(lan.Settings{Host: "127.0.0.1", Port: port, Hall: "T-1", Dir: dir, Clock: n.Now}, n)
	if err != nil {
		return err
	}
	n.Attach(s)
	fmt.Println("ready", s.URLs()[0])
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		role, window, _ := strings.Cut(in.Text(), " ")
		tok, err := s.Token(wire.Role(role), window, time.Hour)
		if err != nil {
			return err
		}
		fmt.Println("token", tok.Token)
	}
	return in.Err()
}

// openForWork opens the day and signs in a clerk at each window, unless that
// was done before.
func openForWork(n *node.Node) error {
	var open bool
	var closed []string
	n.Read(func(s *queue.State, _ time.Time) {
		open = s.Day.Open
		for _, w := range s.Windows {
			if w.State == queue.Closed {
				closed = append(closed, w.ID)
			}
		}
	})
	by := queue.Actor{Terminal: "test"}
	if !open {
		if r := n.Do(by, "", queue.OpenDay{Date: queuetest.Date}); !r.OK {
			return r.Err
		}
	}
	for _, w := range closed {
		if r := n.Do(by, "", queue.SignIn{Window: w, Clerk: "c" + w}); !r.OK {
			return r.Err
		}
	}
	return nil
}

// child is a hall in a process of its own.
type child struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err *strings.Builder
	url string
}

// startChild starts a hall; it may be killed before it is ready.
func startChild(dir string, port int, at time.Time) (*child, error) {
	c := &child{cmd: exec.Command(os.Args[0]), err: &strings.Builder{}}
	c.cmd.Env = append(os.Environ(), childVar+"="+dir, childPortVar+"="+strconv.Itoa(port), childTimeVar+"="+at.Format(time.RFC3339Nano))
	c.cmd.Stderr = c.err
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.out = bufio.NewReader(out)
	return c, c.cmd.Start()
}

// ready waits until the hall serves.
func (c *child) ready() (err error) {
	c.url, err = c.line("ready ")
	return err
}

func (c *child) line(kind string) (string, error) {
	s, err := c.out.ReadString('\n')
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), kind)
	if err == nil && !ok {
		err = errors.New("unexpected: " + s)
	}
	if err != nil {
		return "", fmt.Errorf("the hall's process: %w", err)
	}
	return rest, nil
}

// token asks for a join token.
func (c *child) token(role wire.Role, window string) (string, error) {
	if _, err := fmt.Fprintln(c.in, role, window); err != nil {
		return "", err
	}
	return c.line("token ")
}

// kill ends the process as kill -9 does, and says what it had to complain of.
func (c *child) kill() error {
	if err := c.cmd.Process.Kill(); err != nil {
		return err
	}
	var exit *exec.ExitError
	if err := c.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return err
	}
	if c.err.Len() > 0 {
		return errors.New(c.err.String())
	}
	return nil
}
