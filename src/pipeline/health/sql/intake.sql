-- The time of the newest import, and the number of names in the lines and reports of a period that match no player.
SELECT
  (SELECT MAX(imported_at) FROM nba_orchestration.imports) AS imported_at,
  (
    SELECT COUNT(DISTINCT player_lookup)
    FROM (
      SELECT player_lookup FROM nba_raw.prop_lines WHERE game_date >= @first_date AND game_date <= @last_date
      UNION ALL
      SELECT player_lookup FROM nba_raw.injuries WHERE game_date >= @first_date AND game_date <= @last_date
    ) AS named
    WHERE STARTS_WITH(player_lookup, 'unmatched:')
  ) AS unmatched_names
