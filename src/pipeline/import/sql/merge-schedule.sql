MERGE INTO nba_raw.schedule T
USING ${staging} S
ON T.game_id = S.game_id
WHEN MATCHED AND S.taken_back IS NOT NULL THEN DELETE
WHEN MATCHED AND (
  T.season IS DISTINCT FROM S.season
  OR T.season_type IS DISTINCT FROM S.season_type
  OR T.game_date IS DISTINCT FROM S.game_date
  OR T.home_team IS DISTINCT FROM S.home_team
  OR T.away_team IS DISTINCT FROM S.away_team
  OR T.home_score IS DISTINCT FROM S.home_score
  OR T.away_score IS DISTINCT FROM S.away_score
  OR T.neutral_site IS DISTINCT FROM S.neutral_site
  OR T.tipoff_utc IS DISTINCT FROM S.tipoff_utc
  OR T.arena IS DISTINCT FROM S.arena
) THEN UPDATE SET
  season = S.season,
  season_type = S.season_type,
  game_date = S.game_date,
  home_team = S.home_team,
  away_team = S.away_team,
  home_score = S.home_score,
  away_score = S.away_score,
  neutral_site = S.neutral_site,
  tipoff_utc = S.tipoff_utc,
  arena = S.arena
WHEN NOT MATCHED AND S.taken_back IS NULL THEN INSERT (
  season,
  season_type,
  game_date,
  game_id,
  home_team,
  away_team,
  home_score,
  away_score,
  neutral_site,
  tipoff_utc,
  arena
) VALUES (
  S.season,
  S.season_type,
  S.game_date,
  S.game_id,
  S.home_team,
  S.away_team,
  S.home_score,
  S.away_score,
  S.neutral_site,
  S.tipoff_utc,
  S.arena
)
