/** The door of the workbook: its data sets. The command and the kernel are reached by `npx lowrank`. */
export type { DatasetSplit, DatasetText, LabelledImages } from "./sets/dataset";
export { isInstalled, listDatasets, type DatasetSummary } from "./sets/listDatasets";
export {
  loadDataset,
  type ImageDatasetName,
  type LoadDatasetOptions,
  type TextDatasetName,
} from "./sets/loadDataset";
