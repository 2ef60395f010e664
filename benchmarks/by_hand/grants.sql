CREATE TEMP TABLE h_grant AS
SELECT g.asset_id, COUNT(g.id) AS lines, COUNT(g.person_id) AS named,
  MAX(CASE WHEN g.person_id IS NULL THEN 0 WHEN p.left_on IS NULL OR p.left_on > {on} THEN 1 ELSE 3 END) AS acc03,
  MAX(CASE WHEN g.person_id IS NULL THEN 0
    WHEN EXISTS (SELECT 1 FROM accounts_posting m
      WHERE m.person_id = g.person_id AND m.from_on > g.from_on AND m.from_on < {days14}
        AND (m.until_on IS NULL OR m.until_on >= {on})
        AND EXISTS (SELECT 1 FROM accounts_posting e WHERE e.person_id = g.person_id AND e.from_on < g.from_on)
        AND NOT EXISTS (SELECT 1 FROM assets_grantreview r
          WHERE r.asset_id = g.asset_id AND r."on" >= m.from_on AND r."on" <= {on})
        AND NOT EXISTS (SELECT 1 FROM assets_grant n
          WHERE n.asset_id = g.asset_id AND n.person_id = g.person_id AND n.from_on >= m.from_on
            AND n.from_on <= {on} AND (n.until_on IS NULL OR n.until_on >= {on}))) THEN 3
    ELSE 1 END) AS acc04,
  MAX(CASE WHEN g.purpose = '' OR g.approved_by_id IS NULL THEN 3
    WHEN g.until_on IS NULL AND COALESCE(p.employment, '') IN ('DISPATCHED', 'OUTSIDE') THEN 3 ELSE 1 END) AS acc06,
  MAX(CASE WHEN g.person_id IS NULL OR g.approved_by_id IS NULL THEN 0
    WHEN g.approved_by_id = g.person_id THEN 3 ELSE 1 END) AS acc09,
  MAX(COALESCE(p.per01, d.per01)) AS per01, MAX(COALESCE(p.per02, d.per02)) AS per02,
  MAX(COALESCE(p.per03, d.per03)) AS per03, MAX(COALESCE(p.per05, d.per05)) AS per05
FROM assets_grant g
LEFT JOIN h_person p ON p.person_id = g.person_id
LEFT JOIN h_department d ON d.department_id = g.department_id
WHERE g.from_on <= {on} AND (g.until_on IS NULL OR g.until_on >= {on})
GROUP BY g.asset_id;

CREATE UNIQUE INDEX h_grant_key ON h_grant (asset_id);

CREATE TEMP TABLE h_many AS
SELECT asset_id, COUNT(DISTINCT person_id) AS people
FROM (
  SELECT g.asset_id, g.person_id
  FROM assets_grant g JOIN assets_asset a ON a.id = g.asset_id JOIN h_person p ON p.person_id = g.person_id
  WHERE p.here = 1 AND g.from_on <= {on} AND (g.until_on IS NULL OR g.until_on >= {on})
    AND a.level >= 20 AND a.state <> 'RETIRED'
  UNION ALL
  SELECT g.asset_id, t.person_id
  FROM assets_grant g JOIN assets_asset a ON a.id = g.asset_id
  JOIN h_team t ON t.department_id = g.department_id JOIN h_person p ON p.person_id = t.person_id
  WHERE p.here = 1 AND g.from_on <= {on} AND (g.until_on IS NULL OR g.until_on >= {on})
    AND a.level >= 20 AND a.state <> 'RETIRED'
) everybody
GROUP BY asset_id;

CREATE UNIQUE INDEX h_many_key ON h_many (asset_id);

CREATE TEMP TABLE h_review AS
SELECT asset_id, MAX("on") AS reviewed_on FROM assets_grantreview GROUP BY asset_id;

CREATE UNIQUE INDEX h_review_key ON h_review (asset_id);
