import { assertParameterFits } from '../parameter-value.ts';
import { renderStatement } from '../sql-parameters.ts';
import type { Parameter, Statement } from '../warehouse.ts';
import type { DatasetNames } from './bigquery-datasets.ts';

/** A statement in the form of BigQuery's REST interface. Parameters are always named. */
export interface BoundQuery {
  readonly name: string;
  readonly query: string;
  readonly parameterMode: 'NAMED';
  readonly queryParameters: {
    readonly name: string;
    readonly parameterType: { readonly type: string };
    readonly parameterValue: { readonly value?: string };
  }[];
}

/** Renders a statement and binds its parameters. Throws when a value does not have the declared type. */
export function bindQuery(
  { sql: name, parameters = {}, tables = {} }: Statement,
  text: string,
  names: DatasetNames,
): BoundQuery {
  const entries = Object.entries(parameters);
  for (const [key, parameter] of entries) assertParameterFits(name, key, parameter);
  return {
    name,
    query: names.inSql(renderStatement({ name, text, parameters, tables }, '@')),
    parameterMode: 'NAMED',
    queryParameters: entries.map(([key, parameter]) => ({
      name: key,
      parameterType: { type: parameter.type },
      parameterValue: boundValue(parameter),
    })),
  };
}

/** BigQuery takes an absent value for null. */
function boundValue({ value }: Parameter): { readonly value?: string } {
  return value === null ? {} : { value: String(value) };
}
