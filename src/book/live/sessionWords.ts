/** What a server says to a reader about kernels and limits. */
export interface SessionWords {
  readonly ended: (reason: string) => string;
  readonly cannotStart: (why: string) => string;
  readonly madeRoom: string;
  readonly idle: (minutes: number) => string;
  readonly queueFull: (cells: string) => string;
  readonly kernelsFull: (kernels: number) => string;
  readonly sessionsFull: (notebooks: number) => string;
}

const english: SessionWords = {
  ended: (reason) => `The kernel ended by itself (${reason}). Its variables are gone; the next cell that you run starts a new one.`,
  cannotStart: (why) => `The kernel cannot start: ${why}`,
  madeRoom: "The kernel was shut down to make room for another notebook's; the next cell that you run starts a new one.",
  idle: (minutes) => `The kernel was shut down after ${minutes} minutes without a page; the next cell that you run starts a new one.`,
  queueFull: (cells) => `${cells} cells wait already; run this one again when they are done.`,
  kernelsFull: (kernels) => `As many kernels run as this server allows (${kernels}); close the page of another notebook, then run this cell again.`,
  sessionsFull: (notebooks) => `${notebooks} notebooks are open already; close the page of one, then load this page again.`,
};

const chinese: SessionWords = {
  ended: (reason) => `内核自行退出（${reason}），其中的变量已经没有了；下次运行单元格会启动新的内核。`,
  cannotStart: (why) => `内核无法启动：${why}`,
  madeRoom: "为了给另一个笔记本腾出位置，内核已关闭；下次运行单元格会启动新的内核。",
  idle: (minutes) => `${minutes} 分钟没有打开的页面，内核已关闭；下次运行单元格会启动新的内核。`,
  queueFull: (cells) => `已有 ${cells} 个单元格在等待；等它们运行完再运行这一个。`,
  kernelsFull: (kernels) => `运行中的内核已达到服务器的上限（${kernels} 个）；请先关闭另一个笔记本的页面，再运行这个单元格。`,
  sessionsFull: (notebooks) => `已经打开了 ${notebooks} 个笔记本；请先关闭其中一个的页面，再重新加载本页。`,
};

/** The words for the pages of a language, by its tag. */
export function sessionWords(language: string): SessionWords {
  return language === "zh-CN" ? chinese : english;
}
