/* Stands for the door of lowrank-workbook in a browser: no data sets are installed there. */

export const isInstalled = (): boolean => false;

export const listDatasets = (): readonly never[] => [];

export function loadDataset(name: string): never {
  throw new Error(
    `the data set "${name}" cannot be loaded in a browser: it is installed on a disk; ` +
      `run npx lowrank data get ${name}, then this notebook in the Node of npm start`,
  );
}
