MERGE INTO nba_raw.shot_zones_by_season T
USING ${staging} S
ON T.season = S.season
  AND T.season_type = S.season_type
  AND T.player_id = S.player_id
WHEN MATCHED AND S.taken_back IS NOT NULL THEN DELETE
WHEN MATCHED AND (
  T.player_name IS DISTINCT FROM S.player_name
  OR T.player_lookup IS DISTINCT FROM S.player_lookup
  OR T.team IS DISTINCT FROM S.team
  OR T.games IS DISTINCT FROM S.games
  OR T.fga IS DISTINCT FROM S.fga
  OR T.fgm IS DISTINCT FROM S.fgm
  OR T.ra_fga IS DISTINCT FROM S.ra_fga
  OR T.ra_fgm IS DISTINCT FROM S.ra_fgm
  OR T.paint_nonra_fga IS DISTINCT FROM S.paint_nonra_fga
  OR T.paint_nonra_fgm IS DISTINCT FROM S.paint_nonra_fgm
  OR T.mid_fga IS DISTINCT FROM S.mid_fga
  OR T.mid_fgm IS DISTINCT FROM S.mid_fgm
  OR T.corner3_fga IS DISTINCT FROM S.corner3_fga
  OR T.corner3_fgm IS DISTINCT FROM S.corner3_fgm
  OR T.above_break3_fga IS DISTINCT FROM S.above_break3_fga
  OR T.above_break3_fgm IS DISTINCT FROM S.above_break3_fgm
) THEN UPDATE SET
  player_name = S.player_name,
  player_lookup = S.player_lookup,
  team = S.team,
  games = S.games,
  fga = S.fga,
  fgm = S.fgm,
  ra_fga = S.ra_fga,
  ra_fgm = S.ra_fgm,
  paint_nonra_fga = S.paint_nonra_fga,
  paint_nonra_fgm = S.paint_nonra_fgm,
  mid_fga = S.mid_fga,
  mid_fgm = S.mid_fgm,
  corner3_fga = S.corner3_fga,
  corner3_fgm = S.corner3_fgm,
  above_break3_fga = S.above_break3_fga,
  above_break3_fgm = S.above_break3_fgm
WHEN NOT MATCHED AND S.taken_back IS NULL THEN INSERT (
  season,
  season_type,
  player_id,
  player_name,
  player_lookup,
  team,
  games,
  fga,
  fgm,
  ra_fga,
  ra_fgm,
  paint_nonra_fga,
  paint_nonra_fgm,
  mid_fga,
  mid_fgm,
  corner3_fga,
  corner3_fgm,
  above_break3_fga,
  above_break3_fgm
) VALUES (
  S.season,
  S.season_type,
  S.player_id,
  S.player_name,
  S.player_lookup,
  S.team,
  S.games,
  S.fga,
  S.fgm,
  S.ra_fga,
  S.ra_fgm,
  S.paint_nonra_fga,
  S.paint_nonra_fgm,
  S.mid_fga,
  S.mid_fgm,
  S.corner3_fga,
  S.corner3_fgm,
  S.above_break3_fga,
  S.above_break3_fgm
)
