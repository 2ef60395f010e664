CREATE TEMP TABLE h_look AS
SELECT place_id,
  MAX(CASE point WHEN 'SIGN' THEN found END) AS sign,
  MAX(CASE point WHEN 'ENTRY_LOG' THEN found END) AS entry_log,
  MAX(CASE point WHEN 'LAYOUT' THEN found END) AS layout,
  MAX(CASE point WHEN 'CAMERA' THEN found END) AS camera,
  MAX(CASE point WHEN 'CAMERA' THEN seen_on END) AS camera_on,
  MAX(CASE point WHEN 'CAMERA' THEN kept_days END) AS kept_days,
  MAX(CASE WHEN point = 'CAMERA' AND announced IS NOT NULL THEN CASE WHEN announced THEN 1 ELSE 0 END END) AS announced,
  MAX(CASE point WHEN 'DEVICES' THEN found END) AS devices,
  MAX(CASE point WHEN 'PATROL' THEN seen_on END) AS patrol_on,
  MAX(CASE point WHEN 'FIREWALL' THEN found END) AS firewall,
  MAX(CASE point WHEN 'FIREWALL' THEN seen_on END) AS firewall_on
FROM (
  SELECT i.*, i."on" AS seen_on,
    ROW_NUMBER() OVER (PARTITION BY i.place_id, i.point ORDER BY i."on" DESC, i.id DESC) AS nth
  FROM measures_inspection i WHERE i."on" <= {on}
) latest
WHERE nth = 1
GROUP BY place_id;

CREATE TEMP TABLE h_zone AS
SELECT p.id, p.path,
  CASE WHEN p.zone IS NULL OR p.zone < 2 OR p.cabinet THEN 0
    WHEN l.sign <> 'IN_ORDER' OR l.entry_log <> 'IN_ORDER' OR l.layout <> 'IN_ORDER'
      OR (p.zone >= 3 AND l.camera <> 'IN_ORDER') THEN 3
    WHEN l.sign IS NULL OR l.entry_log IS NULL OR l.layout IS NULL OR (p.zone >= 3 AND l.camera IS NULL) THEN 2
    ELSE 1 END AS vis01,
  CASE WHEN l.camera IS NULL OR l.camera = 'NONE' THEN 0
    WHEN l.camera = 'NOT_IN_ORDER' OR l.camera_on < {months6} OR l.kept_days < 30 OR l.announced = 0 THEN 3
    WHEN l.kept_days IS NULL OR l.announced IS NULL THEN 2
    ELSE 1 END AS vis02,
  CASE WHEN p.parent_id IS NOT NULL THEN 0 WHEN l.patrol_on >= {months3} THEN 1 ELSE 3 END AS vis06,
  CASE WHEN p.parent_id IS NOT NULL OR l.firewall = 'NONE' THEN 0
    WHEN l.firewall IS NULL THEN 2
    WHEN l.firewall = 'IN_ORDER' AND l.firewall_on >= {months12} THEN 1
    ELSE 3 END AS dev03
FROM accounts_place p LEFT JOIN h_look l ON l.place_id = p.id;

CREATE TEMP TABLE h_place AS
SELECT p.id AS place_id, COALESCE(q.zone, u.zone, w.zone) AS zone,
  MAX(z.vis01) AS vis01, MAX(z.vis02) AS vis02, MAX(z.vis06) AS vis06, MAX(z.dev03) AS dev03
FROM accounts_place p
JOIN h_zone z ON substr(p.path, 1, length(z.path)) = z.path
JOIN accounts_place q ON q.id = p.id
LEFT JOIN accounts_place u ON u.id = q.parent_id
LEFT JOIN accounts_place w ON w.id = u.parent_id
GROUP BY p.id, q.zone, u.zone, w.zone;

CREATE UNIQUE INDEX h_place_key ON h_place (place_id);
