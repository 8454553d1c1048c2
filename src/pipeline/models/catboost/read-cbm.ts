import { ByteBuffer } from 'flatbuffers';
import { quoted } from '../../dates/quoted.ts';
import { checkLoss } from './checked-loss.ts';
import { checkedModel, MAX_FEATURES } from './checked-model.ts';
import {
  type FlatTable,
  float32sOf,
  float64sOf,
  int32sOf,
  readFloat64,
  readInt32,
  readTable,
  readTables,
  readText,
  readUint8,
  readVector,
  rootTable,
} from './flat-table.ts';
import { refusedFile } from './refused-file.ts';
import type { FloatFeature, NanTreatment, TreeModel } from './tree-model.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAGIC = 'CBM1';
/** The magic, and the size of what follows. */
const HEAD_BYTES = 8;
/** What CatBoost notes about a training is about ten texts. */
const MAX_INFOS = 256;
const FORMAT_VERSION = 'FlabuffersModel_v1';

/*
 * Places of the fields in the tables of the format, counted from 0 as its schema declares them (catboost/libs/model/flatbuffers). Fields that
 * are not named here either repeat what others say or are not needed to predict.
 */
const CORE = { formatVersion: 0, trees: 1, info: 2, partIds: 3 };
const KEY_VALUE = { key: 0, value: 1 };
const TREES = {
  dimension: 0,
  splits: 1,
  depths: 2,
  categorical: 4,
  floats: 5,
  oneHot: 6,
  counters: 7,
  leafValues: 8,
  stepNodes: 10,
  nodeLeaves: 11,
  texts: 12,
  estimated: 13,
  scale: 14,
  bias: 15,
  biases: 16,
  embeddings: 18,
};
const FLOAT_FEATURE = { hasNans: 0, index: 1, flatIndex: 2, borders: 3, name: 4, nanTreatment: 5 };
const NAN_TREATMENTS: readonly NanTreatment[] = ['AsIs', 'AsFalse', 'AsTrue'];

/** What other models have and ours cannot answer, by the place of its list. */
const FOREIGN_PARTS: readonly (readonly [place: number, name: string])[] = [
  [TREES.categorical, 'categorical features'],
  [TREES.texts, 'text features'],
  [TREES.embeddings, 'embedding features'],
  [TREES.oneHot, 'one-hot features'],
  [TREES.counters, 'counters of categories'],
  [TREES.estimated, 'estimated features'],
  [TREES.stepNodes, 'trees that are not symmetric'],
  [TREES.nodeLeaves, 'trees that are not symmetric'],
];

/**
 * The model of a `.cbm` file: CatBoost's binary format CBM1, which is a size and one FlatBuffers table. Reads regression models with
 * numeric features and symmetric trees. Throws a `Problem` `model_not_loaded` for every other file, whatever its bytes are.
 */
export function readCbm(bytes: Uint8Array): TreeModel {
  const { core: table, behind } = coreOf(bytes);
  const core = rootTable(new ByteBuffer(table));
  const version = readText(core, CORE.formatVersion) ?? '';
  if (version !== FORMAT_VERSION)
    throw refusedFile(`Its format version is ${quoted(version)}; only ${quoted(FORMAT_VERSION)} is read.`);
  const trees = readTable(core, CORE.trees);
  if (trees === undefined) throw refusedFile('It has no trees.');
  refuseForeignParts(core, trees);
  if (behind > 0) throw refusedFile(`It is damaged: ${thousands(behind)} bytes follow its end.`);
  return checkedModel({
    features: readFeatures(trees),
    depths: int32sOf(readVector(trees, TREES.depths, 4)),
    splits: int32sOf(readVector(trees, TREES.splits, 4)),
    leafValues: float64sOf(readVector(trees, TREES.leafValues, 8)),
    scale: readFloat64(trees, TREES.scale) ?? 1,
    bias: biasOf(trees),
  });
}

