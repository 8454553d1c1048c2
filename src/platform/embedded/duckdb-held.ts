/**
 * Matches DuckDB's error when another process has the warehouse file open. The first group is the PID of that process,
 * if DuckDB knows it.
 */
export const HELD = /Could not set lock on file.*?(?:\(PID (\d+)\)|$)/s;
