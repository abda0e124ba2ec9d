/** The files of a drop, and those of a folder that was dropped, without what lies deeper in it. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  // Entries must be asked for before anything is waited for.
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => entry === null || entry.isFile)) return [...files];
  const listed = await Promise.all(
    entries.map((entry) =>
      entry?.isDirectory ? listFolder(entry as FileSystemDirectoryEntry) : Promise.resolve([entry]),
    ),
  );
  const single = listed.flat().filter((entry) => entry?.isFile) as FileSystemFileEntry[];
  return Promise.all(
    single.map((entry) => new Promise<File>((done, fail) => entry.file(done, fail))),
  );
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) =>
      reader.readEntries(done, fail),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Of a chosen folder the files that lie in it itself. */
export function chosenFiles(files: FileList | null): File[] {
  return [...(files ?? [])].filter(
    ({ webkitRelativePath }) => webkitRelativePath.split("/").length <= 2,
  );
}