/** The FlatBuffers table, and how many bytes the file has behind it. */
function coreOf(bytes: Uint8Array): { readonly core: Uint8Array; readonly behind: number } {
  if (bytes.length > MAX_FILE_BYTES)
    throw refusedFile(
      `It is too large: ${thousands(bytes.length)} bytes; at most ${thousands(MAX_FILE_BYTES)} are read.`,
    );
  if (bytes.length < HEAD_BYTES) throw refusedFile(`It is truncated: it has ${bytes.length} bytes.`);
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC)
    throw refusedFile(`It is not a CatBoost model: it begins with ${quoted(magic)} instead of ${quoted(MAGIC)}.`);
  const promised = new ByteBuffer(bytes).readUint32(MAGIC.length);
  const core = bytes.subarray(HEAD_BYTES);
  if (core.length < promised)
    throw refusedFile(
      `It is truncated: ${thousands(promised)} bytes should follow its head, ${thousands(core.length)} do.`,
    );
  return { core: core.subarray(0, promised), behind: core.length - promised };
}

/** Before the parts that are read, so that a whole file of another kind is not called damaged. */
function refuseForeignParts(core: FlatTable, trees: FlatTable): void {
  const foreign = FOREIGN_PARTS.filter(([place]) => readVector(trees, place, 1).length > 0).map(([, name]) => name);
  if (foreign.length > 0)
    throw refusedFile(
      `It has ${[...new Set(foreign)].join(', ')}; only numeric features and symmetric trees are read.`,
    );
  const dimension = readInt32(trees, TREES.dimension) ?? 0;
  if (dimension !== 1) throw refusedFile(`It predicts ${dimension} values at once; only models of one value are read.`);
  if (readVector(core, CORE.partIds, 4).length > 0)
    throw refusedFile('It has parts beside its trees, which are not read.');
  checkLoss(trainingParams(core));
}

function trainingParams(core: FlatTable): string | undefined {
  const entries = readTables(core, CORE.info, MAX_INFOS);
  const params = entries.find((entry) => readText(entry, KEY_VALUE.key) === 'params');
  return params === undefined ? undefined : readText(params, KEY_VALUE.value);
}

/** In the order of a row's values. The borders of all features together must fit into the file, however often it points to them. */
function readFeatures(trees: FlatTable): readonly FloatFeature[] {
  const found = readTables(trees, TREES.floats, MAX_FEATURES);
  let bytesLeft = trees.buffer.capacity();
  return found.map((feature, place) => {
    const borders = readVector(feature, FLOAT_FEATURE.borders, 4);
    bytesLeft -= borders.length * 4;
    if (bytesLeft < 0) throw refusedFile('It is damaged: it has more borders than bytes.');
    if (readInt32(feature, FLOAT_FEATURE.index) !== place || readInt32(feature, FLOAT_FEATURE.flatIndex) !== place)
      throw refusedFile(`It is damaged: feature number ${place} is not in its place.`);
    return {
      name: readText(feature, FLOAT_FEATURE.name) ?? '',
      borders: float32sOf(borders),
      nanTreatment: nanTreatment(readUint8(feature, FLOAT_FEATURE.nanTreatment) ?? 0),
      hasNans: readUint8(feature, FLOAT_FEATURE.hasNans) === 1,
    };
  });
}

/** Newer files list one bias for each value they predict, older ones name the only one. */
function biasOf(trees: FlatTable): number {
  const biases = float64sOf(readVector(trees, TREES.biases, 8));
  if (biases.length > 1) throw refusedFile(`It is damaged: it has ${biases.length} biases for one value.`);
  return biases[0] ?? readFloat64(trees, TREES.bias) ?? 0;
}

function nanTreatment(code: number): NanTreatment {
  const treatment = NAN_TREATMENTS[code];
  if (treatment === undefined) throw refusedFile(`It treats NaN in a way that is not known: ${code}.`);
  return treatment;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
