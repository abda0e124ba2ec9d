/** Low-rank adapters of other programs: read, seen by their spectra, resized, merged, extracted. */
export type { Adapter, AdapterModule } from "./adapt/adapters/adapter";
export {
  adapterSpectrum,
  type AdapterProgress,
  type AdapterWorkOptions,
  type ModuleSpectrum,
} from "./adapt/adapters/adapterSpectrum";
export { baseNorms } from "./adapt/adapters/baseWeights";
export {
  blobSource,
  bytesSource,
  collectBytes,
  type ByteSource,
  type OutputFile,
  type SliceableBlob,
} from "./adapt/adapters/byteSource";
export { readAdapter } from "./adapt/adapters/readAdapter";
export { safetensorsFile, type TensorToWrite } from "./adapt/adapters/safetensorsFile";
export type { Tensor } from "./adapt/adapters/safetensorsHeader";
export { summariseSpectrum, type SpectrumSummary } from "./adapt/adapters/spectrumSummary";
export {
  openSafetensors,
  openShards,
  readTensor,
  type TensorFile,
} from "./adapt/adapters/tensorFile";
export type { StopSignal } from "./base/stopSignal";
export { openAdapter, openWeights } from "./files/adapterFiles";
export { saveFiles, type SaveFilesOptions } from "./files/saveFiles";
