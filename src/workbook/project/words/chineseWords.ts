import { plain } from "../cells/draftCell";
import type { ProjectWords } from "./englishWords";

const number = (value: number): string => value.toLocaleString("en");

/** What a project, its notebook and the command that makes them say in Chinese. */
export const chineseWords: ProjectWords = {
  title: (name) => `探索 ${name}`,
  introduction: (file) => `用低秩方法看一看 \`${file}\`。

**打开笔记本，点“全部运行”**，然后改一个单元格，按 Shift+Enter，看看会怎样。

你的改动留在这个浏览器里。同一个笔记本也能在 Jupyter 和 VS Code 中打开。`,
  opening: {
    aim: (rows, classes) =>
      classes > 0
        ? `这个笔记本要弄清：${number(rows)} 条文本在讲什么，在各个秩上 ${classes} 个类别能分得多清，分类器又错在哪里。`
        : `这个笔记本要弄清：${number(rows)} 条文本在讲什么，哪些彼此相似。`,
    run: "**请先运行全部单元格**：运行之后才有表格和图。然后想改哪里就改哪里。方法的讲解见 Lowrank 自己的笔记本。",
  },
  withoutClasses: {
    noLabels: "文件里没有标签。",
    manyValues: (column) => `“${column}”列有 1000 多个不同的值：这不是类别。`,
    empty: (column) => `“${column}”列每一行都是空的。`,
    oneClass: (column, name) => `“${column}”列的标签全是“${name}”：没有什么可区分的。`,
    fewRows: (classes) =>
      `带标签的行太少，无从学习：${classes.map(({ name, rows }) => `${name} 有 ${rows} 行`).join("，")}。`,
  },
  reading: {
    heading: "## 读入数据，看一看",
    file: (name, rows, text) =>
      `\`${name}\` 有 ${number(rows)} 行。文本在 **${plain(text)}** 这一列。`,
    only: "所以这个笔记本只找主题，以及彼此相似的文本。",
    labels: (column) => `标签在 **${plain(column)}** 这一列。`,
    unlabelled: (rows) => `有 ${number(rows)} 行没有标签，不使用。`,
    rare: (fewest, names) =>
      `一个类别至少要有 ${fewest} 行，才够学习和检验；` +
      (names.length === 1
        ? `**${plain(names[0])}** 行数不够，不使用。`
        : `有 ${number(names.length)} 个类别行数不够，不使用。`),
    sizes: (classes) => `这 ${classes} 个类别各有多大？`,
    even: "各类别大小差不多。",
    uneven: (largest, times, smallest) =>
      `最大的类别 **${plain(largest)}** 的行数是最小的类别 **${plain(smallest)}** 的 ${times} 倍。往下读时请记住：谁要是永远回答最大的类别，也能对这么多。`,
    space: "",
  },
  topics: {
    weigh: "## 给词加权",
    weights:
      "每条文本成为一行，每个词成为一列。一个词在某条文本里反复出现，而别的文本里很少有，对应的元素就大（TF-IDF）。" +
      "改一个设置，再运行下面的单元格：`ngrams: [1, 2]` 加上相邻的两个词，`stem: true` 把 *play* 和 *played* 归到一起",
    stopWords: '，`stopWords: ["…"]` 去掉一些词',
    stop: "。",
    look: "## 寻找主题",
    directions:
      "SVD 把矩阵概括成少数几个方向。出现在同样文本里的词指向同一边，所以一个方向往往可以读成一个主题。移动滑块，逐个看过去。",
    scree:
      "前几个方向占了矩阵的多少？曲线很早就拐弯，说明少数几个主题占了大部分；文本之间共有的词很少时，曲线是平的。",
    map: "图上每条文本的位置，是它的两个坐标。讲同一件事的文本，从原点看去在同一个方向上。把指针移上去可以读到文本；改 `dimensions` 可以换一个角度看。",
    neighbours: "## 寻找近邻",
    near: "哪些文本与给定的一条相似？改一改编号，再运行这个单元格。",
    own: "哪些与你自己写的一句话相似？",
  },
  classes: {
    train: "## 选秩并训练",
    folds: (folds) =>
      `先留出五分之一的文本。在其余的文本上，用 ${folds} 折交叉验证给每个秩打分；选中的是与最好成绩相差不超过一个标准误的最小的秩。那条直线是同一个分类器用全部的词、不做 SVD 的成绩：从它可以看出低秩在这里值不值。`,
    test: "## 检验",
    once: "现在用留出的文本，只用一次。第二个数是永远回答最大类别时的准确率。",
    mistakes: "## 读一读错误",
    surest: "最有把握的错误最值得读：有些是模型的错，有些是标签标错了。",
    why: "是哪些词误导了它？如果一条也没判错，又是哪些词让它这样回答？各条形加起来，就是这个类别的得分，只差一个常数。",
    move: "## 移动秩",
    explore:
      "一幅图里，每个秩都有一个分类器，在你的浏览器里计算：移动滑块，在图上点一条文本，或者输入一句话。",
    use: "## 用起来",
    predict:
      "给你自己的一句话分类，再把模型存下来。" +
      "命令 `npx lowrank predict model.lowrank FILE.csv --out labelled.csv` 给一张表的每一行加上类别和概率，这张表要有同名的文本列。",
  },
  next: {
    heading: "## 接下来试什么",
    wordsOfClasses:
      "**换一些词。** 在权重里设 `ngrams: [1, 2]` 或 `stem: true`，重新运行下面的单元格；比较准确率时要连同标准误，不要只凭眼睛。",
    wordsOfTopics: "**换一些词。** 在权重里设 `ngrams: [1, 2]` 或 `stem: true`，看看哪些主题变了。",
    letters:
      '**用字符代替词。** `ngramUnit: "characters", ngrams: [3, 5]` 适合短文本、有拼写错误的文本和词尾变化多的语言。',
    withClasses: [
      "**惩罚。** `inversePenalties: [0.1, 1, 10]` 让交叉验证来选：分类器可以在多大程度上相信单个的词。",
      '**少见的类别。** `classWeights: "balanced"` 让每个类别的分量相同。',
      "**标签很少。** `scoreFewLabels` 多次抽取，每个类别只抽少量标签：你需要多少？",
      "**换一个种子。** 改 `seed`，全部重新运行。变化超过一个标准误的，只是运气。",
    ],
    withoutClasses: [
      "**标注一些。** 加一列，给一百行标上类别，再用 `--label` 重新生成笔记本：SVD 从全部文本学习，分类器从这一百行学习。",
      "**重复的文本。** 余弦为 1 的近邻是副本；在统计任何东西之前，先把它们去掉。",
    ],
  },
  readme: (notebook, table) => `\`${notebook}\` 读取 \`${table}\`。

    npm start          运行笔记本，然后在浏览器里打开：改一个单元格，再运行一遍
    npx lowrank run --in-place --static
                       运行它，把结果留在文件里，图存成 GitHub 能显示的图片

在 JupyterLab 或 VS Code 中：先运行 \`npx lowrank kernel install\`，再选择内核 *TypeScript (Lowrank)*。
网页的标题和介绍取自 \`package.json\` 中的 \`lowrank\`。
`,
  command: {
    columns: (text, label = "无") => `文本：${text}\n标签：${label}`,
    guessed: (byNumber) =>
      `（这是猜的；要换别的列：--text 和 --label，或 --no-label${byNumber ? "，用列的编号" : ""}）`,
    ask: "就用这些列吗？[Y/n] ",
    askText: (names) => `文本所在的列（${names.join("，")}）：`,
    askLabel: "标签所在的列（没有就按 Enter）：",
    name: (column) => `“${column}”`,
    values: (column, values, shown) =>
      `“${column}”（${values} 个值：${shown.join("，")}${values > shown.length ? " …" : ""}）`,
    words: (column, words) => `“${column}”（每行 ${words} 个词）`,
    made: (rows, sample, classes, why) => {
      const read = sample === undefined ? `${rows} 行` : `${rows} 行中的 ${sample} 行`;
      return why === undefined ? `${read}，${classes} 个类别` : `${read}，主题与近邻。${why}`;
    },
    goOn: "接着运行",
  },
};
