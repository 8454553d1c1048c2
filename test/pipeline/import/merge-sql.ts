import type { Table } from '#src/platform/warehouse.ts';

/** The rules for a statement that merges staged rows into a table: named columns, null-safe keys, changed rows only. */
export function mergeSql(table: Table, takesBack: 'takes-back' | 'only-adds'): string {
  const names = table.columns.map(({ name }) => name);
  const isNullable = (name: string) =>
    table.columns.some((column) => column.name === name && column.mode === 'nullable');
  const same = (name: string) =>
    isNullable(name) ? `T.${name} IS NOT DISTINCT FROM S.${name}` : `T.${name} = S.${name}`;
  const [deletion, isNew] =
    takesBack === 'takes-back'
      ? ['WHEN MATCHED AND S.taken_back IS NOT NULL THEN DELETE\n', ' AND S.taken_back IS NULL']
      : ['', ''];
  const values = names.filter((name) => !table.key.includes(name));
  return `MERGE INTO ${table.name} T
USING \${staging} S
ON ${table.key.map(same).join('\n  AND ')}
${deletion}WHEN MATCHED AND (
  ${values.map((name) => `T.${name} IS DISTINCT FROM S.${name}`).join('\n  OR ')}
) THEN UPDATE SET
  ${values.map((name) => `${name} = S.${name}`).join(',\n  ')}
WHEN NOT MATCHED${isNew} THEN INSERT (
  ${names.join(',\n  ')}
) VALUES (
  ${names.map((name) => `S.${name}`).join(',\n  ')}
)
`;
}
