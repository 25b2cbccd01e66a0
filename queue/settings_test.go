package queue_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestSettingsThatStrandSomebodyAreRefused(t *testing.T) {
	for name, c := range map[string]func(*queue.Settings){
		"another hall":                    func(s *queue.Settings) { s.Hall.ID = "T-2" },
		"a theme gone while the day runs": func(s *queue.Settings) { s.Themes = s.Themes[:2] },
		"another prefix":                  func(s *queue.Settings) { s.Themes[0].Prefix = "X" },
		"a window gone while it is open":  func(s *queue.Settings) { s.Windows = s.Windows[:2] },
		"a clerk gone while at a window":  func(s *queue.Settings) { s.Staff = s.Staff[:2] },
		"no themes":                       func(s *queue.Settings) { s.Themes = nil },
		"a window of an unknown theme":    func(s *queue.Settings) { s.Windows[0].Own = []string{"nothing"} },
		"two themes of one prefix":        func(s *queue.Settings) { s.Themes[1].Prefix = "A" },
		"sessions that overlap":           func(s *queue.Settings) { s.Hall.Sessions[1].Open = 11 * 60 },
		"six calls":                       func(s *queue.Settings) { s.Rules.Calls = 6 },
		"a day that closes before it opens": func(s *queue.Settings) {
			s.Rules.AutoDay, s.Rules.DayCloses = true, s.Rules.DayOpens
		},
	} {
		h := queuetest.New(t, 1)
		h.Issue(t, "general")
		s := *h.State.Settings
		s.Themes, s.Windows, s.Staff = slices.Clone(s.Themes), slices.Clone(s.Windows), slices.Clone(s.Staff)
		s.Hall.Sessions = slices.Clone(s.Hall.Sessions)
		c(&s)
		t.Run(name, func(t *testing.T) {
			if r := wantRefusal(t, h, queue.ChangeSettings{Settings: s, Hash: "s2"}, queue.CodeBadSettings); strings.TrimSpace(r.Hint) == "" {
				t.Error("no hint")
			}
		})
	}
}

// ZMS loses its counter when settings are saved in mid-morning.
func TestSettingsSavedWhileNumbersAreGivenKeepTheCountersAndTheLine(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	b := h.IssueAs(t, queue.Issue{Items: []string{"C-1"}})
	serve(t, h, "3")
	h.Do(t, queue.Assign{Window: "1", Own: []string{"business", "general"}})
	change(t, h, func(s *queue.Settings) {
		slices.Reverse(s.Themes)
		slices.Reverse(s.Windows)
		slices.Reverse(s.Staff)
		s.Themes = append(s.Themes, queue.Theme{ID: "new", Name: queue.Text{ZhHans: "new"}, Prefix: "N", Minutes: 5})
	})
	if err := queuetest.Check(h.State); err != nil {
		t.Fatal(err)
	}
	if n := h.Issue(t, "business"); n != "A002" {
		t.Fatalf("number %s, want A002", n)
	}
	if n := h.Issue(t, "new"); n != "N001" {
		t.Fatalf("number %s, want N001", n)
	}
	if w := h.State.Window("3"); w.State != queue.WindowServing || w.Ticket != b {
		t.Fatalf("window 3 is %s with %q", w.State, w.Ticket)
	}
	if w := h.State.Window("1"); !slices.Equal(w.Own, []string{"business", "general"}) {
		t.Fatalf("window 1 serves %v; what was assigned for the day stays", w.Own)
	}
	wantNext(t, h, "1", a)
	change(t, h, func(s *queue.Settings) { s.Windows[2].Own = []string{"construction"} })
	if w := h.State.Window("1"); !slices.Equal(w.Own, []string{"construction"}) {
		t.Fatalf("window 1 serves %v; the settings' change prevails", w.Own)
	}
}

func TestAQuotaOfTheSettingsCountsWhatTheDayHasGiven(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	change(t, h, func(s *queue.Settings) {
		s.Themes[0].Quota = queue.Quota{Slots: []queue.SlotQuota{{From: 9 * 60, To: 10 * 60, Limit: 2}}}
	})
	h.Issue(t, "business")
	wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeQuotaSlot)
}

func TestTheSameSettingsAgainAreNoEvent(t *testing.T) {
	h := queuetest.New(t, 1)
	if rs := h.Do(t, queue.ChangeSettings{Settings: *h.State.Settings, Hash: h.State.SettingsHash}); len(rs) != 0 {
		t.Fatalf("it does %v", types(rs))
	}
	if rs := h.Do(t, queue.ChangeCatalogue{Catalogue: *h.State.Catalogue, Hash: h.State.CatalogueHash}); len(rs) != 0 {
		t.Fatalf("it does %v", types(rs))
	}
}

