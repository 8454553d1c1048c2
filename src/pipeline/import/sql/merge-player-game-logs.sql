MERGE INTO nba_raw.player_game_logs T
USING ${staging} S
ON T.game_id = S.game_id
  AND T.player_id = S.player_id
WHEN MATCHED AND S.taken_back IS NOT NULL THEN DELETE
WHEN MATCHED AND (
  T.season IS DISTINCT FROM S.season
  OR T.season_type IS DISTINCT FROM S.season_type
  OR T.game_date IS DISTINCT FROM S.game_date
  OR T.player_name IS DISTINCT FROM S.player_name
  OR T.player_lookup IS DISTINCT FROM S.player_lookup
  OR T.team IS DISTINCT FROM S.team
  OR T.opponent IS DISTINCT FROM S.opponent
  OR T.is_home IS DISTINCT FROM S.is_home
  OR T.starter IS DISTINCT FROM S.starter
  OR T.minutes IS DISTINCT FROM S.minutes
  OR T.points IS DISTINCT FROM S.points
  OR T.rebounds IS DISTINCT FROM S.rebounds
  OR T.assists IS DISTINCT FROM S.assists
  OR T.turnovers IS DISTINCT FROM S.turnovers
  OR T.fgm IS DISTINCT FROM S.fgm
  OR T.fga IS DISTINCT FROM S.fga
  OR T.fg3m IS DISTINCT FROM S.fg3m
  OR T.fg3a IS DISTINCT FROM S.fg3a
  OR T.ftm IS DISTINCT FROM S.ftm
  OR T.fta IS DISTINCT FROM S.fta
  OR T.plus_minus IS DISTINCT FROM S.plus_minus
  OR T.team_won IS DISTINCT FROM S.team_won
) THEN UPDATE SET
  season = S.season,
  season_type = S.season_type,
  game_date = S.game_date,
  player_name = S.player_name,
  player_lookup = S.player_lookup,
  team = S.team,
  opponent = S.opponent,
  is_home = S.is_home,
  starter = S.starter,
  minutes = S.minutes,
  points = S.points,
  rebounds = S.rebounds,
  assists = S.assists,
  turnovers = S.turnovers,
  fgm = S.fgm,
  fga = S.fga,
  fg3m = S.fg3m,
  fg3a = S.fg3a,
  ftm = S.ftm,
  fta = S.fta,
  plus_minus = S.plus_minus,
  team_won = S.team_won
WHEN NOT MATCHED AND S.taken_back IS NULL THEN INSERT (
  season,
  season_type,
  game_date,
  game_id,
  player_id,
  player_name,
  player_lookup,
  team,
  opponent,
  is_home,
  starter,
  minutes,
  points,
  rebounds,
  assists,
  turnovers,
  fgm,
  fga,
  fg3m,
  fg3a,
  ftm,
  fta,
  plus_minus,
  team_won
) VALUES (
  S.season,
  S.season_type,
  S.game_date,
  S.game_id,
  S.player_id,
  S.player_name,
  S.player_lookup,
  S.team,
  S.opponent,
  S.is_home,
  S.starter,
  S.minutes,
  S.points,
  S.rebounds,
  S.assists,
  S.turnovers,
  S.fgm,
  S.fga,
  S.fg3m,
  S.fg3a,
  S.ftm,
  S.fta,
  S.plus_minus,
  S.team_won
)
