package wire

import "onewindow/queue"

// body is what a verb takes: a value of the type whose JSON form is its data; nil is
// none. without is a field of that type which the verb has not, because a desk acts at
// no window.
type body struct {
	of      any
	without string
}

// bodies are those of the verbs.
var bodies = map[string]body{
	"ticket.issue":    {of: IssueRequest{}},
	"ticket.find":     {of: NumberRequest{}},
	"ticket.history":  {of: NumberRequest{}},
	"ticket.compare":  {of: CompareRequest{}},
	"ticket.return":   {of: queue.Return{}},
	"ticket.transfer": {queue.Transfer{}, "window"},
	"ticket.change":   {queue.ChangeItems{}, "window"},
	"ticket.cancel":   {queue.Cancel{}, "window"},
	"ticket.reprint":  {of: queue.Reprint{}},
	"ticket.paper":    {of: PaperRequest{}},

	"window.signin":   {of: SignInRequest{}},
	"window.signout":  {of: queue.SignOut{}},
	"window.next":     {of: queue.Next{}},
	"window.call":     {of: queue.Call{}},
	"window.recall":   {of: queue.Recall{}},
	"window.start":    {of: queue.Start{}},
	"window.finish":   {of: queue.Finish{}},
	"window.noshow":   {of: queue.NoShow{}},
	"window.hold":     {of: queue.HoldTicket{}},
	"window.takeback": {of: queue.TakeBack{}},
	"window.transfer": {of: queue.Transfer{}},
	"window.change":   {of: queue.ChangeItems{}},
	"window.cancel":   {of: queue.Cancel{}},
	"window.return":   {of: queue.Return{}},
	"window.reprint":  {of: queue.Reprint{}},
	"window.pause":    {of: queue.Pause{}},
	"window.resume":   {of: queue.Resume{}},
	"window.undo":     {of: queue.Undo{}},
	"window.answer":   {of: queue.AnswerAsk{}},

	"hall.assign":      {of: AssignRequest{}},
	"hall.free":        {of: queue.Free{}},
	"hall.stop":        {of: queue.StopHall{}},
	"hall.resume":      {},
	"hall.intake":      {of: queue.SetIntake{}},
	"hall.quota":       {of: queue.SetQuota{}},
	"hall.notice":      {of: queue.SetNotice{}},
	"hall.openday":     {of: OpenDayRequest{}},
	"hall.closeday":    {},
	"hall.staff":       {of: StaffRequest{}},
	"hall.rules":       {of: RulesRequest{}},
	"hall.ask":         {of: AskRequest{}},
	"hall.advice":      {of: AdviceRequest{}},
	"hall.acknowledge": {of: AlertRequest{}},
	"hall.settings":    {of: SettingsRequest{}},
	"hall.catalogue":   {of: CatalogueRequest{}},
	"hall.clock":       {},
	"hall.forget":      {of: ForgetRequest{}},
	"hall.backup":      {},

	"help.call":      {of: HelpRequest{}},
	"help.answer":    {of: HelpAnswer{}},
	"device.report":  {of: DevicesRequest{}},
	"call.announced": {of: AnnouncedRequest{}},
	"desk.signin":    {of: DeskRequest{}},
	"desk.signout":   {},

	"state.get":       {of: TopicRequest{}},
	"state.catalogue": {},
	"state.settings":  {},
	"state.events":    {of: EventsRequest{}},
	"state.changes":   {},
	"state.day":       {of: DayRequest{}},
	"state.report":    {of: ReportRequest{}},
	"state.plan":      {of: PlanRequest{}},

	"network.quickest": {of: QuickestRequest{}},

	"terminal.list":   {},
	"terminal.token":  {of: TokenRequest{}},
	"terminal.revoke": {of: TerminalRequest{}},
}

// Body is a value of the type whose JSON form is the data of a request for the verb;
// nil where it takes none. without names a field of it that the verb has not.
func (v Verb) Body() (of any, without string) {
	b := bodies[v.String()]
	return b.of, b.without
}
