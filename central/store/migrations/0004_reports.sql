-- reports are project.Report. The report itself is the event seq of the hall's present
-- history. Of several of one day the one with the greatest seq counts.
CREATE TABLE reports (
  hall BIGINT NOT NULL,
  day TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (hall, day, seq)
) CLUSTERED;
