import { chineseKernel, englishKernel, type KernelWords } from "./kernelWords";

/** What a live page says of itself: its tools, its cells, and what happens to them. */
export interface LiveWords {
  readonly tools: string;
  /** On a button, and what screen readers and the mouse's tip say of it. */
  readonly runAll: Named;
  readonly runStale: Named;
  readonly automatic: Named;
  readonly interrupt: Named;
  readonly restart: Named;
  readonly resetAll: Named;
  readonly save: Named;
  readonly share: Named;
  readonly variables: {
    readonly name: string;
    readonly title: string;
    readonly heads: readonly [name: string, type: string, shape: string, value: string];
    readonly asking: string;
    readonly none: string;
    readonly unknown: string;
  };
  readonly find: {
    readonly name: string;
    readonly title: string;
    readonly label: string;
    readonly next: Named;
    readonly previous: Named;
    readonly count: (at: number, of: number) => string;
    readonly none: string;
  };
  readonly kernel: KernelWords;
  readonly keys: string;
  readonly keyList: readonly (readonly [key: string, effect: string])[];
  readonly keysInShort: string;
  /** What the page cannot see of how cells depend on each other. */
  readonly unseen: string;

  /** How the page stands with its server and kernel. */
  readonly connecting: string;
  readonly notConnected: string;
  readonly noKernel: string;
  readonly starts: string;
  readonly ended: string;
  readonly busy: string;
  readonly ready: string;
  readonly running: (cell: number, of: number, waiting: number) => string;
  readonly failedAt: (cell: string) => string;
  /** Cells that a cell needs run before it. */
  readonly runsFirst: (cells: number, cell: string) => string;
  /** A run of several cells ended at one that failed. */
  readonly stoppedAt: (cell: string, error: string, left: number) => string;
  readonly goTo: (cell: string) => Named;
  readonly gone: string;
  readonly locked: string;
  readonly connected: string;
  readonly cut: string;
  readonly newSession: string;
  readonly kernelEnded: string;
  /** On a page none of whose cells has an output. */
  readonly firstRun: readonly [said: string, words: string, label: string];

  /** A cell's name within a sentence and at the head of one. */
  readonly cell: (place: number) => string;
  readonly cellGroup: (place: number) => string;
  readonly codeOf: (cell: string) => string;
  readonly run: string;
  readonly stop: string;
  readonly runCell: (cell: string) => string;
  readonly stopCell: (cell: string) => string;
  readonly runAbove: string;
  readonly runAboveCell: (cell: string) => string;
  readonly reset: string;
  readonly resetCell: (cell: string) => string;
  readonly edited: string;
  readonly own: string;
  readonly prose: {
    readonly name: (place: number) => string;
    readonly edit: NamedInCell;
    /** In the place of Edit, while it is edited. */
    readonly done: NamedInCell;
    readonly textOf: (cell: string) => string;
    readonly keysInShort: string;
    readonly reset: (cell: string) => string;
    readonly empty: string;
    readonly notShown: (why: string) => string;
    readonly notTurned: (cell: string) => string;
    readonly unread: (cell: string, why: string) => string;
    readonly noSource: string;
  };
  readonly cellMenu: NamedInCell;
  readonly arrange: Readonly<Record<ArrangeStep, NamedInCell>>;
  readonly deleted: (cell: string) => string;
  readonly notDeleted: (cell: string) => string;
  readonly undoCells: Named;
  readonly nothingToUndo: string;
  readonly line: (line: number) => string;
  readonly goToLine: (line: number, cell: string) => string;

  /** How a run stands. Times come to the words below with their unit. */
  readonly waits: string;
  readonly runsFor: (seconds: string) => string;
  readonly earlier: string;
  readonly failedEarlier: string;
  readonly failed: (seconds: string) => string;
  readonly notRun: string;
  readonly died: (seconds: string) => string;
  readonly lost: string;
  readonly seconds: (seconds: string) => string;
  readonly minutes: (minutes: number, seconds: number) => string;
  readonly cellDone: (cell: string, seconds: string) => string;
  readonly cellFailed: (cell: string, line: number | undefined, error: string) => string;
  readonly cellRefused: (cell: string, why: string) => string;
  readonly cellUnsent: string;
  readonly diedUnder: string;
  /** What a cell asks the reader. */
  readonly answer: string;
  readonly answerTo: (cell: string) => string;

