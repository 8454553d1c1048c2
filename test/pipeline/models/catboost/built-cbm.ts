import { Builder } from 'flatbuffers';

const FORMAT_VERSION = 'FlabuffersModel_v1';

interface Feature {
  readonly place?: number;
  readonly borders?: readonly number[];
  readonly nanTreatment?: number;
}

export interface Parts {
  readonly features?: readonly Feature[];
  readonly depths?: readonly number[];
  readonly splits?: readonly number[];
  readonly leafValues?: readonly number[];
  readonly biases?: readonly number[];
  readonly scale?: number;
  /** Many features that all refer to the same long list of borders. */
  readonly shared?: { readonly features: number; readonly borders: number };
}

const ONE_TREE = { features: [{ borders: [0.5] }], depths: [1], splits: [0], leafValues: [1, 2] };
type WholeParts = Parts & Required<Pick<Parts, 'features' | 'depths' | 'splits' | 'leafValues'>>;

/** A `.cbm` file of one tree with one split. Some parts are replaced by ones that CatBoost would not write. */
export function builtCbm(changes: Parts): Uint8Array {
  const parts = { ...ONE_TREE, ...changes };
  const builder = new Builder(1_024);
  const version = builder.createString(FORMAT_VERSION);
  const trees = treesTable(builder, parts);
  builder.startObject(4);
  builder.addFieldOffset(0, version, 0);
  builder.addFieldOffset(1, trees, 0);
  builder.finish(builder.endObject());
  const core = builder.asUint8Array();
  return Buffer.concat([Buffer.from('CBM1'), new Uint8Array(Uint32Array.of(core.length).buffer), core]);
}

function treesTable(builder: Builder, parts: WholeParts): number {
  const lists: readonly (readonly [slot: number, at: number])[] = [
    [1, numbers(builder, parts.splits, 'int32')],
    [2, numbers(builder, parts.depths, 'int32')],
    [5, offsets(builder, featureTables(builder, parts))],
    [8, numbers(builder, parts.leafValues, 'float64')],
    [16, numbers(builder, parts.biases ?? [], 'float64')],
  ];
  builder.startObject(19);
  builder.addFieldInt32(0, 1, 0);
  for (const [slot, at] of lists) builder.addFieldOffset(slot, at, 0);
  builder.addFieldFloat64(14, parts.scale ?? 1, 0);
  return builder.endObject();
}

function featureTables(builder: Builder, { features, shared }: WholeParts): readonly number[] {
  if (shared === undefined)
    return features.map((feature, index) =>
      featureTable(builder, { place: index, nanTreatment: 0, ...feature }, borders(builder, feature)),
    );
  const list = numbers(builder, new Float32Array(shared.borders), 'float32');
  return Array.from({ length: shared.features }, (_, place) => featureTable(builder, { place, nanTreatment: 0 }, list));
}

function borders(builder: Builder, feature: Feature): number {
  return numbers(builder, feature.borders ?? [], 'float32');
}

function featureTable(builder: Builder, { place = 0, nanTreatment = 0 }: Feature, list: number): number {
  builder.startObject(6);
  builder.addFieldInt32(1, place, -1);
  builder.addFieldInt32(2, place, -1);
  builder.addFieldOffset(3, list, 0);
  builder.addFieldInt8(5, nanTreatment, 0);
  return builder.endObject();
}

function offsets(builder: Builder, tables: readonly number[]): number {
  builder.startVector(4, tables.length, 4);
  for (const table of tables.toReversed()) builder.addOffset(table);
  return builder.endVector();
}

type Element = 'int32' | 'float32' | 'float64';

function numbers(builder: Builder, values: ArrayLike<number>, element: Element): number {
  const add = {
    int32: (value: number) => builder.addInt32(value),
    float32: (value: number) => builder.addFloat32(value),
    float64: (value: number) => builder.addFloat64(value),
  }[element];
  const bytes = element === 'float64' ? 8 : 4;
  builder.startVector(bytes, values.length, bytes);
  for (let index = values.length - 1; index >= 0; index -= 1) add(values[index] ?? 0);
  return builder.endVector();
}
