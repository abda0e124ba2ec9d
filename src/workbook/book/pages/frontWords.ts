/** What front pages, the search and other ways through the book say. */
export interface FrontWords {
  startTour: string;
  startReading: string;
  /** How long a notebook takes to read. */
  minutes: (count: number) => string;
  /** Name of the front page's figure, for screen readers; its caption; its slider's name. */
  figure: string;
  figureCaption: string;
  rank: string;
  /** What the figure shows at a rank: numbers kept, of how many, and the relative error. */
  atRank: (rank: number, kept: string, of: string, error: string) => string;
  chapters: string;
  permalink: string;
  copy: string;
  copied: string;
  search: string;
  searchHint: string;
  searchField: string;
  /** How many places were found. */
  found: (count: number) => string;
  foundNone: (query: string) => string;
  searchFailed: (why: string) => string;
  close: string;
}

export const englishFront: FrontWords = {
  startTour: "Start the tour",
  startReading: "Start reading",
  minutes: (count) => `${count} min`,
  figure: "A drawn landscape, copied at a low rank",
  figureCaption: "This picture is a matrix. Move the rank and see what a low-rank copy keeps.",
  rank: "Rank",
  atRank: (rank, kept, of, error) =>
    `Rank ${rank}: ${kept} numbers in place of ${of}; ${error} off.`,
  chapters: "All notebooks",
  permalink: "Link to this section",
  copy: "Copy",
  copied: "Copied",
  search: "Search",
  searchHint: "Press / to search",
  searchField: "Search the notebooks and the library",
  found: (count) => (count === 1 ? "1 place" : `${count} places`),
  foundNone: (query) => `Nothing in the book holds “${query}”.`,
  searchFailed: (why) => `The search could not be loaded: ${why}.`,
  close: "Close",
};

export const chineseFront: FrontWords = {
  startTour: "开始导览",
  startReading: "开始阅读",
  minutes: (count) => `${count} 分钟`,
  figure: "一幅绘制的风景，以低秩近似显示",
  figureCaption: "这幅图就是一个矩阵。拖动秩，看看低秩近似留下了什么。",
  rank: "秩",
  atRank: (rank, kept, of, error) => `秩 ${rank}：用 ${kept} 个数值代替 ${of} 个；误差 ${error}。`,
  chapters: "全部笔记本",
  permalink: "本节链接",
  copy: "复制",
  copied: "已复制",
  search: "搜索",
  searchHint: "按 / 键搜索",
  searchField: "搜索笔记本和程序库",
  found: (count) => `找到 ${count} 处`,
  foundNone: (query) => `书中没有“${query}”。`,
  searchFailed: (why) => `搜索未能载入：${why}。`,
  close: "关闭",
};
