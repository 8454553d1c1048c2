INSERT INTO nba_orchestration.imports (imported_at, file, table_name, row_count, sha256, is_sample)
VALUES (@imported_at, @file, @table_name, @row_count, @sha256, @is_sample)
