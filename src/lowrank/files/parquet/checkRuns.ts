import type { ParquetLibrary } from "./parquetLibrary";

type PageHeader = ReturnType<ParquetLibrary["parsePageHeader"]>;

/**
 * Walks the runs of levels and dictionary numbers of an unpacked page, which hyparquet takes as they
 * stand: damaged ones would keep it busy for ever, or fill memory.
 *
 * @param optional - whether rows may be null, and have levels that say which are
 * @throws Error that says what is wrong
 */
export function checkRuns(page: Uint8Array, header: PageHeader, optional: boolean): void {
  const { data_page_header: one, data_page_header_v2: two } = header;
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  let [at, values] = [0, one?.num_values ?? 0];
  if (two !== undefined) {
    at = two.repetition_levels_byte_length;
    const end = at + two.definition_levels_byte_length;
    if (optional) walkRuns(view, at, end, 1, two.num_values);
    at = end;
    values = two.num_values - two.num_nulls;
    if (!(values >= 0)) throw new Error(`it has ${two.num_nulls} nulls of ${two.num_values} rows`);
  } else if (optional) {
    const end = 4 + view.getUint32(0, true);
    values = walkRuns(view, 4, end, 1, values);
    at = end;
  }
  const encoding = two?.encoding ?? one?.encoding;
  if (values > 0 && encoding?.endsWith("_DICTIONARY"))
    walkRuns(view, at + 1, page.length, view.getUint8(at), values);
}

/**
 * Walks runs of a hybrid of run lengths and packed bits until they hold so many values.
 *
 * @returns ones among them, where values have one bit
 */
function walkRuns(
  view: DataView,
  start: number,
  end: number,
  width: number,
  values: number,
): number {
  if (width > 32) throw new Error(`a number of ${width} bits`);
  if (!(start >= 0 && end <= view.byteLength)) throw new Error("its levels reach beyond it");
  let [at, seen, ones] = [start, 0, 0];
  while (width > 0 && seen < values) {
    let header = 0;
    let byte = 0x80;
    for (let shift = 0; (byte & 0x80) > 0; shift += 7) {
      byte = view.getUint8(at++);
      header += (byte & 0x7f) * 2 ** shift;
    }
    const packed = header % 2 === 1;
    const count = Math.floor(header / 2) * (packed ? 8 : 1);
    // The last packed run is filled up to eight values, or to a block of them.
    if (count > values - seen + (packed ? 512 : 0) || count === 0)
      throw new Error(`a run of ${count} values where ${values - seen} are left`);
    if (width === 1)
      for (let i = 0; i < Math.min(count, values - seen); i++)
        ones += packed ? (view.getUint8(at + (i >> 3)) >> (i & 7)) & 1 : view.getUint8(at) & 1;
    at += packed ? (count / 8) * width : Math.ceil(width / 8);
    seen += count;
  }
  if (at > end) throw new Error("a run reaches beyond its end");
  return ones;
}
