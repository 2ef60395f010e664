CREATE TEMP TABLE h_word AS
SELECT asset_id,
{own_words}
FROM (
  SELECT asset_id, measure, CASE state WHEN 'IN_PLACE' THEN 1 WHEN 'PARTLY' THEN 3 ELSE 0 END AS said,
    ROW_NUMBER() OVER (PARTITION BY asset_id, measure ORDER BY from_on DESC, id DESC) AS nth
  FROM measures_attestation
  WHERE asset_id IS NOT NULL AND carrier_id IS NULL AND from_on <= {on} AND until_on >= {on}
) latest
WHERE nth = 1
GROUP BY asset_id;

CREATE UNIQUE INDEX h_word_key ON h_word (asset_id);
