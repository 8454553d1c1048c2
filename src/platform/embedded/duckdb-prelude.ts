/**
 * Defines the BigQuery types and functions that the `sql` folders use and DuckDB lacks. Types: FLOAT64, BYTES (DuckDB has INT64, STRING, BOOL,
 * DATE, TIMESTAMP and NUMERIC). Functions, with BigQuery's semantics:
 *
 * - division: `SAFE_DIVIDE(a, b)`, `DIV(a, b)`
 * - dates: `DATE_ADD(d, INTERVAL n DAY)`, `DATE_SUB(d, INTERVAL n DAY)` (both return a DATE), `UNIX_DATE(d)` (the days between two dates are
 *   `UNIX_DATE(a) - UNIX_DATE(b)`), `DATE_FROM_UNIX_DATE(n)`, `FORMAT_DATE(format, d)`, `CURRENT_DATE()`
 * - timestamps: `TIMESTAMP_ADD`, `TIMESTAMP_SUB` (with `INTERVAL n SECOND` and the like), `CURRENT_TIMESTAMP()`, `UNIX_SECONDS`, `UNIX_MILLIS`,
 *   `UNIX_MICROS`, `TIMESTAMP_SECONDS`, `TIMESTAMP_MILLIS`, `TIMESTAMP_MICROS`, `FORMAT_TIMESTAMP(format, t)` and with a zone,
 *   `FORMAT_TIMESTAMP('%Y-%m-%d', t, 'America/New_York')`
 * - `LOGICAL_AND`, `LOGICAL_OR`, `GREATEST` and `LEAST` of two to four values (null when one of them is null)
 * - text: `REGEXP_CONTAINS`, `REGEXP_REPLACE` (all matches), `TO_JSON_STRING`, `SHA256` (BYTES), `TO_HEX`
 *
 * A test enforces more rules on every SQL file. Differences that the test cannot see:
 * - DuckDB's TIMESTAMP has no zone and is always UTC here, so do not cast text with an offset to it.
 * - On DuckDB `d - INTERVAL 1 DAY` returns a TIMESTAMP, CONCAT skips nulls (`||` does not), and EXTRACT(DAYOFWEEK) starts on another day.
 * - Only BigQuery fails on a MERGE whose source has two rows for one target row, and on `/` by zero.
 */
export const PRELUDE: readonly string[] = [
  'CREATE TYPE IF NOT EXISTS FLOAT64 AS DOUBLE',
  'CREATE TYPE IF NOT EXISTS BYTES AS BLOB',
  ...Object.entries({
    'safe_divide(a, b)': 'CASE WHEN b = 0 THEN NULL ELSE CAST(a AS DOUBLE) / b END',
    'div(a, b)': 'a // b',
    'date_add(d, i)': 'CAST(d + i AS DATE)',
    'date_sub(d, i)': 'CAST(d - i AS DATE)',
    'unix_date(d)': "date_diff('day', DATE '1970-01-01', d)",
    'date_from_unix_date(n)': "DATE '1970-01-01' + CAST(n AS INTEGER)",
    'format_date(f, d)': 'strftime(d, f)',
    'current_date()': 'CAST(CAST(get_current_timestamp() AS TIMESTAMP) AS DATE)',
    'current_timestamp()': 'CAST(get_current_timestamp() AS TIMESTAMP)',
    'timestamp_add(t, i)': 't + i',
    'timestamp_sub(t, i)': 't - i',
    'unix_seconds(t)': 'epoch_us(t) // 1000000',
    'unix_millis(t)': 'epoch_us(t) // 1000',
    'unix_micros(t)': 'epoch_us(t)',
    'timestamp_seconds(n)': 'make_timestamp(CAST(n * 1000000 AS BIGINT))',
    'timestamp_millis(n)': 'make_timestamp(CAST(n * 1000 AS BIGINT))',
    'timestamp_micros(n)': 'make_timestamp(CAST(n AS BIGINT))',
    'format_timestamp(f, t)': "strftime(t, f), (f, t, zone) AS strftime((t AT TIME ZONE 'UTC') AT TIME ZONE zone, f)",
    'logical_and(x)': 'bool_and(x)',
    'logical_or(x)': 'bool_or(x)',
    'greatest(a, b)': strict('greatest'),
    'least(a, b)': strict('least'),
    'regexp_contains(s, r)': 'regexp_matches(s, r)',
    'regexp_replace(s, r, t)': "system.main.regexp_replace(s, r, t, 'g')",
    'to_json_string(x)': 'CAST(to_json(x) AS VARCHAR)',
    'sha256(x)': 'unhex(system.main.sha256(x))',
    'to_hex(x)': 'lower(hex(x))',
  }).map(([signature, body]) => `CREATE OR REPLACE MACRO ${signature} AS ${body}`),
];

function strict(name: string): string {
  const of = (...values: string[]) =>
    `CASE WHEN ${values.map((value) => `${value} IS NULL`).join(' OR ')} THEN NULL ELSE system.main.${name}(${values.join(', ')}) END`;
  return `${of('a', 'b')}, (a, b, c) AS ${of('a', 'b', 'c')}, (a, b, c, d) AS ${of('a', 'b', 'c', 'd')}`;
}
