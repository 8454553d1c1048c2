import { ByteBuffer } from 'flatbuffers';
import { quoted } from '../../dates/quoted.ts';
import { checkLoss, type TrainingInfo } from './checked-loss.ts';
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
import type { FloatFeature, NanTreatment, TreeModel } from './tree-model.ts';
import { unusableModelFile } from './unusable-model-file.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAGIC = 'CBM1';
/** The number of bytes before the content of a `.cbm` file. They hold the magic bytes and the size of the content. */
const HEAD_BYTES = 8;
/**
 * The maximum number of training details that a model file may contain. CatBoost writes about ten, so a file with a
 * longer list is damaged.
 */
const MAX_INFOS = 256;
const FORMAT_VERSION = 'FlabuffersModel_v1';

/*
 * The field numbers in the tables of CatBoost's binary format, in the order of its schema
 * (catboost/libs/model/flatbuffers). Redundant fields and fields that a prediction does not need are left out.
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

/** The parts of CatBoost models that this reader does not support, each with its field number. */
const UNSUPPORTED_PARTS: readonly (readonly [place: number, name: string])[] = [
  [TREES.categorical, 'categorical features'],
  [TREES.texts, 'text features'],
  [TREES.embeddings, 'embedding features'],
  [TREES.oneHot, 'one-hot features'],
  [TREES.counters, 'counters for categorical features'],
  [TREES.estimated, 'estimated features'],
  [TREES.stepNodes, 'trees that are not symmetric'],
  [TREES.nodeLeaves, 'trees that are not symmetric'],
];

/**
 * Reads a `.cbm` file. CatBoost's binary format CBM1 consists of a size and one FlatBuffers table. The reader supports
 * regression models with numeric features and symmetric trees. Throws a `Problem` `model_not_loaded` for any other
 * file, even for random bytes.
 */
export function readCbm(bytes: Uint8Array): TreeModel {
  const { core: table, trailingBytes } = coreOf(bytes);
  const core = rootTable(new ByteBuffer(table));
  const version = readText(core, CORE.formatVersion) ?? '';
  if (version !== FORMAT_VERSION)
    throw unusableModelFile(
      `The file has the format version ${quoted(version)}; only ${quoted(FORMAT_VERSION)} is supported.`,
    );
  const trees = readTable(core, CORE.trees);
  if (trees === undefined) throw unusableModelFile('The file contains no trees.');
  assertSupported(core, trees);
  if (trailingBytes > 0)
    throw unusableModelFile(`The file is damaged: ${thousands(trailingBytes)} bytes follow its end.`);
  return checkedModel({
    features: readFeatures(trees),
    depths: int32sOf(readVector(trees, TREES.depths, 4)),
    splits: int32sOf(readVector(trees, TREES.splits, 4)),
    leafValues: float64sOf(readVector(trees, TREES.leafValues, 8)),
    scale: readFloat64(trees, TREES.scale) ?? 1,
    bias: biasOf(trees),
  });
}

/** Returns the FlatBuffers table of a `.cbm` file, and the number of bytes that follow the table. */
function coreOf(bytes: Uint8Array): { readonly core: Uint8Array; readonly trailingBytes: number } {
  if (bytes.length > MAX_FILE_BYTES)
    throw unusableModelFile(
      `The file is too large: ${thousands(bytes.length)} bytes; the limit is ${thousands(MAX_FILE_BYTES)}.`,
    );
  if (bytes.length < HEAD_BYTES) throw unusableModelFile(`The file is truncated: it has ${bytes.length} bytes.`);
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC)
    throw unusableModelFile(
      `The file is not a CatBoost model: it starts with ${quoted(magic)} instead of ${quoted(MAGIC)}.`,
    );
  const declaredLength = new ByteBuffer(bytes).readUint32(MAGIC.length);
  const core = bytes.subarray(HEAD_BYTES);
  if (core.length < declaredLength)
    throw unusableModelFile(
      `The file is truncated: ${thousands(declaredLength)} bytes should follow its header, but only ${thousands(core.length)} do.`,
    );
  return { core: core.subarray(0, declaredLength), trailingBytes: core.length - declaredLength };
}

/**
 * Throws for a CatBoost model of an unsupported kind. This check runs first, so that an intact file of such a model is
 * not reported as damaged.
 */
function assertSupported(core: FlatTable, trees: FlatTable): void {
  const unsupported = UNSUPPORTED_PARTS.filter(([place]) => readVector(trees, place, 1).length > 0).map(
    ([, name]) => name,
  );
  if (unsupported.length > 0)
    throw unusableModelFile(
      `The model has ${[...new Set(unsupported)].join(', ')}; only numeric features and symmetric trees are supported.`,
    );
  const dimension = readInt32(trees, TREES.dimension) ?? 0;
  if (dimension !== 1)
    throw unusableModelFile(
      `The model predicts ${dimension} values; only models that predict one value are supported.`,
    );
  if (readVector(core, CORE.partIds, 4).length > 0)
    throw unusableModelFile('The model has parts other than trees, which are not supported.');
  checkLoss(trainingInfo(core));
}

function trainingInfo(core: FlatTable): TrainingInfo {
  const entries = readTables(core, CORE.info, MAX_INFOS);
  const textOf = (key: string): string | undefined => {
    const found = entries.find((entry) => readText(entry, KEY_VALUE.key) === key);
    return found === undefined ? undefined : readText(found, KEY_VALUE.value);
  };
  return { params: textOf('params'), lossFunction: textOf('loss_function') };
}

/**
 * Returns the features of a CatBoost model in the order of a row's values. A malicious file may refer to the same
 * borders many times, so the total size of all borders is limited to the size of the file.
 */
function readFeatures(trees: FlatTable): readonly FloatFeature[] {
  const found = readTables(trees, TREES.floats, MAX_FEATURES);
  let bytesLeft = trees.buffer.capacity();
  return found.map((feature, place) => {
    const borders = readVector(feature, FLOAT_FEATURE.borders, 4);
    bytesLeft -= borders.length * 4;
    if (bytesLeft < 0)
      throw unusableModelFile('The file is damaged: it declares more borders than its bytes can hold.');
    if (readInt32(feature, FLOAT_FEATURE.index) !== place || readInt32(feature, FLOAT_FEATURE.flatIndex) !== place)
      throw unusableModelFile(`The file is damaged: feature number ${place} has the wrong index.`);
    return {
      name: readText(feature, FLOAT_FEATURE.name) ?? '',
      borders: float32sOf(borders),
      nanTreatment: nanTreatment(readUint8(feature, FLOAT_FEATURE.nanTreatment) ?? 0),
      hasNans: readUint8(feature, FLOAT_FEATURE.hasNans) === 1,
    };
  });
}

/**
 * Returns the bias of a CatBoost model. Newer model files contain a list with one bias per predicted value; older files
 * contain a single bias.
 */
function biasOf(trees: FlatTable): number {
  const biases = float64sOf(readVector(trees, TREES.biases, 8));
  if (biases.length > 1) throw unusableModelFile(`The file is damaged: it has ${biases.length} biases for one value.`);
  return biases[0] ?? readFloat64(trees, TREES.bias) ?? 0;
}

function nanTreatment(code: number): NanTreatment {
  const treatment = NAN_TREATMENTS[code];
  if (treatment === undefined) throw unusableModelFile(`The file treats NaN in an unknown way: ${code}.`);
  return treatment;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
