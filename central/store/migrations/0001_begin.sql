-- Words in capitals that are no SQL differ between the databases; see dialect.go.
-- Times are milliseconds since 1970 in UTC, 0 where nothing happened.

-- halls are the halls with their watermark, and how they are now.
CREATE TABLE halls (
  id IDENTITY,
  hall TEXT NOT NULL UNIQUE,
  -- The line of history that is written now, its whole descent as JSON, the last
  -- event that is kept, the token that segments carry, and the run that they go into, with its
  -- epoch and the month of its last event.
  epoch TEXT NOT NULL DEFAULT '',
  line TEXT NOT NULL DEFAULT '[]',
  watermark BIGINT NOT NULL DEFAULT 0,
  token BIGINT NOT NULL DEFAULT 0,
  run BIGINT NOT NULL DEFAULT 0,
  run_epoch TEXT NOT NULL DEFAULT '',
  run_month TEXT NOT NULL DEFAULT '',
  -- rows_seq is the event up to which all rows go. It is the watermark, but while a
  -- hall catches up that was cut off for long.
  rows_seq BIGINT NOT NULL DEFAULT 0,
  -- generation changes when the rows were made anew, projection is project.Version.
  generation BIGINT NOT NULL DEFAULT 0,
  projection BIGINT NOT NULL DEFAULT 0,
  -- What the last hello said.
  instance TEXT NOT NULL DEFAULT '',
  hello_name TEXT NOT NULL DEFAULT '',
  first BIGINT NOT NULL DEFAULT 0,
  hall_seq BIGINT NOT NULL DEFAULT 0,
  version TEXT NOT NULL DEFAULT '',
  file_schema BIGINT NOT NULL DEFAULT 0,
  hello_at BIGINT NOT NULL DEFAULT 0,
  segment_at BIGINT NOT NULL DEFAULT 0,
  -- The last refusal since a hello was taken, and the epoch that an administrator
  -- lets in nevertheless.
  refused TEXT NOT NULL DEFAULT '',
  refused_at BIGINT NOT NULL DEFAULT 0,
  refused_epoch TEXT NOT NULL DEFAULT '',
  refused_seq BIGINT NOT NULL DEFAULT 0,
  adopt TEXT NOT NULL DEFAULT '',
  -- project.Hall.
  now_epoch TEXT NOT NULL DEFAULT '',
  now_at BIGINT NOT NULL DEFAULT 0,
  own_id TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '',
  settings TEXT NOT NULL DEFAULT '',
  catalogue TEXT NOT NULL DEFAULT '',
  day TEXT NOT NULL DEFAULT '',
  open BIGINT NOT NULL DEFAULT 0,
  opened BIGINT NOT NULL DEFAULT 0,
  closed BIGINT NOT NULL DEFAULT 0,
  stopped TEXT NOT NULL DEFAULT '',
  issued BIGINT NOT NULL DEFAULT 0,
  waiting BIGINT NOT NULL DEFAULT 0,
  called BIGINT NOT NULL DEFAULT 0,
  serving BIGINT NOT NULL DEFAULT 0,
  held BIGINT NOT NULL DEFAULT 0,
  missing BIGINT NOT NULL DEFAULT 0,
  done BIGINT NOT NULL DEFAULT 0,
  cancelled BIGINT NOT NULL DEFAULT 0,
  expired BIGINT NOT NULL DEFAULT 0,
  windows BIGINT NOT NULL DEFAULT 0,
  busy BIGINT NOT NULL DEFAULT 0,
  paused BIGINT NOT NULL DEFAULT 0,
  unknown BIGINT NOT NULL DEFAULT 0,
  odd BIGINT NOT NULL DEFAULT 0,
  gaps BIGINT NOT NULL DEFAULT 0
);

