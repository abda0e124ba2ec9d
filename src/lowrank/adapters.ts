/** Low-rank adapters of other programs: read, seen by their spectra, resized, merged, extracted. */
export type { Adapter, AdapterModule } from "./adapt/adapters/adapter";
export {
  adapterSpectrum,
  type AdapterProgress,
  type AdapterWorkOptions,
  type ModuleSpectrum,
} from "./adapt/adapters/adapterSpectrum";
export {
  compareAdapters,
  type CompareOptions,
  type ModuleComparison,
} from "./adapt/adapters/compareAdapters";
export type { SubspaceComparison } from "./adapt/adapters/compareFactors";
export { extractAdapter, type ExtractedAdapter } from "./adapt/adapters/extractAdapter";
export type { ExtractedModule, ExtractOptions } from "./adapt/adapters/extractModule";
export { baseNorms } from "./adapt/adapters/baseWeights";
export {
  blobSource,
  bytesSource,
  collectBytes,
  type ByteSource,
  type OutputFile,
  type SliceableBlob,
} from "./adapt/adapters/byteSource";
export { decomposeSum, mergeAdapters, type WeightedAdapter } from "./adapt/adapters/mergeAdapters";
export { mergeIntoBase, type MergeIntoBaseOptions } from "./adapt/adapters/mergeIntoBase";
export {
  chooseAdapterRanks,
  type RankChoice,
  type RankRule,
  type StoredSize,
} from "./adapt/adapters/rankRules";
export {
  decomposeAdapter,
  type AdapterSvd,
  type DecomposedModule,
} from "./adapt/adapters/adapterSvd";
export { readAdapter } from "./adapt/adapters/readAdapter";
export { resizeAdapter, storedSize, type ResizeOptions } from "./adapt/adapters/resizeAdapter";
export { safetensorsFile, type TensorToWrite } from "./adapt/adapters/safetensorsFile";
export type { Tensor } from "./adapt/adapters/safetensorsHeader";
export { summariseSpectrum, type SpectrumSummary } from "./adapt/adapters/spectrumSummary";
export type { FloatType } from "./adapt/adapters/tensorTypes";
export type { Update, UpdateTerm } from "./adapt/adapters/updateFactors";
export type { UpdateSvd } from "./adapt/adapters/updateSvd";
export type { Columns } from "./adapt/adapters/jacobiSvd";
export {
  openSafetensors,
  openShards,
  readTensor,
  type TensorFile,
} from "./adapt/adapters/tensorFile";
export type { StopSignal } from "./base/stopSignal";
export {
  comparisonPage,
  spectrumPage,
  type SpectrumPageOptions,
} from "./explore/adapters/adapterPage";
export { openAdapter, openWeights } from "./files/adapterFiles";
export { saveFiles, type SaveFilesOptions } from "./files/saveFiles";
export { DenseMatrix } from "./linalg/denseMatrix";