  readonly stale: string;
  readonly staleBy: (names: string) => string;
  readonly staleMark: string;
  /** Behind a cell's name, for those who hear the page. */
  readonly standing: Readonly<Record<"running" | "failed" | "stale", string>>;
  readonly neededBy: (state: string, cell: string) => string;
  readonly showRows: (count: string) => string;
  readonly showLines: (count: string) => string;
  readonly fold: string;
  readonly nameUnknown: string;
  /** CodeMirror's own words, by their English. */
  readonly editor: Readonly<Record<string, string>>;

  /** Edits and copies. */
  readonly notKept: string;
  readonly editedInTab: (cell: string) => string;
  readonly takeTab: Named;
  readonly keepMine: Named;
  readonly outdated: string;
  readonly useEdit: NamedInCell;
  readonly discardEdit: NamedInCell;
  readonly outputsReset: string;
  readonly cellsReset: string;
  readonly editsReset: (edits: number) => string;
  readonly undo: Named;
  readonly saved: (name: string) => string;
  readonly notSaved: (why: string) => string;
  readonly bookUnread: (why: string) => string;
  readonly noAnswer: string;

  /** Links that carry changed cells. */
  readonly nothingToShare: string;
  readonly linkMade: (cells: number) => string;
  readonly linkCopied: string;
  readonly linkIsLocal: string;
  readonly linkTooLong: (why: string) => string;
  readonly linkDamaged: (why: string) => string;
  readonly linkBrings: (cells: number, left: number) => string;
  readonly useShared: Named;
  readonly leaveShared: Named;
}

/** What a reader does with a cell as a whole. */
export type ArrangeStep =
  | "addAbove"
  | "addBelow"
  | "addProse"
  | "split"
  | "toProse"
  | "toCode"
  | "moveUp"
  | "moveDown"
  | "delete";

/** A button's short words, and a sentence that tells what it does. */
export type Named = readonly [words: string, title: string];

/** The same for a button that stands in a cell. */
export type NamedInCell = readonly [words: string, title: (cell: string) => string];

