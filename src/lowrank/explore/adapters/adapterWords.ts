import { isChinese } from "../../base/isChinese";

/** What the pages on adapters say. Numbers come formatted. */
export interface AdapterWords {
  readonly about: (modules: string, most: string, size: string) => string;
  readonly rule: string;
  readonly byEnergy: string;
  readonly bySize: string;
  readonly byRank: string;
  readonly reads: (size: string, of: string, energy: string, ranks: string) => string;
  readonly ranks: (least: number, most: number) => string;
  readonly command: string;

  readonly heatMap: string;
  readonly heatMapNote: string;
  readonly heatMapReads: (modules: string, ranks: string) => string;
  readonly curves: string;
  readonly curvesNote: string;
  readonly singularValue: string;
  readonly index: string;
  readonly kept: string;
  readonly otherModules: string;
  readonly module: string;
  readonly shape: string;
  readonly rank: string;
  readonly newRank: string;
  readonly energyKept: string;
  readonly lost: string;
  readonly norm: string;
  readonly share: string;
  readonly table: string;
  readonly warning: string;

  readonly comparison: (modules: string) => string;
  readonly overview: string;
  readonly overviewNote: string;
  readonly down: string;
  readonly up: string;
  readonly similarity: (side: string, module: string) => string;
  readonly similarityReads: (i: number, j: number, value: string) => string;
  readonly firstOfOne: string;
  readonly firstOfOther: string;
  readonly angles: string;
  readonly anglesNote: string;
  readonly degrees: string;
  readonly all: string;

  readonly drop: string;
  readonly dropNote: string;
  readonly chooseFiles: string;
  readonly chooseFolder: string;
  readonly reading: (done: number, total: number) => string;
  readonly writing: (done: number, total: number) => string;
  readonly write: string;
  readonly save: (name: string, size: string) => string;
  readonly written: string;
  readonly stop: string;
  readonly stopped: string;
  readonly failed: (why: string) => string;
  readonly noWorker: string;
  readonly noWeights: string;
}

/** The words of a page: Chinese where its title is. */
export function adapterWords(title: string): AdapterWords {
  return isChinese(title) ? chinese : english;
}

const english: AdapterWords = {
  about: (modules, most, size) =>
    `${modules}, rank ${most}, ${size}. The singular values are those of ΔW = scale · BA, which is never multiplied out.`,
  rule: "Choose ranks by",
  byEnergy: "energy",
  bySize: "size",
  byRank: "rank",
  reads: (size, of, energy, ranks) => `${size} of ${of} · ${energy} of the energy kept · ${ranks}`,
  ranks: (least, most) =>
    least === most ? `rank ${least} everywhere` : `ranks ${least} to ${most}`,
  command: "The same by the command",

  heatMap: "Singular values, module by rank",
  heatMapNote:
    "Color: σ over the largest σ of its module, log scale. The line is the rank that the slider leaves. Point at a row to read it, click to choose it.",
  heatMapReads: (modules, ranks) =>
    `Heat map of ${modules} by ${ranks} ranks; the table below has the numbers.`,
  curves: "Singular values of the chosen module",
  curvesNote: "Log scale. Dots: kept at this rank. Grey: the other modules.",
  singularValue: "σ",
  index: "number k of the value",
  kept: "kept",
  otherModules: "other modules",
  module: "module",
  shape: "shape",
  rank: "rank",
  newRank: "new",
  energyKept: "energy kept",
  lost: "‖lost‖",
  norm: "‖ΔW‖",
  share: "/ ‖W‖",
  table: "What each module keeps",
  warning:
    "A spectrum says what a rank can hold of this update, not what the task needs: check a resized adapter on held-out data.",

  comparison: (modules) =>
    `${modules} in both. φ(i, j) = ‖UᵢᵀVⱼ‖² / min(i, j): how much of the first i directions of the one the first j of the other hold; 1 all, 0 none.`,
  overview: "All modules",
  overviewNote: "Left A (inputs read), right B (outputs changed). Click one to see it large.",
  down: "A: inputs that are read",
  up: "B: outputs that are changed",
  similarity: (side, module) => `${side}, φ of ${module}`,
  similarityReads: (i, j, value) => `φ(${i}, ${j}) = ${value}`,
  firstOfOne: "first i of the one",
  firstOfOther: "first j of the other",
  angles: "Principal angles",
  anglesNote: "0° is a direction that both have, 90° one that the other lacks.",
  degrees: "angle in degrees",
  all: "φ of all",

  drop: "Drop an adapter here",
  dropNote:
    "PEFT’s adapter_config.json with adapter_model.safetensors, or one .safetensors file of kohya’s or diffusers’ scripts. The files stay on this machine: the page asks nothing of the network.",
  chooseFiles: "Choose files",
  chooseFolder: "Choose a folder",
  reading: (done, total) => `reading spectra: ${done} of ${total} modules`,
  writing: (done, total) => `writing: ${done} of ${total} modules`,
  write: "Make the resized adapter",
  save: (name, size) => `Save ${name} (${size})`,
  written: "Made. Put all files into one folder:",
  stop: "Stop",
  stopped: "Stopped.",
  failed: (why) => `This did not work: ${why}.`,
  noWorker: "this browser starts no worker from this page",
  noWeights: "no .safetensors file is among them",
};

