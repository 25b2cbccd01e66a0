-- revision counts the changes of places, keys of halls, publications and tokens; it has
-- one row.
CREATE TABLE revision (
  id BIGINT_KEY,
  n BIGINT NOT NULL
);
INSERT INTO revision (id, n) VALUES (1, 0);
