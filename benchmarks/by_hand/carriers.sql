CREATE TEMP TABLE h_carrier AS
SELECT asset_id, COUNT(*) AS carriers,
  MAX(CASE WHEN kind = 'PAP' THEN 1 ELSE 0 END) AS k_pap, MAX(CASE WHEN kind = 'DIG' THEN 1 ELSE 0 END) AS k_dig,
  MAX(CASE WHEN kind = 'SYS' THEN 1 ELSE 0 END) AS k_sys, MAX(CASE WHEN kind = 'MED' THEN 1 ELSE 0 END) AS k_med,
  MAX(CASE WHEN kind = 'TAC' THEN 1 ELSE 0 END) AS k_tac, MAX(CASE WHEN kind = 'LIN' THEN 1 ELSE 0 END) AS k_lin,
  MAX(CASE WHEN kind = 'MLD' THEN 1 ELSE 0 END) AS k_mld, MAX(CASE WHEN kind = 'PRO' THEN 1 ELSE 0 END) AS k_pro,
  MAX(CASE WHEN place_id IS NOT NULL OR location <> '' THEN 1 ELSE 0 END) AS located,
  MAX({greatest}(sto02, sto03, sto04, sto05, sto08, sto09, sto10, lab01)) AS worst,
  MIN({greatest}(sto02, sto03, sto04, sto05, sto08, sto09, sto10, lab01)) AS best,
  {placed_words}
  MAX(sto02) AS sto02, MAX(sto03) AS sto03, MAX(sto04) AS sto04, MAX(sto05) AS sto05, MAX(sto08) AS sto08,
  MAX(sto09) AS sto09, MAX(sto10) AS sto10, MAX(lab01) AS lab01, MAX(lab02) AS lab02, MAX(dev01) AS dev01,
  MAX(dev02) AS dev02, MAX(dev04) AS dev04, MAX(dev05) AS dev05, MAX(acc08) AS acc08, MAX(acc10) AS acc10,
  MAX(vis03) AS vis03, MAX(vis01) AS vis01, MAX(vis02) AS vis02, MAX(vis06) AS vis06, MAX(dev03) AS dev03, MAX(mov01) AS mov01
