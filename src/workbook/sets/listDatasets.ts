import { findEntry, readCatalogue } from "./catalogue";
import { datasetFolder } from "./datasetFolder";
import { hasInstalled } from "./installedDataset";

/** A data set of the catalogue, in short. */
export interface DatasetSummary {
  readonly name: string;
  /** What its labels are attached to. */
  readonly kind: "text" | "images";
  /** What can be seen with it. */
  readonly shows: string;
  /** Documents or images; of each language, where a set holds the same sentences in two. */
  readonly documents: number;
  readonly classes: number;
  readonly licence: string;
  /** Its makers' page. */
  readonly source: string;
  readonly installed: boolean;
}

/**
 * Lists the data sets that `npx lowrank data get NAME` can add.
 *
 * @param folder - folder of the installed sets; default LOWRANK_DATA, else the platform's folder
 *   for one user's data
 * @example
 * listDatasets().filter(({ installed }) => installed).map(({ name }) => name); // [ 'snips7' ]
 */
export function listDatasets(folder: string = datasetFolder()): DatasetSummary[] {
  return readCatalogue().map(({ name, kind, shows, documents, classes, licence, page }) => {
    return {
      name,
      kind,
      shows,
      documents,
      classes,
      licence,
      source: page,
      installed: hasInstalled(folder, name),
    };
  });
}

/**
 * Tells whether a data set of the catalogue is installed.
 *
 * @throws RangeError if there is no such set
 * @example
 * if (isInstalled("mnist")) console.log(loadDataset("mnist", { split: "test" }).labels.length);
 */
export function isInstalled(name: string, folder: string = datasetFolder()): boolean {
  return hasInstalled(folder, findEntry(name).name);
}
