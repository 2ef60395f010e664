CREATE TEMP TABLE h_edition AS
SELECT e.id, e.rulebook_id, e.adopted_on FROM classification_edition e
WHERE e.state = 'ADOPTED' AND e.from_on <= {on}
  AND e.version = (SELECT MAX(f.version) FROM classification_edition f
    WHERE f.rulebook_id = e.rulebook_id AND f.state = 'ADOPTED' AND f.from_on <= {on});

CREATE TEMP TABLE h_company AS
SELECT headcount,
  CASE WHEN NOT EXISTS (SELECT 1 FROM accounts_mandate m JOIN accounts_person p ON p.id = m.person_id
      WHERE m.role = 'CHIEF' AND m.department_id IS NULL AND m.place_id IS NULL AND m.from_on <= {on}
        AND (m.until_on IS NULL OR m.until_on >= {on}) AND (p.left_on IS NULL OR p.left_on >= {on})) THEN 3
    WHEN EXISTS (SELECT 1 FROM accounts_department d LEFT JOIN accounts_person p ON p.id = d.manager_id
      WHERE (d.manager_id IS NULL OR p.left_on < {on})
        AND NOT (d.parent_id IS NULL AND EXISTS (SELECT 1 FROM accounts_department u WHERE u.parent_id = d.id))) THEN 3
    ELSE 1 END AS gov01,
  CASE WHEN NOT EXISTS (SELECT 1 FROM measures_audit a WHERE a.finished_on BETWEEN {months12} AND {on}) THEN 3
    WHEN EXISTS (SELECT 1 FROM accounts_place p WHERE p.parent_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM measures_audit a WHERE a.finished_on BETWEEN {months12} AND {on}
        AND (NOT EXISTS (SELECT 1 FROM measures_auditpart x WHERE x.audit_id = a.id)
          OR EXISTS (SELECT 1 FROM measures_auditpart x WHERE x.audit_id = a.id AND x.place_id = p.id)))) THEN 3
    WHEN EXISTS (SELECT 1 FROM measures_remark r
      WHERE (r.closed_on IS NULL OR r.closed_on > {on}) AND r.due_on < {on}) THEN 3
    ELSE 1 END AS gov05,
  CASE WHEN NOT EXISTS (SELECT 1 FROM h_edition) THEN 3
    WHEN EXISTS (SELECT 1 FROM h_edition e WHERE e.adopted_on < {months12} AND NOT EXISTS (
      SELECT 1 FROM measures_rulereview r WHERE r.rulebook_id = e.rulebook_id
        AND r."on" BETWEEN {months12} AND {on})) THEN 3
    WHEN (SELECT COUNT(DISTINCT c.topic) FROM classification_clause c JOIN h_edition e ON e.id = c.edition_id
      WHERE c.topic <> '') < 22 THEN 3
    ELSE 1 END AS gov06,
  CASE WHEN NOT EXISTS (SELECT 1 FROM classification_clause c JOIN h_edition e ON e.id = c.edition_id
      WHERE c.topic = 'personal_media') THEN 3
    WHEN EXISTS (SELECT 1 FROM accounts_place p JOIN h_look l ON l.place_id = p.id
      WHERE p.zone >= 2 AND NOT p.cabinet AND l.devices = 'NOT_IN_ORDER') THEN 3
    WHEN EXISTS (SELECT 1 FROM accounts_place p LEFT JOIN h_look l ON l.place_id = p.id
      WHERE p.zone >= 2 AND NOT p.cabinet AND l.devices IS NULL) THEN 2
    ELSE 1 END AS mov04,
  CASE WHEN (SELECT r.announced_on FROM measures_reportingcontact r WHERE r."on" <= {on}
      ORDER BY r."on" DESC, r.id DESC LIMIT 1) >= {months24} THEN 1
    ELSE 3 END AS vis05
FROM accounts_company;

CREATE TEMP TABLE h_inventory AS
SELECT d.id AS department_id,
  CASE WHEN MAX(i."on") >= {months12} THEN 1 ELSE 3 END AS gov07
FROM accounts_department d
LEFT JOIN accounts_department u ON substr(d.path, 1, length(u.path)) = u.path
LEFT JOIN measures_inventory i ON i.department_id = u.id AND i."on" <= {on}
GROUP BY d.id;