const chinese: AdapterWords = {
  about: (modules, most, size) =>
    `${modules}，秩 ${most}，${size}。奇异值属于 ΔW = scale · BA，而这个乘积从未算出来。`,
  rule: "选秩的依据",
  byEnergy: "能量",
  bySize: "大小",
  byRank: "秩",
  reads: (size, of, energy, ranks) => `${size}（原来 ${of}）· 保留能量 ${energy} · ${ranks}`,
  ranks: (least, most) => (least === most ? `秩一律为 ${least}` : `秩 ${least} 到 ${most}`),
  command: "用命令做同样的事",

  heatMap: "各模块、各秩的奇异值",
  heatMapNote:
    "颜色：σ 与该模块最大的 σ 之比，对数刻度。折线是滑块留下的秩。指向一行可以查看，点击即可选中。",
  heatMapReads: (modules, ranks) => `热图：${modules} × ${ranks} 个秩；数值见下面的表格。`,
  curves: "所选模块的奇异值",
  curvesNote: "对数刻度。圆点：在这个秩下保留。灰色：其他模块。",
  singularValue: "σ",
  index: "第 k 个奇异值",
  kept: "保留",
  otherModules: "其他模块",
  module: "模块",
  shape: "形状",
  rank: "秩",
  newRank: "新秩",
  energyKept: "保留能量",
  lost: "‖损失‖",
  norm: "‖ΔW‖",
  share: "/ ‖W‖",
  table: "每个模块保留多少",
  warning:
    "谱说的是某个秩能装下这次更新的多少，而不是任务需要多少：缩小后的适配器要在留出数据上检验。",

  comparison: (modules) =>
    `两者共有 ${modules}。φ(i, j) = ‖UᵢᵀVⱼ‖² / min(i, j)：一方的前 i 个方向有多少落在另一方的前 j 个方向里；1 是全部，0 是没有。`,
  overview: "全部模块",
  overviewNote: "左边是 A（读取的输入），右边是 B（改变的输出）。点击可放大查看。",
  down: "A：读取的输入",
  up: "B：改变的输出",
  similarity: (side, module) => `${side}，${module} 的 φ`,
  similarityReads: (i, j, value) => `φ(${i}, ${j}) = ${value}`,
  firstOfOne: "一方的前 i 个",
  firstOfOther: "另一方的前 j 个",
  angles: "主角",
  anglesNote: "0° 是双方都有的方向，90° 是对方没有的方向。",
  degrees: "角度（度）",
  all: "整体 φ",

  drop: "把适配器拖到这里",
  dropNote:
    "PEFT 的 adapter_config.json 和 adapter_model.safetensors，或者 kohya、diffusers 脚本存的一个 .safetensors 文件。文件不离开这台机器：本页不向网络发出任何请求。",
  chooseFiles: "选择文件",
  chooseFolder: "选择文件夹",
  reading: (done, total) => `正在读谱：第 ${done} 个模块，共 ${total} 个`,
  writing: (done, total) => `正在写出：第 ${done} 个模块，共 ${total} 个`,
  write: "生成缩小后的适配器",
  save: (name, size) => `保存 ${name}（${size}）`,
  written: "已生成。把所有文件放进同一个文件夹：",
  stop: "停止",
  stopped: "已停止。",
  failed: (why) => `没有成功：${why}。`,
  noWorker: "这个浏览器不允许本页启动工作线程",
  noWeights: "其中没有 .safetensors 文件",
};

/** "1 module", "12 modules", "12 个模块". */
export function countModules(count: number, words: AdapterWords): string {
  if (words === chinese) return `${count} 个模块`;
  return count === 1 ? "1 module" : `${count.toLocaleString("en")} modules`;
}
