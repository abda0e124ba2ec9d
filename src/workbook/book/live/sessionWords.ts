/** What a server says to a reader about kernels, outputs and limits. */
export interface SessionWords {
  readonly ended: (reason: string) => string;
  readonly cannotStart: (why: string) => string;
  readonly madeRoom: string;
  readonly stopped: string;
  readonly idle: (minutes: number) => string;
  readonly queueFull: (cells: string) => string;
  readonly kernelsFull: (kernels: number) => string;
  readonly sessionsFull: (notebooks: number) => string;
  readonly noNotebook: string;
  readonly mostOutputs: (outputs: string) => string;
  readonly leftOut: (characters: string) => string;
  readonly tooLargeToShow: (size: string, limit: string) => string;
  readonly tooLargeToKeep: string;
  readonly notShown: (why: string) => string;
  readonly noAnswer: string;
  readonly otherLanguage: (message: string) => string;
}

const english: SessionWords = {
  ended: (reason) =>
    `The kernel ended by itself (${reason}). Its variables are gone; the next cell that you run starts a new one.`,
  cannotStart: (why) => `The kernel cannot start: ${why}`,
  madeRoom:
    "The kernel was shut down to make room for another notebook's; the next cell that you run starts a new one.",
  stopped:
    "Stopped. The variables of this page are gone; the next cell that you run starts anew, and what it needs runs first.",
  idle: (minutes) =>
    `The kernel was shut down after ${minutes} minutes without a page; the next cell that you run starts a new one.`,
  queueFull: (cells) => `${cells} cells wait already; run this one again when they are done.`,
  kernelsFull: (kernels) =>
    `As many kernels run as this server allows (${kernels}); close the page of another notebook, then run this cell again.`,
  sessionsFull: (notebooks) =>
    `${notebooks} notebooks are open already; close the page of one, then load this page again.`,
  noNotebook: "There is no such notebook in the folder of this book.",
  mostOutputs: (outputs) => `A cell shows at most ${outputs} outputs; the others were left out.`,
  leftOut: (characters) => `… ${characters} characters left out …`,
  tooLargeToShow: (size, limit) =>
    `This output has ${size}; a page takes at most ${limit} in one. Show less of it.`,
  tooLargeToKeep: "This output was too large to keep; run the cell again to see it.",
  notShown: (why) => `This output cannot be shown: ${why}.`,
  noAnswer:
    "The kernel does not answer, so the cell was not stopped. Restart the kernel: its variables go.",
  otherLanguage: (message) => `This notebook cannot be run here: ${message}`,
};

const chinese: SessionWords = {
  ended: (reason) =>
    `内核自行退出（${reason}），其中的变量已经没有了；下次运行单元格会启动新的内核。`,
  cannotStart: (why) => `内核无法启动：${why}`,
  madeRoom: "为了给另一个笔记本腾出位置，内核已关闭；下次运行单元格会启动新的内核。",
  stopped: "已停止。本页的变量已经没有了；下次运行单元格会重新开始，并先运行它需要的单元格。",
  idle: (minutes) =>
    `已有 ${minutes} 分钟没有页面打开这个笔记本，内核已关闭；下次运行单元格会启动新的内核。`,
  queueFull: (cells) => `已有 ${cells} 个单元格在等待；等它们运行完再运行这一个。`,
  kernelsFull: (kernels) =>
    `运行中的内核已达到服务器的上限（${kernels} 个）；请先关闭另一个笔记本的页面，再运行这个单元格。`,
  sessionsFull: (notebooks) =>
    `已经打开了 ${notebooks} 个笔记本；请先关闭其中一个的页面，再重新加载本页。`,
  noNotebook: "这本书的文件夹里没有这个笔记本。",
  mostOutputs: (outputs) => `一个单元格最多显示 ${outputs} 个输出，其余的省略了。`,
  leftOut: (characters) => `…… 省略了 ${characters} 个字符 ……`,
  tooLargeToShow: (size, limit) =>
    `这个输出有 ${size}，一页里的一个输出最多 ${limit}。请少显示一些。`,
  tooLargeToKeep: "这个输出太大，没有保留；重新运行单元格即可看到。",
  notShown: (why) => `这个输出无法显示：${why}。`,
  noAnswer: "内核没有回应，单元格没有停下。请重启内核，其中的变量会丢失。",
  otherLanguage: (message) => `这个笔记本不能在这里运行：${message}`,
};

/** The words for the pages of a language, by its tag. */
export function sessionWords(language: string): SessionWords {
  return language === "zh-CN" ? chinese : english;
}