const english: LiveWords = {
  tools: "Notebook tools",
  runAll: ["Run all", "Run all cells"],
  runStale: ["Run stale", "Run stale: all cells whose results no longer hold"],
  automatic: ["Automatic", "Automatic: run cells by themselves when what they read has changed"],
  interrupt: ["Interrupt", "Interrupt the cell that runs"],
  restart: ["Restart", "Restart the kernel; variables go, edits stay"],
  resetAll: ["Reset", "Reset notebook: all cells back to the book’s text and output"],
  save: ["Save a copy", "Save a copy with your edits and outputs as a notebook"],
  share: ["Share", "Share: a link that carries the cells you changed"],
  variables: {
    name: "Variables",
    title: "What the kernel holds: names, types, shapes and values",
    heads: ["Name", "Type", "Shape", "Value"],
    asking: "Asking the kernel, which answers when no cell runs …",
    none: "The kernel holds no variables yet: run a cell.",
    unknown: "No kernel answers now: run a cell, or wait until it has ended.",
  },
  find: {
    name: "Find",
    title: "Find words in the text and the code of this notebook",
    label: "Find in this notebook",
    next: ["Next", "Next place; also Enter"],
    previous: ["Previous", "Previous place; also Shift+Enter"],
    count: (at, of) => `${at} of ${of}`,
    none: "Nothing found",
  },
  kernel: englishKernel,
  keys: "Keys",
  keyList: [
    ["Shift+Enter", "run the cell and go to the next"],
    ["Ctrl+Enter or ⌘+Enter", "run the cell and stay"],
    ["Ctrl+Shift+Enter or ⌘+Shift+Enter", "run all cells whose results no longer hold"],
    ["Ctrl+Space", "complete a name; Tab takes the first, arrows choose another"],
    ["Ctrl+I or ⌘+I", "documentation of the name at the cursor"],
    ["Tab", "indent, once you have typed or clicked in the cell; before that, go on"],
    ["Escape", "leave the cell; Tab then goes on. Outside the code:"],
    ["A, B", "a new cell above, below"],
    ["M, Y", "make prose, code of a cell that you added"],
    ["D D", "delete the cell"],
    ["Ctrl+Shift+↑, ↓", "move the cell"],
    ["Z, Shift+Z", "undo, redo adding, moving, splitting, deleting and edits of prose"],
    ["F", "find in the notebook"],
    ["Ctrl+Shift+−", "in the text: split the cell at the cursor"],
    ["Double click, or Enter on Edit", "edit prose; Escape or Shift+Enter shows it again"],
  ],
  keysInShort: "Shift+Enter runs. Escape leaves the cell.",

  unseen:
    "The page reads from the code what each cell needs. It cannot see what a library does to an object that it is handed, nor what timers change later, nor code in texts: then run the cells in order.",

  connecting: "Connecting",
  notConnected: "Not connected",
  noKernel: "Ready, no kernel yet",
  starts: "Kernel starts",
  ended: "Kernel has ended",
  busy: "Busy",
  ready: "Ready",
  running: (cell, of, waiting) =>
    `Runs code cell ${cell} of ${of}${waiting > 0 ? `, ${waiting} wait${waiting === 1 ? "s" : ""}` : ""}`,
  failedAt: (cell) => `Failed: ${cell}`,
  runsFirst: (cells, cell) =>
    `${cells} ${cells === 1 ? "cell that" : "cells that"} ${cell} needs ${cells === 1 ? "runs" : "run"} first.`,
  stoppedAt: (cell, error, left) =>
    `Stopped at ${cell}${error && `: ${error}`}${/[.!?]$/.test(error) ? "" : "."}${left === 0 ? "" : ` ${left} ${left === 1 ? "cell was" : "cells were"} not run.`}`,
  goTo: (cell) => ["Go there", `Go to ${cell}`],
  gone: "Lowrank’s server does not answer. You can go on reading and editing; edits are kept. To run cells, npm start and open the address that it prints.",
  locked:
    "The server was started anew. Open the address that npm start printed; this page then goes on by itself.",
  connected: "Connected.",
  cut: "The connection is cut; trying again.",
  newSession:
    "This is a new session: the variables of the earlier one are gone. Your edits are kept; run the cells again.",
  kernelEnded: "The kernel ended by itself. Its variables are gone.",
  firstRun: [
    "No cell of this notebook has run yet: tables and pictures come when they do. Run them all, then change what you like.",
    "Run them",
    "Run them: every cell, from top to bottom",
  ],

  cell: (place) => `code cell ${place}`,
  cellGroup: (place) => `Code cell ${place}`,
  codeOf: (cell) => `Code of ${cell}`,
  run: "Run",
  stop: "Stop",
  runCell: (cell) => `Run ${cell}`,
  stopCell: (cell) => `Stop ${cell}`,
  runAbove: "Run above",
  runAboveCell: (cell) => `Run above: all cells before ${cell}`,
  reset: "Reset",
  resetCell: (cell) => `Reset ${cell} to the book’s text and output`,
  edited: "edited",
  own: "yours",
  prose: {
    name: (place) => `prose cell ${place}`,
    edit: ["Edit", (cell) => `Edit ${cell}`],
    done: ["Done", (cell) => `Done: show ${cell}`],
    textOf: (cell) => `Text of ${cell}`,
    keysInShort: "Escape or Shift+Enter shows the text.",
    reset: (cell) => `Reset ${cell} to the book’s text`,
    empty: "Empty prose: double click, or Edit, to write.",
    notShown: (why) => `This prose cannot be laid out (${why}); below is its text.`,
    notTurned: (cell) =>
      `Not turned, for it runs, is the book’s, or is the last with code: ${cell}.`,
    unread: (cell, why) => `The text of ${cell} could not be loaded (${why}): try again.`,
    noSource: "the book has no text of it",
  },
  cellMenu: ["Cell", (cell) => `Add, move, split or delete ${cell}`],
  arrange: {
    addAbove: ["Add above", (cell) => `Add a cell above ${cell}`],
    addBelow: ["Add below", (cell) => `Add a cell below ${cell}`],
    addProse: ["Add prose", (cell) => `Add prose below ${cell}`],
    toProse: ["Make prose", (cell) => `Make prose of ${cell}`],
    toCode: ["Make code", (cell) => `Make code of ${cell}`],
    split: ["Split", (cell) => `Split ${cell} at the cursor`],
    moveUp: ["Move up", (cell) => `Move ${cell} up`],
    moveDown: ["Move down", (cell) => `Move ${cell} down`],
    delete: ["Delete", (cell) => `Delete ${cell}`],
  },
  deleted: (cell) => `Gone from your page: ${cell}.`,
  notDeleted: (cell) => `Not deleted, for it runs or is the last: ${cell}.`,
  undoCells: ["Undo", "Undo: bring the cell back"],
  nothingToUndo: "No cell was added, moved, split or deleted, and no prose edited.",
  line: (line) => `line ${line}`,
  goToLine: (line, cell) => `Go to line ${line} of ${cell}, which the error names`,

  waits: "waits",
  runsFor: (seconds) => `runs, ${seconds}`,
  earlier: "from an earlier kernel",
  failedEarlier: "failed in an earlier kernel",
  failed: (seconds) => `failed after ${seconds}`,
  notRun: "not run",
  died: (seconds) => `the kernel ended after ${seconds}`,
  lost: "cut short: its kernel is gone",
  seconds: (seconds) => `${seconds} s`,
  minutes: (minutes, seconds) => `${minutes} min ${seconds} s`,
  cellDone: (cell, seconds) => `${cell} done in ${seconds}`,
  cellFailed: (cell, line, error) =>
    `${cell} failed${line === undefined ? "" : ` in line ${line}`}: ${error}`,
  cellRefused: (cell, why) => `${cell} does not run: ${why}`,
  cellUnsent: "Not connected: the cell does not run.",
  diedUnder: "The kernel ended while this cell ran. Its variables are gone; your edits are kept.",
  answer: "Answer",
  answerTo: (cell) => `answer to ${cell}`,

  stale: "From before your edit: run the cell for new output.",
  staleBy: (names) =>
    names === ""
      ? "From before a change above: run the cell for new output."
      : `From before a change of ${names}: run the cell for new output.`,
  staleMark: "stale",
  standing: { running: ", running", failed: ", failed", stale: ", stale" },
  neededBy: (state, cell) => `${state}, for ${cell}`,
  showRows: (count) => `Show all ${count} rows`,
  showLines: (count) => `Show all ${count} lines`,
  fold: "Fold",
  nameUnknown: "Nothing is known of this name.",
  editor: {},

  notKept: "This browser does not keep edits: save a copy before you leave the page.",
  editedInTab: (cell) => `Changed in another tab while you are in it: ${cell}.`,
  takeTab: ["Take that text", "Take that text: yours here goes"],
  keepMine: ["Keep mine", "Keep mine: the other tab takes it"],
  outdated: "You edited this cell before the book’s text of it changed.",
  useEdit: ["Use my edit", (cell) => `Use my edit in ${cell}`],
  discardEdit: ["Forget my edit", (cell) => `Forget my edit of ${cell}`],
  outputsReset: "All outputs are the book’s again.",
  cellsReset: "All cells are the book’s again, in its order.",
  editsReset: (edits) =>
    `All cells are as in the book; ${edits} ${edits === 1 ? "edit is" : "edits are"} gone.`,
  undo: ["Undo", "Undo: bring my edits back"],
  saved: (name) => `Saved ${name}.`,
  notSaved: (why) => `No copy was saved: ${why}.`,
  bookUnread: (why) => `the book’s notebook could not be read (${why})`,
  noAnswer: "the server does not answer",

  nothingToShare: "You have changed no cell; the page’s own address shows the same.",
  linkMade: (cells) =>
    `The link carries ${cells === 1 ? "the cell" : `the ${cells} cells`} you changed, and no server sees what it carries.`,
  linkCopied: "Copied.",
  linkIsLocal: "It leads to this machine: it works for others where the book is published.",
  linkTooLong: (why) => `Your changes do not fit in a link (${why}): save a copy instead.`,
  linkDamaged: (why) =>
    `The cells that this link carries cannot be read (${why}): ask for it again.`,
  linkBrings: (cells, left) =>
    (cells === 0
      ? "This link brings no cell that fits this page."
      : `This link brings ${cells === 1 ? "a changed cell" : `${cells} changed cells`} from somebody else. Read before you run: this is code, and acts as you.`) +
    (left === 0
      ? ""
      : ` ${left} of another version of the book ${left === 1 ? "is" : "are"} left out.`),
  useShared: ["Put them in", "Put them in as my own edits; nothing runs yet"],
  leaveShared: ["No, thanks", "Leave the page as it is"],
};

