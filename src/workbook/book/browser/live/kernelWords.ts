import type { KernelPlace } from "./chosenConnection";

/** What a page says of the kernel that runs its cells, where the reader may choose it. */
export interface KernelWords {
  /** Before the kernel's name, for those who hear it. */
  readonly kernel: string;
  readonly title: string;
  /** @param node major version of the server's Node, once it is known */
  readonly name: (place: KernelPlace, node: number | undefined) => string;
  readonly about: Readonly<Record<KernelPlace, string>>;
  readonly loss: string;
  readonly loading: string;
  /** @param lost whether a cell has run in the kernel before */
  readonly switched: (place: KernelPlace, lost: boolean) => string;
  readonly notSwitched: (why: string) => string;
}

export const englishKernel: KernelWords = {
  kernel: "Kernel: ",
  title: "What runs the cells: choose another kernel",
  name: (place, node) => (place === "browser" ? "Browser" : `Node${node ? ` ${node}` : ""}`),
  about: {
    node: "on this machine: files, programs, threads, packages",
    browser: "in this page: TypeScript and the library, one thread, files in memory",
  },
  loss: "With another kernel the variables are gone; your edits stay. Kept for this notebook.",
  loading: "Loading what runs cells in this browser …",
  switched: (place, lost) =>
    (place === "browser"
      ? "The cells now run in this browser."
      : "The cells now run in Node on this machine.") +
    (lost
      ? " The variables of the other kernel are gone, and the outputs below are from before: run the cells again."
      : ""),
  notSwitched: (why) => `The kernel stays as it is: ${why}`,
};

export const chineseKernel: KernelWords = {
  kernel: "内核：",
  title: "单元格由谁运行：选择另一个内核",
  name: (place, node) => (place === "browser" ? "浏览器" : `Node${node ? ` ${node}` : ""}`),
  about: {
    node: "在这台机器上：文件、程序、线程、软件包",
    browser: "在本页里：TypeScript 和本书的库，单线程，文件只在内存里",
  },
  loss: "换了内核，变量就没有了；你的改动会保留。这个选择只用于本笔记本。",
  loading: "正在加载在浏览器里运行单元格所需的内容……",
  switched: (place, lost) =>
    (place === "browser"
      ? "单元格现在由这个浏览器运行。"
      : "单元格现在由这台机器上的 Node 运行。") +
    (lost ? "另一个内核的变量已经没有了，下面的输出是之前的：请重新运行单元格。" : ""),
  notSwitched: (why) => `内核没有换：${why}`,
};