func TestThemesChangeWhileTheDayIsClosed(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.CloseDay{})
	wantRefusal(t, h, queue.ChangeCatalogue{Catalogue: queue.Catalogue{Items: []queue.Item{{Code: "X-1", Name: queue.Text{En: "x"}, Theme: "nothing", Minutes: 5}}}, Hash: "c2"}, queue.CodeBadCatalogue)
	s := *h.State.Settings
	s.Themes = s.Themes[:2]
	s.Windows = slices.Clone(s.Windows[:2])
	s.Windows[1].Spill = nil
	wantRefusal(t, h, queue.ChangeSettings{Settings: s, Hash: "s2"}, queue.CodeBadSettings) // the catalogue still needs it
	c := queuetest.Catalogue()
	c.Items = c.Items[:8]
	h.Do(t, queue.ChangeCatalogue{Catalogue: c, Hash: "c2"})
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s2"})
	if h.State.Theme("general") != nil || h.State.Window("3") != nil {
		t.Fatal("the theme or its window is still there")
	}
}

func TestAPINIsKeptAsAHash(t *testing.T) {
	hash, err := queue.HashPIN("1357", []byte("saltsalt"))
	if err != nil {
		t.Fatal(err)
	}
	c := queue.Clerk{PIN: hash}
	if strings.Contains(hash, "1357") || !c.CheckPIN("1357") || c.CheckPIN("1358") || c.CheckPIN("") {
		t.Fatalf("%s: right PIN %v, wrong PIN %v", hash, c.CheckPIN("1357"), c.CheckPIN("1358"))
	}
	for _, bad := range []string{"", "x", "pbkdf2.!.x", "pbkdf2.c2FsdA", "md5.c2FsdA.x"} {
		if c := (queue.Clerk{PIN: bad}); c.CheckPIN("1357") {
			t.Errorf("a hash of %q lets somebody in", bad)
		}
	}
	if _, err := queue.HashPIN("123", []byte("saltsalt")); err == nil {
		t.Error("a PIN of three characters")
	}
}

func TestEveryRuleThatIsANumberIsBoundByItsLimits(t *testing.T) {
	h := queuetest.New(t, 1)
	set := func(name string, v int) queue.Settings {
		t.Helper()
		s := *h.State.Settings
		b, err := json.Marshal(s.Rules)
		if err != nil {
			t.Fatal(err)
		}
		into := map[string]any{}
		if err := json.Unmarshal(b, &into); err != nil {
			t.Fatal(err)
		}
		if rule, ok := strings.CutPrefix(name, "alerts."); ok {
			// The other threshold of the alert must not stand in the way.
			alerts := map[string]any{strings.Replace(rule, "warning", "critical", 1): max(v, 1)}
			alerts[rule] = v
			into["alerts"] = alerts
		} else {
			into[name] = v
		}
		if b, err = json.Marshal(into); err != nil {
			t.Fatal(err)
		}
		s.Rules = queue.Rules{}
		if err := json.Unmarshal(b, &s.Rules); err != nil {
			t.Fatal(err)
		}
		return s
	}
	named := map[string]bool{}
	for _, l := range queue.RuleLimits {
		named[l.Name] = true
		if strings.HasSuffix(l.Name, "_critical_seconds") || strings.HasSuffix(l.Name, "load_critical") {
			continue // bound together with its warning
		}
		low, high := set(l.Name, l.Min), set(l.Name, l.Max)
		for v, s := range map[int]queue.Settings{l.Min: low, l.Max: high} {
			if got := l.Value(s.Rules); got != v || l.Unit == "" {
				t.Errorf("%s is %d %s, and was set to %d", l.Name, got, l.Unit, v)
			}
			if err := s.Validate(); err != nil {
				t.Errorf("%s %d: %v", l.Name, v, err)
			}
		}
		for _, v := range []int{-1, l.Max + 1} {
			s := set(l.Name, v)
			if err := s.Validate(); err == nil || !strings.Contains(err.Error(), l.Name) {
				t.Errorf("%s %d: %v", l.Name, v, err)
			}
		}
	}
	// No rule that is a number is without limits.
	var all func(prefix string, typ reflect.Type)
	all = func(prefix string, typ reflect.Type) {
		for f := range typ.NumField() {
			field := typ.Field(f)
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			switch {
			case field.Type.Kind() == reflect.Struct:
				all(name+".", field.Type)
			case field.Type.Kind() == reflect.Int && field.Type != reflect.TypeFor[queue.Clock]() && !named[prefix+name],
				field.Type == reflect.TypeFor[queue.Seconds]() && !named[prefix+name]:
				t.Errorf("%s has no limits", prefix+name)
			}
		}
	}
	all("", reflect.TypeFor[queue.Rules]())
	if d := (queue.AlertRules{}).Complete(); d != queue.DefaultAlertRules() {
		t.Errorf("a hall that sets nothing has %+v", d)
	}
}