const chinese: LiveWords = {
  tools: "笔记本工具",
  runAll: ["全部运行", "全部运行：运行所有单元格"],
  runStale: ["更新", "更新：运行结果已过期的所有单元格"],
  automatic: ["自动", "自动：所读的值变了，就自动重新运行"],
  interrupt: ["中断", "中断正在运行的单元格"],
  restart: ["重启", "重启内核：变量会清空，改动会保留"],
  resetAll: ["还原笔记本", "还原笔记本：所有单元格恢复书中的代码和输出"],
  save: ["另存副本", "另存副本：把你的改动和输出另存为一个笔记本"],
  share: ["分享", "分享：一个带着你所改单元格的链接"],
  variables: {
    name: "变量",
    title: "内核里的变量：名称、类型、形状和值",
    heads: ["名称", "类型", "形状", "值"],
    asking: "正在询问内核，它在没有单元格运行时回答……",
    none: "内核里还没有变量：请先运行一个单元格。",
    unknown: "内核现在不回答：请运行一个单元格，或等它运行完。",
  },
  find: {
    name: "查找",
    title: "在本笔记本的文字和代码里查找",
    label: "在本笔记本里查找",
    next: ["下一处", "下一处，也可按 Enter"],
    previous: ["上一处", "上一处，也可按 Shift+Enter"],
    count: (at, of) => `第 ${at} 处，共 ${of} 处`,
    none: "没有找到",
  },
  kernel: chineseKernel,
  keys: "快捷键",
  keyList: [
    ["Shift+Enter", "运行本单元格并转到下一个"],
    ["Ctrl+Enter 或 ⌘+Enter", "运行本单元格并停在原处"],
    ["Ctrl+Shift+Enter 或 ⌘+Shift+Enter", "运行结果已过期的所有单元格"],
    ["Ctrl+Space", "补全名称：Tab 取第一个，方向键另选"],
    ["Ctrl+I 或 ⌘+I", "查看光标处名称的文档"],
    ["Tab", "在单元格里输入或点击之后用来缩进；在此之前跳到下一处"],
    ["Escape", "离开单元格；之后 Tab 跳到下一处。在代码之外："],
    ["A、B", "在上方、下方添加单元格"],
    ["M、Y", "把你添加的单元格变成文字、代码"],
    ["D D", "删除单元格"],
    ["Ctrl+Shift+↑、↓", "移动单元格"],
    ["Z、Shift+Z", "撤销、重做对单元格的添加、移动、拆分和删除，以及对文字的修改"],
    ["F", "在笔记本里查找"],
    ["Ctrl+Shift+−", "在编辑器里：在光标处拆分单元格"],
    ["双击，或在“编辑”上按 Enter", "修改文字；按 Escape 或 Shift+Enter 显示结果"],
  ],
  keysInShort: "Shift+Enter 运行，Escape 离开单元格。",

  unseen:
    "页面从代码里读出每个单元格需要什么。它看不到库函数怎样改动交给它的对象，看不到计时器之后的改动，也看不到字符串里的代码：遇到这些情况，请按顺序运行单元格。",

  connecting: "正在连接",
  notConnected: "未连接",
  noKernel: "就绪，内核尚未启动",
  starts: "内核正在启动",
  ended: "内核已退出",
  busy: "忙",
  ready: "就绪",
  running: (cell, of, waiting) =>
    `正在运行代码单元格 ${cell}/${of}${waiting > 0 ? `，${waiting} 个在等待` : ""}`,
  failedAt: (cell) => `出错：${cell}`,
  runsFirst: (cells, cell) => `先运行${cell}需要的 ${cells} 个单元格。`,
  stoppedAt: (cell, error, left) =>
    `停在${cell}${error && `：${error}`}${/[.!?。！？]$/.test(error) ? "" : "。"}${left === 0 ? "" : `还有 ${left} 个单元格没有运行。`}`,
  goTo: (cell) => ["转到那里", `转到${cell}`],
  gone: "Lowrank 的服务器没有响应。你可以继续阅读和修改，改动会保留。要运行单元格，请执行 npm start，再打开它打印的网址。",
  locked: "服务器已重新启动。请打开 npm start 打印的网址，本页随后会自动继续。",
  connected: "已连接。",
  cut: "连接断开，正在重试。",
  newSession: "这是一个新会话：先前的变量已经没有了。你的改动还在，请重新运行单元格。",
  kernelEnded: "内核自行退出，其中的变量已经没有了。",
  firstRun: [
    "这个笔记本的单元格还都没有运行，运行之后才有表格和图。请先全部运行，然后想改哪里就改哪里。",
    "现在运行",
    "现在运行：从上到下，每个单元格",
  ],

  cell: (place) => `第 ${place} 个代码单元格`,
  cellGroup: (place) => `第 ${place} 个代码单元格`,
  codeOf: (cell) => `${cell}的代码`,
  run: "运行",
  stop: "停止",
  runCell: (cell) => `运行${cell}`,
  stopCell: (cell) => `停止${cell}`,
  runAbove: "运行以上",
  runAboveCell: (cell) => `运行以上：${cell}之前的所有单元格`,
  reset: "还原",
  resetCell: (cell) => `还原${cell}：恢复书中的代码和输出`,
  edited: "已修改",
  own: "你添加的",
  prose: {
    name: (place) => `第 ${place} 个文字单元格`,
    edit: ["编辑", (cell) => `编辑${cell}`],
    done: ["完成", (cell) => `完成：显示${cell}`],
    textOf: (cell) => `${cell}的文字`,
    keysInShort: "Escape 或 Shift+Enter 显示文字。",
    reset: (cell) => `还原${cell}：恢复书中的文字`,
    empty: "空的文字单元格：双击或点“编辑”来写。",
    notShown: (why) => `这段文字无法排版（${why}），下面是原文。`,
    notTurned: (cell) => `${cell}没有改变：它正在运行、属于书，或是最后一个代码单元格。`,
    unread: (cell, why) => `读不到${cell}的文字（${why}）：请再试一次。`,
    noSource: "书中没有它的文字",
  },
  cellMenu: ["单元格", (cell) => `添加、移动、拆分或删除${cell}`],
  arrange: {
    addAbove: ["在上方添加", (cell) => `在${cell}上方添加单元格`],
    addBelow: ["在下方添加", (cell) => `在${cell}下方添加单元格`],
    addProse: ["添加文字", (cell) => `在${cell}下方添加文字`],
    toProse: ["变成文字", (cell) => `把${cell}变成文字`],
    toCode: ["变成代码", (cell) => `把${cell}变成代码`],
    split: ["拆分", (cell) => `在光标处拆分${cell}`],
    moveUp: ["上移", (cell) => `上移${cell}`],
    moveDown: ["下移", (cell) => `下移${cell}`],
    delete: ["删除", (cell) => `删除${cell}`],
  },
  deleted: (cell) => `${cell}已从你的页面上删除。`,
  notDeleted: (cell) => `${cell}没有删除：它正在运行，或是最后一个。`,
  undoCells: ["撤销", "撤销：找回这个单元格"],
  nothingToUndo: "没有添加、移动、拆分或删除过单元格，也没有改过文字。",
  line: (line) => `第 ${line} 行`,
  goToLine: (line, cell) => `转到${cell}的第 ${line} 行，即报错的位置`,

  waits: "等待中",
  runsFor: (seconds) => `运行中，${seconds}`,
  earlier: "来自先前的内核",
  failedEarlier: "在先前的内核中出错",
  failed: (seconds) => `${seconds}后出错`,
  notRun: "未运行",
  died: (seconds) => `内核在 ${seconds}后退出`,
  lost: "中途停止：它的内核已经没有了",
  seconds: (seconds) => `${seconds} 秒`,
  minutes: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
  cellDone: (cell, seconds) => `${cell}运行完毕，用时 ${seconds}`,
  cellFailed: (cell, line, error) =>
    `${cell}${line === undefined ? "" : `第 ${line} 行`}出错：${error}`,
  cellRefused: (cell, why) => `${cell}没有运行：${why}`,
  cellUnsent: "未连接，单元格没有运行。",
  diedUnder: "运行这个单元格时内核退出了。其中的变量已经没有了，你的改动还在。",
  answer: "回答",
  answerTo: (cell) => `回答${cell}`,

  stale: "这是修改之前的输出：运行单元格可得到新的输出。",
  staleBy: (names) =>
    names === ""
      ? "这是上文改动之前的输出：运行单元格可得到新的输出。"
      : `这是 ${names} 改变之前的输出：运行单元格可得到新的输出。`,
  staleMark: "已过期",
  standing: { running: "，运行中", failed: "，出错", stale: "，已过期" },
  neededBy: (state, cell) => `${state}，为${cell}运行`,
  showRows: (count) => `显示全部 ${count} 行`,
  showLines: (count) => `显示全部 ${count} 行`,
  fold: "收起",
  nameUnknown: "没有关于这个名称的信息。",
  editor: { Completions: "补全", "Selection deleted": "已删除所选内容" },

  notKept: "这个浏览器不保存改动：离开本页之前请另存副本。",
  editedInTab: (cell) => `你正在改${cell}，另一个标签页也改了它。`,
  takeTab: ["用那边的", "用那边的代码：这里的改动会丢掉"],
  keepMine: ["用这里的", "用这里的代码：另一个标签页会跟着变"],
  outdated: "你修改过这个单元格，之后书中的代码变了。",
  useEdit: ["用我的改动", (cell) => `在${cell}里用我的改动`],
  discardEdit: ["放弃我的改动", (cell) => `放弃我对${cell}的改动`],
  outputsReset: "所有输出都恢复成了书中的样子。",
  cellsReset: "所有单元格都恢复成了书中的样子和顺序。",
  editsReset: (edits) => `所有单元格都恢复成了书中的样子，${edits} 处改动已撤去。`,
  undo: ["撤销", "撤销：找回我的改动"],
  saved: (name) => `已保存 ${name}。`,
  notSaved: (why) => `副本没有保存：${why}。`,
  bookUnread: (why) => `读不到书中的笔记本（${why}）`,
  noAnswer: "服务器没有响应",

  nothingToShare: "你还没有改动单元格；本页的地址就能看到同样的内容。",
  linkMade: (cells) => `链接里带着你改动的 ${cells} 个单元格，服务器看不到它们。`,
  linkCopied: "已复制。",
  linkIsLocal: "它指向这台电脑：书发布之后，别人才能打开。",
  linkTooLong: (why) => `改动太多，链接放不下（${why}）：请另存副本。`,
  linkDamaged: (why) => `读不出这个链接里的单元格（${why}）：请对方重新发一次。`,
  linkBrings: (cells, left) =>
    (cells === 0
      ? "这个链接里没有适合本页的单元格。"
      : `这个链接带来了别人改动的 ${cells} 个单元格。它们是代码，会以你的身份运行：请先读一遍再运行。`) +
    (left === 0 ? "" : `另有 ${left} 个属于书的其他版本，已略去。`),
  useShared: ["放进来", "作为我自己的改动放进来；先不运行"],
  leaveShared: ["不用了", "本页保持原样"],
};

/**
 * The words of a page in a language, by its tag; English for one that the workbook is not written
 * in.
 */
export function liveWords(language: string): LiveWords {
  return language === "zh-CN" ? chinese : english;
}
