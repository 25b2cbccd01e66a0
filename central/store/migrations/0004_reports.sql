-- reports are project.Report. The report itself is the event seq of the hall's present
-- history. Of several of one day the one with the greatest seq counts.
CREATE TABLE reports (
  hall BIGINT NOT NULL,
  day TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (hall, day, seq)
) CLUSTERED;

-- names say which items a hall means by the hash of its catalogue: the content of
-- item_names, whose body is a queue.Text by code, as JSON. Halls whose catalogues have
-- the same names share it.
ALTER TABLE catalogues ADD COLUMN names TEXT NOT NULL DEFAULT '';
CREATE TABLE item_names (
  content TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
);