-- runs are stretches of one hall's events that were kept one after the other.
CREATE TABLE runs (
  id IDENTITY,
  hall BIGINT NOT NULL,
  epoch TEXT NOT NULL,
  from_seq BIGINT NOT NULL,
  -- kept_to is the last event that counts, -1 while all do; what is kept beyond it
  -- is superseded by another run.
  kept_to BIGINT NOT NULL DEFAULT -1,
  superseded_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX runs_hall ON runs (hall, from_seq);

-- gaps are events that a hall no longer had when the centre asked for them.
CREATE TABLE gaps (
  hall BIGINT NOT NULL,
  from_seq BIGINT NOT NULL,
  to_seq BIGINT NOT NULL,
  noted_at BIGINT NOT NULL,
  PRIMARY KEY (hall, from_seq)
);

-- events are the records as they came. place is run << 40 | seq.
CREATE TABLE events (
  place BIGINT_KEY,
  at BIGINT NOT NULL,
  type TEXT NOT NULL,
  body BYTES NOT NULL
);

-- months say from where on the events of a run are of a month (UTC), until the next
-- such place.
CREATE TABLE months (
  run BIGINT NOT NULL,
  from_seq BIGINT NOT NULL,
  month TEXT NOT NULL,
  PRIMARY KEY (run, from_seq)
) CLUSTERED;
CREATE INDEX months_month ON months (month, run);

-- tickets are project.Ticket; more is the rest of it as JSON. superseded is 0, or the
-- run in which the history went on without the ticket.
CREATE TABLE tickets (
  hall BIGINT NOT NULL,
  day TEXT NOT NULL,
  number TEXT NOT NULL,
  superseded BIGINT NOT NULL DEFAULT 0,
  first BIGINT NOT NULL,
  state TEXT NOT NULL,
  theme TEXT NOT NULL,
  served_at TEXT NOT NULL,
  issued BIGINT NOT NULL,
  first_called BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  wait_s BIGINT NOT NULL,
  service_s BIGINT NOT NULL,
  more TEXT NOT NULL,
  PRIMARY KEY (hall, day, number, superseded)
) CLUSTERED;

-- windows are project.Window.
CREATE TABLE windows (
  hall BIGINT NOT NULL,
  id TEXT NOT NULL,
  label TEXT NOT NULL,
  zone TEXT NOT NULL,
  state TEXT NOT NULL,
  clerk TEXT NOT NULL,
  since BIGINT NOT NULL,
  number TEXT NOT NULL,
  reason TEXT NOT NULL,
  own TEXT NOT NULL,
  spill TEXT NOT NULL,
  served BIGINT NOT NULL,
  open_s BIGINT NOT NULL,
  busy_s BIGINT NOT NULL,
  PRIMARY KEY (hall, id)
) CLUSTERED;

-- stats_day and stats_half are project.Cell: whole business days, and half hours of
-- hall time. waits are counts by project.Bounds.
CREATE TABLE stats_day (
  hall BIGINT NOT NULL,
  dim TEXT NOT NULL,
  day TEXT NOT NULL,
  id TEXT NOT NULL,
  issued BIGINT NOT NULL,
  called BIGINT NOT NULL,
  wait_s BIGINT NOT NULL,
  waits TEXT NOT NULL,
  picked BIGINT NOT NULL,
  served BIGINT NOT NULL,
  services BIGINT NOT NULL,
  service_s BIGINT NOT NULL,
  missed BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  expired BIGINT NOT NULL,
  PRIMARY KEY (hall, dim, day, id)
) CLUSTERED;

CREATE TABLE stats_half (
  hall BIGINT NOT NULL,
  dim TEXT NOT NULL,
  day TEXT NOT NULL,
  id TEXT NOT NULL,
  slot BIGINT NOT NULL,
  issued BIGINT NOT NULL,
  called BIGINT NOT NULL,
  wait_s BIGINT NOT NULL,
  waits TEXT NOT NULL,
  picked BIGINT NOT NULL,
  served BIGINT NOT NULL,
  services BIGINT NOT NULL,
  service_s BIGINT NOT NULL,
  missed BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  expired BIGINT NOT NULL,
  PRIMARY KEY (hall, dim, day, id, slot)
) CLUSTERED;

-- checkpoints are project.Checkpoint.
CREATE TABLE checkpoints (
  hall BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  day TEXT NOT NULL,
  data BYTES NOT NULL,
  PRIMARY KEY (hall, seq)
);
