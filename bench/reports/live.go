package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"onewindow/cli/demo"
	"onewindow/hall/journal"
	"onewindow/hall/setup"
	"onewindow/queue"
)

// date is the day of the hall's first start with this release.
const date = "2026-11-26"

// live makes the history of a hall that has lived so many working days with a release that
// reported nothing.
func live(dir, hall string, days int) error {
	set, err := setup.Settings(hall)
	if err != nil {
		return err
	}
	cat, err := setup.Catalogue(hall)
	if err != nil {
		return err
	}
	if err := demo.Staff(&set, 1); err != nil {
		return err
	}
	set.Rules.AutoDay = true
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	j, err := journal.Open(dir, hall, journal.Options{})
	if err != nil {
		return err
	}
	defer j.Close()
	s := queue.New()
	dates := before(&set, days)
	now := set.Hall.At(dates[0], 6*60)
	for _, c := range []queue.Command{queue.StartEpoch{Epoch: queue.Epoch(j.Epoch())}, queue.ChangeSettings{Settings: set, Hash: "bench"}, queue.ChangeCatalogue{Catalogue: cat, Hash: "bench"}} {
		rs, err := queue.Execute(s, now, queue.Actor{}, "", c)
		if err == nil {
			err = demo.Keep(j.Commit, rs)
		}
		if err != nil {
			return fmt.Errorf("furnish: %w", err)
		}
	}
	for i, day := range dates {
		rs, err := liveDay(s, day, demo.NewCrowd(uint64(i), len(set.Windows)))
		if err == nil {
			err = demo.Keep(j.Commit, rs)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", day, err)
		}
	}
	return nil
}

// before are so many working days before date.
func before(set *queue.Settings, days int) (dates []string) {
	at, _ := time.Parse(time.DateOnly, date) // a constant
	for len(dates) < days {
		at = at.AddDate(0, 0, -1)
		if day := at.Format(time.DateOnly); set.Calendar.Works(day) {
			dates = append(dates, day)
		}
	}
	slices.Reverse(dates)
	return dates
}

// step is how finely time passes.
const step = 10 * time.Second

// liveDay lives a day until it has closed.
func liveDay(s *queue.State, day string, crowd *demo.Crowd) (all []queue.Record, err error) {
	hall := s.Settings.Hall
	until := hall.At(day, s.Settings.Rules.DayCloses).Add(2 * step)
	for now := hall.At(day, 8*60); now.Before(until); now = now.Add(step) {
		rs, err := queue.Advance(s, now)
		if err != nil {
			return nil, err
		}
		all = append(all, rs...)
		for _, c := range crowd.Step(s, now) {
			rs, _ := queue.Execute(s, now, demo.Actor(c), "", c) // a refusal changes nothing, and is part of life
			all = append(all, rs...)
		}
	}
	return all, nil
}
