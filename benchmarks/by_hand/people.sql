CREATE TEMP TABLE h_team AS
SELECT d.id AS department_id, p.person_id, MAX(CASE WHEN p.from_on <= {days30} THEN 1 ELSE 0 END) AS since_long
FROM accounts_department d
JOIN accounts_department b ON substr(b.path, 1, length(d.path)) = d.path
JOIN accounts_posting p ON p.department_id = b.id AND p.from_on <= {on} AND (p.until_on IS NULL OR p.until_on >= {on})
GROUP BY d.id, p.person_id;

CREATE TEMP TABLE h_levels AS
SELECT person_id, level, MAX(since_long) AS since_long
FROM (
  SELECT g.person_id, a.level, MAX(CASE WHEN g.from_on <= {days30} THEN 1 ELSE 0 END) AS since_long
  FROM assets_grant g JOIN assets_asset a ON a.id = g.asset_id
  WHERE g.person_id IS NOT NULL AND g.from_on <= {on} AND (g.until_on IS NULL OR g.until_on >= {on})
    AND a.state <> 'RETIRED' AND a.level IS NOT NULL
  GROUP BY g.person_id, a.level
  UNION ALL
  SELECT t.person_id, l.level, t.since_long * l.since_long
  FROM (
    SELECT g.department_id, a.level, MAX(CASE WHEN g.from_on <= {days30} THEN 1 ELSE 0 END) AS since_long
    FROM assets_grant g JOIN assets_asset a ON a.id = g.asset_id
    WHERE g.department_id IS NOT NULL AND g.from_on <= {on} AND (g.until_on IS NULL OR g.until_on >= {on})
      AND a.state <> 'RETIRED' AND a.level IS NOT NULL
    GROUP BY g.department_id, a.level
  ) l
  JOIN h_team t ON t.department_id = l.department_id
) x
GROUP BY person_id, level;

CREATE TEMP TABLE h_charge AS
SELECT owner_id AS person_id FROM assets_asset WHERE owner_id IS NOT NULL AND state <> 'RETIRED'
UNION
SELECT custodian_id FROM assets_asset WHERE custodian_id IS NOT NULL AND state <> 'RETIRED';

CREATE TEMP TABLE h_person AS
SELECT p.id AS person_id, p.left_on, p.employment,
  CASE WHEN p.here = 0 OR p.top < 20 THEN 0
    WHEN EXISTS (SELECT 1 FROM accounts_pledge e WHERE e.person_id = p.id AND e.kind <> 'EXIT'
      AND e.signed_on <= {on} AND (e.until_on IS NULL OR e.until_on >= {on})) THEN 1
    ELSE 3 END AS per01,
  CASE WHEN p.here = 0 OR p.top < 10 THEN 0
    WHEN p.trained >= {months12} OR (p.trained IS NULL AND p.entered_on >= {days30}) THEN 1
    ELSE 3 END AS per02,
  CASE WHEN NOT COALESCE(p.notice_on <= {on}, FALSE) AND NOT COALESCE(p.left_on <= {on}, FALSE) THEN 0
    WHEN p.left_on IS NULL THEN 2
    WHEN EXISTS (SELECT 1 FROM h_charge h WHERE h.person_id = p.id) THEN 3
    WHEN EXISTS (SELECT 1 FROM assets_grant g JOIN assets_asset a ON a.id = g.asset_id
      WHERE g.person_id = p.id AND a.state <> 'RETIRED' AND g.from_on <= {on}
        AND (g.until_on IS NULL OR g.until_on >= {on} AND g.until_on > p.left_on)) THEN 3
    WHEN EXISTS (SELECT 1 FROM accounts_mandate m WHERE m.person_id = p.id AND m.from_on <= {on}
        AND (m.until_on IS NULL OR m.until_on >= {on} AND m.until_on > p.left_on)) THEN 3
    WHEN NOT EXISTS (SELECT 1 FROM accounts_leavercase c WHERE c.person_id = p.id AND c.last_on = p.left_on
      AND NOT c.withdrawn AND c.items_returned_on <= {on}) THEN 3
    WHEN NOT EXISTS (SELECT 1 FROM accounts_leavercase c WHERE c.person_id = p.id AND c.last_on = p.left_on
      AND NOT c.withdrawn AND c.closed_on <= {on}) THEN 3
    WHEN NOT EXISTS (SELECT 1 FROM accounts_pledge e WHERE e.person_id = p.id AND e.kind = 'EXIT'
      AND e.signed_on <= {on} AND (e.until_on IS NULL OR e.until_on >= {on})) THEN 3
    ELSE 1 END AS per03,
  CASE WHEN p.here = 0 OR p.top < 10 THEN 0
    WHEN EXISTS (SELECT 1 FROM h_levels l WHERE l.person_id = p.id AND l.level >= 10 AND l.since_long = 1
      AND NOT EXISTS (SELECT 1 FROM classification_acknowledgement k
        WHERE k.person_id = p.id AND k.level = l.level AND k.at < {night}
          AND k.version >= COALESCE((SELECT MAX(h.version) FROM classification_handling h
            WHERE h.level = l.level AND h.from_on <= {days30}), 1))) THEN 3
    ELSE 1 END AS per05,
  p.here
FROM (
  SELECT q.*, CASE WHEN q.left_on IS NULL OR q.left_on >= {on} THEN 1 ELSE 0 END AS here,
    COALESCE((SELECT MAX(l.level) FROM h_levels l WHERE l.person_id = q.id), -1) AS top,
    (SELECT MAX(t."on") FROM accounts_training t WHERE t.person_id = q.id AND t."on" <= {on}) AS trained
  FROM accounts_person q
) p;

CREATE UNIQUE INDEX h_person_key ON h_person (person_id);

CREATE TEMP TABLE h_department AS
SELECT t.department_id, MAX(p.per01) AS per01, MAX(p.per02) AS per02, MAX(p.per03) AS per03, MAX(p.per05) AS per05
FROM h_team t JOIN h_person p ON p.person_id = t.person_id
GROUP BY t.department_id;

CREATE UNIQUE INDEX h_department_key ON h_department (department_id);
CREATE INDEX h_team_key ON h_team (department_id, person_id);
