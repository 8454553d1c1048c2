MERGE INTO nba_raw.team_box_scores T
USING ${staging} S
ON T.game_id = S.game_id
  AND T.team = S.team
WHEN MATCHED AND S.taken_back IS NOT NULL THEN DELETE
WHEN MATCHED AND (
  T.season IS DISTINCT FROM S.season
  OR T.season_type IS DISTINCT FROM S.season_type
  OR T.game_date IS DISTINCT FROM S.game_date
  OR T.opponent IS DISTINCT FROM S.opponent
  OR T.is_home IS DISTINCT FROM S.is_home
  OR T.team_won IS DISTINCT FROM S.team_won
  OR T.points IS DISTINCT FROM S.points
  OR T.opp_points IS DISTINCT FROM S.opp_points
  OR T.fgm IS DISTINCT FROM S.fgm
  OR T.fga IS DISTINCT FROM S.fga
  OR T.fg3m IS DISTINCT FROM S.fg3m
  OR T.fg3a IS DISTINCT FROM S.fg3a
  OR T.ftm IS DISTINCT FROM S.ftm
  OR T.fta IS DISTINCT FROM S.fta
  OR T.rebounds IS DISTINCT FROM S.rebounds
  OR T.assists IS DISTINCT FROM S.assists
  OR T.turnovers IS DISTINCT FROM S.turnovers
  OR T.game_minutes_est IS DISTINCT FROM S.game_minutes_est
  OR T.possessions_est IS DISTINCT FROM S.possessions_est
  OR T.pace_est IS DISTINCT FROM S.pace_est
  OR T.off_rating_est IS DISTINCT FROM S.off_rating_est
  OR T.def_rating_est IS DISTINCT FROM S.def_rating_est
  OR T.points_in_paint IS DISTINCT FROM S.points_in_paint
  OR T.incomplete IS DISTINCT FROM S.incomplete
) THEN UPDATE SET
  season = S.season,
  season_type = S.season_type,
  game_date = S.game_date,
  opponent = S.opponent,
  is_home = S.is_home,
  team_won = S.team_won,
  points = S.points,
  opp_points = S.opp_points,
  fgm = S.fgm,
  fga = S.fga,
  fg3m = S.fg3m,
  fg3a = S.fg3a,
  ftm = S.ftm,
  fta = S.fta,
  rebounds = S.rebounds,
  assists = S.assists,
  turnovers = S.turnovers,
  game_minutes_est = S.game_minutes_est,
  possessions_est = S.possessions_est,
  pace_est = S.pace_est,
  off_rating_est = S.off_rating_est,
  def_rating_est = S.def_rating_est,
  points_in_paint = S.points_in_paint,
  incomplete = S.incomplete
WHEN NOT MATCHED AND S.taken_back IS NULL THEN INSERT (
  season,
  season_type,
  game_date,
  game_id,
  team,
  opponent,
  is_home,
  team_won,
  points,
  opp_points,
  fgm,
  fga,
  fg3m,
  fg3a,
  ftm,
  fta,
  rebounds,
  assists,
  turnovers,
  game_minutes_est,
  possessions_est,
  pace_est,
  off_rating_est,
  def_rating_est,
  points_in_paint,
  incomplete
) VALUES (
  S.season,
  S.season_type,
  S.game_date,
  S.game_id,
  S.team,
  S.opponent,
  S.is_home,
  S.team_won,
  S.points,
  S.opp_points,
  S.fgm,
  S.fga,
  S.fg3m,
  S.fg3a,
  S.ftm,
  S.fta,
  S.rebounds,
  S.assists,
  S.turnovers,
  S.game_minutes_est,
  S.possessions_est,
  S.pace_est,
  S.off_rating_est,
  S.def_rating_est,
  S.points_in_paint,
  S.incomplete
)
