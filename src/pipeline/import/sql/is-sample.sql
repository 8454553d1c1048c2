SELECT MAX_BY(is_sample, imported_at) AS is_sample
FROM nba_orchestration.imports