FROM (
  SELECT c.asset_id, c.kind, c.place_id, c.location,
    CASE WHEN a.level < 20 OR c.kind NOT IN {physical} THEN 0 WHEN c.locked IS NULL THEN 2
      WHEN c.locked AND (c.lock_checked_on IS NULL OR c.lock_checked_on >= {months12}) THEN 1 ELSE 3 END AS sto02,
    CASE WHEN a.level < 20 OR c.kind NOT IN {electronic} THEN 0 WHEN c.access_control = '' THEN 2
      WHEN c.access_control = 'FOLDER' THEN 1 ELSE 3 END AS sto03,
    CASE WHEN a.level < 30 OR c.kind NOT IN {electronic} THEN 0
      WHEN c.network = 'CONNECTED' OR d.network = 'CONNECTED' OR s.network = 'CONNECTED' THEN 3
      WHEN c.network <> '' OR d.network <> '' OR s.network <> '' THEN 1 ELSE 2 END AS sto04,
    CASE WHEN a.level < 10 OR NOT (c.kind = 'MED' OR c.host = 'MOBILE'
        OR (c.kind = 'DIG' AND COALESCE(d.kind, '') IN ('NOTEBOOK', 'PHONE', 'MEMORY'))) THEN 0
      WHEN COALESCE(c.encrypted, d.encrypted) IS NULL THEN 2
      WHEN COALESCE(c.encrypted, d.encrypted) THEN 1 ELSE 3 END AS sto05,
    CASE WHEN a.level < 10 OR c.kind NOT IN {physical} THEN 0 WHEN p.zone IS NULL THEN 2
      WHEN p.zone >= a.level / 10 THEN 1 ELSE 3 END AS sto08,
    CASE WHEN a.level < 10 OR c.kind NOT IN {electronic} OR NOT (c.host = 'OUTSIDE' OR COALESCE(s.kind, '') = 'OUTSIDE')
        THEN 0
      WHEN NOT s.terms_secret OR NOT s.terms_no_reuse OR s.highest_level < a.level
        OR s.terms_checked_on < {months12} THEN 3
      WHEN s.terms_secret IS NULL OR s.terms_no_reuse IS NULL OR s.terms_checked_on IS NULL THEN 2
      ELSE 1 END AS sto09,
    CASE WHEN a.level < 20 OR c.kind NOT IN ('DIG', 'MED') THEN 0 WHEN d.private IS NULL THEN 2
      WHEN d.private THEN 3 ELSE 1 END AS sto10,
    CASE WHEN a.level < 10 OR c.lent_to = '' THEN 0 WHEN c.due_back_on IS NULL THEN 2
      WHEN c.due_back_on >= {on} THEN 1 ELSE 3 END AS mov01,
    CASE WHEN a.level < 10 OR c.kind = 'TAC' THEN 0 WHEN c.label IS NULL THEN 2
      WHEN c.label = a.level THEN 1 ELSE 3 END AS lab01,
    CASE WHEN a.level <> 0 OR c.kind = 'TAC' THEN 0 WHEN c.label IS NULL THEN 2
      WHEN c.label <= 0 THEN 1 ELSE 3 END AS lab02,
    CASE WHEN a.level < 10 OR c.kind NOT IN ('DIG', 'SYS') OR c.host = 'OUTSIDE' OR COALESCE(s.kind, '') = 'OUTSIDE'
        OR COALESCE(d.kind, '') IN ('MEMORY', 'CONTROL') THEN 0
      WHEN (d.antivirus AND d.antivirus_checked_on >= {days90}) OR (s.antivirus AND s.antivirus_checked_on >= {days90})
        THEN 1
      WHEN NOT d.antivirus OR NOT s.antivirus OR (d.antivirus AND d.antivirus_checked_on IS NOT NULL)
        OR (s.antivirus AND s.antivirus_checked_on IS NOT NULL) THEN 3
      ELSE 2 END AS dev01,
    CASE WHEN a.level < 10 OR c.kind NOT IN ('DIG', 'SYS') OR c.host = 'OUTSIDE' OR COALESCE(s.kind, '') = 'OUTSIDE'
        OR COALESCE(d.kind, '') IN ('MEMORY', 'CONTROL') THEN 0
      WHEN (d.updated_on >= {days45} AND d.support_ends_on >= {on})
        OR (s.updated_on >= {days45} AND s.support_ends_on >= {on}) THEN 1
      WHEN d.updated_on < {days45} OR s.updated_on < {days45} OR d.support_ends_on < {on} OR s.support_ends_on < {on}
        THEN 3
      ELSE 2 END AS dev02,
    CASE WHEN c.kind NOT IN {electronic} OR h.id IS NULL OR COALESCE(d.private, FALSE) THEN 0
      WHEN d.returned_on <= {on} OR h.left_on IS NULL OR h.left_on > {on} THEN 1 ELSE 3 END AS dev04,
    CASE WHEN a.level < 20 OR c.kind <> 'DIG'
        OR NOT (c.host = 'MOBILE' OR COALESCE(d.kind, '') IN ('NOTEBOOK', 'PHONE')) THEN 0
      WHEN d.remote_wipe IS NULL THEN 2 WHEN d.remote_wipe THEN 1 ELSE 3 END AS dev05,
    CASE WHEN a.level < 20 OR NOT (c.kind = 'SYS' OR (c.kind IN {electronic} AND s.id IS NOT NULL)) THEN 0
      WHEN s.shared_ids IS NULL THEN 2 WHEN s.shared_ids THEN 3 ELSE 1 END AS acc08,
    CASE WHEN a.level < 20 OR NOT (c.kind = 'SYS' OR (c.kind IN {electronic} AND s.id IS NOT NULL)) THEN 0
      WHEN NOT s.mfa OR s.rights_reviewed_on < {months6} THEN 3
      WHEN s.mfa IS NULL OR s.rights_reviewed_on IS NULL THEN 2 ELSE 1 END AS acc10,
    CASE WHEN a.level < 20 OR NOT (c.kind = 'SYS' OR (c.kind IN {electronic} AND s.id IS NOT NULL)) THEN 0
      WHEN NOT s.logs_kept OR s.logs_months < 12 OR s.logs_reviewed_on < {months3} THEN 3
      WHEN s.logs_kept IS NULL OR s.logs_months IS NULL OR s.logs_reviewed_on IS NULL THEN 2 ELSE 1 END AS vis03,
    CASE WHEN a.level < 20 THEN 0 ELSE p.vis01 END AS vis01,
    CASE WHEN a.level < 20 THEN 0 ELSE p.vis02 END AS vis02,
    CASE WHEN a.level < 20 OR c.kind NOT IN {physical} THEN 0 ELSE p.vis06 END AS vis06,
    CASE WHEN a.level < 10 OR c.kind NOT IN {electronic} THEN 0 ELSE p.dev03 END AS dev03
  FROM assets_carrier c
  JOIN assets_asset a ON a.id = c.asset_id
  LEFT JOIN assets_device d ON d.id = c.device_id
  LEFT JOIN accounts_person h ON h.id = d.holder_id
  LEFT JOIN assets_system s ON s.id = c.system_id
  LEFT JOIN h_place p ON p.place_id = c.place_id
  WHERE c.ended_on IS NULL AND a.state <> 'RETIRED' AND a.level IS NOT NULL
) asked
GROUP BY asset_id;

CREATE UNIQUE INDEX h_carrier_key ON h_carrier (asset_id);
