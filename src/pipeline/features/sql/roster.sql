-- The players of each team on the dates from @from_date to @to_date, with line and injury report, for the next statements of the build @build_id.
-- Deletes rows of other builds that are older than an hour, because no build needs them any longer.
--
-- Reports and lines count only when they were known at the date's `as_of`: @as_of, or one hour before the date's first tip-off. If a game has tipped
-- by @now, they count up to one hour before its tip-off (`known_until`), as in batch/sql/candidates. A line without a time counts as known at noon in
-- New York.
--
-- A line shows the game of its player. If no source says for which of the two teams he plays, his team is written as both, like BOS/NYK, and his
-- opponent as NYK/BOS. Then `team_is_known` is FALSE, and he counts as a player on the road.
MERGE INTO nba_precompute.build_rosters AS stored
USING (
  WITH
  -- The times from which data counts as known. Noon and the default tip-off at 19:00 are New York times.
  days AS (
    SELECT
      games.game_date,
      TIMESTAMP_SUB(games.noon_in_winter, INTERVAL (games.summer_hours) HOUR) AS noon_at,
      COALESCE(
        @as_of,
        TIMESTAMP_SUB(
          MIN(COALESCE(games.tipoff_utc, TIMESTAMP_ADD(games.noon_in_winter, INTERVAL (7 - games.summer_hours) HOUR))), INTERVAL 1 HOUR
        )
      ) AS as_of,
      MIN(games.tipoff_utc) AS first_tipoff
    FROM (
      SELECT
        game_date, tipoff_utc, TIMESTAMP_ADD(CAST(game_date AS TIMESTAMP), INTERVAL 17 HOUR) AS noon_in_winter,
        CASE
          WHEN FORMAT_TIMESTAMP('%H', TIMESTAMP_ADD(CAST(game_date AS TIMESTAMP), INTERVAL 17 HOUR), 'America/New_York') = '13' THEN 1
          ELSE 0
        END AS summer_hours
      FROM nba_raw.schedule
      WHERE game_date BETWEEN @from_date AND @to_date
    ) AS games
    GROUP BY games.game_date, games.noon_in_winter, games.summer_hours
  ),

  limits AS (
    SELECT
      games.game_id, games.game_date, games.home_team, games.away_team, games.tipoff_utc,
      CASE
        WHEN COALESCE(games.tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(games.game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) <= @now
          THEN COALESCE(LEAST(days.as_of, TIMESTAMP_SUB(COALESCE(games.tipoff_utc, days.first_tipoff), INTERVAL 1 HOUR)), days.as_of)
        ELSE days.as_of
      END AS known_until
    FROM nba_raw.schedule AS games
    INNER JOIN days ON days.game_date = games.game_date
  ),
  whole_dates AS (SELECT game_date, MIN(known_until) AS known_until FROM limits GROUP BY game_date),

  sides AS (
    SELECT game_id, game_date, season, season_type, home_team AS team, away_team AS opponent, TRUE AS is_home
    FROM nba_raw.schedule
    WHERE game_date BETWEEN DATE_SUB(@from_date, INTERVAL 300 DAY) AND @to_date
    UNION ALL
    SELECT game_id, game_date, season, season_type, away_team, home_team, FALSE
    FROM nba_raw.schedule
    WHERE game_date BETWEEN DATE_SUB(@from_date, INTERVAL 300 DAY) AND @to_date
  ),

  -- One row for each team and game of the dates. The opponent's rest comes from the schedule.
  nights AS (
    SELECT own.*, limits.known_until AS as_of, other.played_before AS opponent_played_before
    FROM sides AS own
    INNER JOIN limits ON limits.game_id = own.game_id AND limits.game_date = own.game_date
    INNER JOIN (
      SELECT game_id, team, LAG(game_date) OVER (PARTITION BY season, team ORDER BY game_date NULLS FIRST) AS played_before FROM sides
    ) AS other ON other.game_id = own.game_id AND other.team = own.opponent
    WHERE own.game_date BETWEEN @from_date AND @to_date
  ),

  -- The newest report that names the player for the date. A complete report of a team replaces its older reports, as in batch/sql/candidates. The
  -- severity has the scale of the feature injury_risk. Reports list doubtful players, so a player who is not listed is available. If the date has no
  -- report at all, this is a guess, and its quality is rated as a guess. An unknown status counts as questionable. A report that is not submitted says
  -- nothing.
  known_reports AS (
    SELECT
      injuries.game_date, injuries.player_lookup, injuries.team, injuries.report_at, LOWER(injuries.status) AS status,
      MAX(CASE WHEN injuries.team IS NOT NULL AND COALESCE(injuries.report_scope, 'complete') <> 'partial' THEN injuries.report_at END)
        OVER (PARTITION BY injuries.game_date, injuries.team) AS replaced_at
    FROM nba_raw.injuries AS injuries
    INNER JOIN whole_dates ON whole_dates.game_date = injuries.game_date
    LEFT JOIN limits ON limits.game_date = injuries.game_date AND injuries.team IN (limits.home_team, limits.away_team)
    WHERE injuries.game_date BETWEEN @from_date AND @to_date AND LOWER(injuries.status) <> 'not submitted'
      AND injuries.report_at <= COALESCE(limits.known_until, whole_dates.known_until)
      AND (limits.tipoff_utc IS NULL OR injuries.report_at < limits.tipoff_utc)
  ),
  reports AS (
    SELECT
      game_date, player_lookup, team, CAST(report_at AS DATE) AS reported_on,
      CASE status
        WHEN 'available' THEN 0 WHEN 'probable' THEN 1 WHEN 'doubtful' THEN 3 WHEN 'out' THEN 3 WHEN 'suspension' THEN 3 ELSE 2
      END AS severity,
      status IN ('out', 'suspension') AS is_out
    FROM known_reports
    WHERE report_at >= COALESCE(replaced_at, report_at)
    QUALIFY ROW_NUMBER() OVER (PARTITION BY game_date, player_lookup ORDER BY report_at DESC NULLS LAST) = 1
  ),
  reported_dates AS (SELECT DISTINCT game_date FROM known_reports),

  -- All known standard lines from before the tip-off of their game, each with the time at which it was last seen. This is the time when it was captured, or a later time that is known at `as_of`.
  lines AS (
    SELECT
      shown.game_date, shown.player_lookup, shown.player_name, shown.game_id, shown.line, shown.is_main_line,
      LOWER(shown.bookmaker) AS bookmaker,
      COALESCE(shown.captured_at, days.noon_at) AS known_at,
      CASE
        WHEN shown.last_seen_at BETWEEN shown.captured_at
          AND LEAST(COALESCE(games.known_until, whole_dates.known_until), COALESCE(games.tipoff_utc, shown.commence_time, days.as_of))
          THEN shown.last_seen_at
        ELSE COALESCE(shown.captured_at, days.noon_at)
      END AS seen_at
    FROM nba_raw.prop_lines AS shown
    INNER JOIN days ON days.game_date = shown.game_date
    INNER JOIN whole_dates ON whole_dates.game_date = shown.game_date
    LEFT JOIN limits AS games ON games.game_id = shown.game_id AND games.game_date = shown.game_date
    WHERE shown.game_date BETWEEN @from_date AND @to_date
      AND COALESCE(shown.captured_at, days.noon_at) <= COALESCE(games.known_until, whole_dates.known_until)
      AND LOWER(COALESCE(shown.line_type, 'standard')) = 'standard'
      AND (
        shown.captured_at IS NULL
        OR COALESCE(games.tipoff_utc, shown.commence_time) IS NULL
        OR shown.captured_at < COALESCE(games.tipoff_utc, shown.commence_time)
      )
  ),
  -- The player's market line: main lines before alternates, then by bookmaker, then the line seen last. The opening line is the first main line of the
  -- same bookmaker.
  market AS (
    SELECT
      game_date, player_lookup, player_name, game_id, line, is_main_line,
      FIRST_VALUE(line) OVER (
        PARTITION BY game_date, player_lookup, bookmaker
        ORDER BY is_main_line DESC NULLS LAST, known_at ASC NULLS FIRST, line ASC NULLS FIRST
      ) AS opening_line,
      MIN(known_at) OVER (PARTITION BY game_date, player_lookup, bookmaker) < seen_at AS was_watched
    FROM lines
    WHERE TRUE
    QUALIFY ROW_NUMBER() OVER (
      PARTITION BY game_date, player_lookup
      ORDER BY
        is_main_line DESC NULLS LAST,
        CASE bookmaker WHEN 'draftkings' THEN 1 WHEN 'fanduel' THEN 2 WHEN 'betmgm' THEN 3 WHEN 'williamhill_us' THEN 4 ELSE 5 END ASC NULLS FIRST,
        seen_at DESC NULLS LAST, bookmaker ASC NULLS FIRST, known_at DESC NULLS LAST, line ASC NULLS FIRST
    ) = 1
  ),
  -- The median of the bookmakers' main lines, using each bookmaker's last seen line.
  consensus AS (
    SELECT game_date, player_lookup, AVG(line) AS line
    FROM (
      SELECT
        game_date, player_lookup, line,
        ROW_NUMBER() OVER (PARTITION BY game_date, player_lookup ORDER BY line NULLS FIRST) AS place,
        COUNT(*) OVER (PARTITION BY game_date, player_lookup) AS bookmakers
      FROM (
        SELECT game_date, player_lookup, line
        FROM lines
        WHERE is_main_line
        QUALIFY ROW_NUMBER() OVER (
          PARTITION BY game_date, player_lookup, bookmaker
          ORDER BY seen_at DESC NULLS LAST, known_at DESC NULLS LAST, line ASC NULLS FIRST
        ) = 1
      ) AS newest_lines
    ) AS ranked
    WHERE 2 * place BETWEEN bookmakers AND bookmakers + 2
    GROUP BY game_date, player_lookup
  ),

  appearances AS (
    SELECT
      player_lookup, player_name, game_date, team,
      LEAD(game_date) OVER (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST) AS next_date
    FROM nba_raw.player_game_logs
    WHERE game_date < @to_date
  ),

  -- A player's team is that of his newest game, or of a newer report. He is on the roster for 30 days after a game, or with a line. A line on
  -- another team's game shows that he was traded, but not to which of the two teams.
  named AS (
    SELECT appearances.player_lookup, nights.game_date
    FROM appearances
    INNER JOIN nights
      ON nights.team = appearances.team
      AND nights.game_date > appearances.game_date
      AND DATE_SUB(nights.game_date, INTERVAL 30 DAY) <= appearances.game_date
      AND nights.game_date <= COALESCE(appearances.next_date, nights.game_date)
    UNION DISTINCT
    SELECT player_lookup, game_date FROM market
    UNION DISTINCT
    SELECT player_lookup, game_date FROM reports
  ),
  newest AS (
    SELECT named.player_lookup, named.game_date, appearances.player_name, appearances.team, appearances.game_date AS seen_on
    FROM named
    INNER JOIN appearances
      ON appearances.player_lookup = named.player_lookup
      AND appearances.game_date < named.game_date
      AND named.game_date <= COALESCE(appearances.next_date, named.game_date)
  ),
  placed AS (
    SELECT nights.*, named.player_lookup, newest.player_name, TRUE AS team_is_known
    FROM named
    LEFT JOIN newest ON newest.player_lookup = named.player_lookup AND newest.game_date = named.game_date
    LEFT JOIN market ON market.player_lookup = named.player_lookup AND market.game_date = named.game_date
    LEFT JOIN reports ON reports.player_lookup = named.player_lookup AND reports.game_date = named.game_date
    INNER JOIN nights
      ON nights.game_date = named.game_date
      AND nights.team = CASE
        WHEN reports.team IS NOT NULL AND (newest.seen_on IS NULL OR reports.reported_on > newest.seen_on) THEN reports.team
        ELSE newest.team
      END
    WHERE (market.line IS NOT NULL OR newest.seen_on >= DATE_SUB(named.game_date, INTERVAL 30 DAY))
      AND COALESCE(market.game_id, nights.game_id) = nights.game_id
    QUALIFY ROW_NUMBER() OVER (PARTITION BY named.game_date, named.player_lookup ORDER BY nights.game_id NULLS FIRST) = 1
  ),
  -- The players with a line on a game of the date whose team is unknown. A player without a game and without an id may be a misspelled name. He is
  -- left out.
  unplaced AS (
    SELECT
      nights.game_id, nights.game_date, nights.season, nights.season_type,
      CONCAT(nights.team, '/', nights.opponent) AS team, CONCAT(nights.opponent, '/', nights.team) AS opponent, FALSE AS is_home, nights.as_of,
      CAST(NULL AS DATE) AS opponent_played_before, market.player_lookup, newest.player_name, FALSE AS team_is_known
    FROM market
    INNER JOIN nights ON nights.game_date = market.game_date AND nights.game_id = market.game_id AND nights.is_home
    LEFT JOIN placed ON placed.player_lookup = market.player_lookup AND placed.game_date = market.game_date
    LEFT JOIN newest ON newest.player_lookup = market.player_lookup AND newest.game_date = market.game_date
    WHERE placed.player_lookup IS NULL
      AND (newest.player_lookup IS NOT NULL OR market.player_lookup IN (SELECT player_lookup FROM nba_raw.players))
  ),
  people AS (
    SELECT
      game_id, game_date, season, season_type, team, opponent, is_home, as_of, opponent_played_before, player_lookup, player_name, team_is_known
    FROM placed
    UNION ALL
    SELECT * FROM unplaced
  )

  SELECT
    @build_id AS build_id, @built_at AS built_at, '' AS no_build,
    people.game_date, people.game_id, people.season, people.season_type, people.team, people.opponent, people.is_home, people.as_of,
    people.opponent_played_before, people.team_is_known,
    people.player_lookup, COALESCE(people.player_name, market.player_name) AS player_name,
    market.line, market.opening_line, market.is_main_line, market.was_watched, consensus.line AS line_consensus,
    reports.severity AS report_severity, COALESCE(reports.severity, 0) AS injury_risk, reported_dates.game_date IS NOT NULL AS has_reports,
    COALESCE(reports.is_out, FALSE) AS is_out
  FROM people
  LEFT JOIN market ON market.player_lookup = people.player_lookup AND market.game_date = people.game_date
  LEFT JOIN consensus ON consensus.player_lookup = people.player_lookup AND consensus.game_date = people.game_date
  LEFT JOIN reports ON reports.player_lookup = people.player_lookup AND reports.game_date = people.game_date
  LEFT JOIN reported_dates ON reported_dates.game_date = people.game_date
) AS built
-- No build has an empty id, so this condition never matches. (With FALSE, DuckDB compares every pair of rows.)
ON stored.build_id = built.no_build
WHEN NOT MATCHED BY SOURCE AND stored.built_at < TIMESTAMP_SUB(@built_at, INTERVAL 1 HOUR) THEN DELETE
WHEN NOT MATCHED THEN INSERT (
  build_id, built_at, game_date, game_id, season, season_type, team, opponent, is_home, as_of, opponent_played_before, player_lookup, player_name,
  line, opening_line, is_main_line, was_watched, line_consensus, report_severity, injury_risk, has_reports, is_out, team_is_known
)
VALUES (
  built.build_id, built.built_at, built.game_date, built.game_id, built.season, built.season_type, built.team, built.opponent, built.is_home,
  built.as_of, built.opponent_played_before, built.player_lookup, built.player_name, built.line, built.opening_line, built.is_main_line,
  built.was_watched, built.line_consensus, built.report_severity, built.injury_risk, built.has_reports, built.is_out, built.team_is_known
)
