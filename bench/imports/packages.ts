/** A package, how a cell uses it, and what the cell then shows or prints. */
export interface UsedPackage {
  name: string;
  /** Others that are installed with it. */
  with?: string[];
  code: string;
  shows: string | RegExp;
}

const use = (
  name: string,
  code: string,
  shows: string | RegExp,
  others?: string[],
): UsedPackage => ({ name, code, shows, ...(others && { with: others }) });

const sentence = "Birds sing and fly";

/** Sixty packages that people who work with data and text reach for, each in a cell of its own. */
export const usedPackages: readonly UsedPackage[] = [
  use(
    "data-forge",
    'import { DataFrame } from "data-forge";\nnew DataFrame([{ a: 1 }, { a: 2 }]).count()',
    "2",
  ),
  use(
    "apache-arrow",
    'import { tableFromArrays } from "apache-arrow";\ntableFromArrays({ a: [1, 2, 3] }).numRows',
    "3",
  ),
  use(
    "nodejs-polars",
    'import pl from "nodejs-polars";\npl.DataFrame({ a: [1, 2, 3] }).height',
    "3",
  ),
  use(
    "graphology",
    'import Graph from "graphology";\nconst graph = new Graph();\ngraph.addNode("a");\ngraph.order',
    "1",
  ),
  use("d3", 'import * as d3 from "d3";\nd3.mean([1, 2, 3])', "2"),
  use("d3-array", 'import { deviation } from "d3-array";\ndeviation([1, 2, 3])', "1"),
  use("d3-dsv", 'import { csvParse } from "d3-dsv";\ncsvParse("a\\n1\\n2").length', "2"),
  use(
    "d3-scale",
    'import { scaleLinear } from "d3-scale";\nscaleLinear([0, 1], [0, 10])(0.5)',
    "5",
  ),
  use(
    "@observablehq/plot",
    'import * as Plot from "@observablehq/plot";\nimport { JSDOM } from "jsdom";\nPlot.barY([1, 2]).plot({ document: new JSDOM("").window.document }).tagName',
    "'svg'",
  ),
  use(
    "vega",
    'import { parse } from "vega";\nparse({ width: 10, height: 10 }).operators.length > 0',
    "true",
  ),
  use(
    "vega-lite",
    'import { compile } from "vega-lite";\nObject.keys(compile({ data: { values: [{ a: 1 }] }, mark: "point", encoding: {} })).includes("spec")',
    "true",
  ),
  use("simple-statistics", 'import { median } from "simple-statistics";\nmedian([1, 2, 9])', "2"),
  use("mathjs", 'import { det } from "mathjs";\ndet([[1, 2], [3, 4]])', "-2"),
  use("ml-matrix", 'import { Matrix } from "ml-matrix";\nMatrix.eye(3).trace()', "3"),
  use(
    "ml-kmeans",
    'import { kmeans } from "ml-kmeans";\nkmeans([[0], [1], [9]], 2, { seed: 1 }).centroids.length',
    "2",
  ),
  use(
    "ml-pca",
    'import { PCA } from "ml-pca";\nnew PCA([[1, 2], [2, 4], [3, 6.1]]).getEigenvalues().length',
    "2",
  ),
  use(
    "ml-regression",
    'import { SLR } from "ml-regression";\nMath.round(new SLR([1, 2, 3], [2, 4, 6]).predict(4))',
    "8",
  ),
  use(
    "ml-random-forest",
    'import { RandomForestClassifier } from "ml-random-forest";\nconst forest = new RandomForestClassifier({ nEstimators: 5, seed: 1, noOOB: true });\nforest.train([[0], [1], [8], [9]], [0, 0, 1, 1]);\nforest.predict([[9]]).length',
    "1",
  ),
  use(
    "ml-knn",
    'import KNN from "ml-knn";\nnew KNN([[0], [1], [8], [9]], [0, 0, 1, 1]).predict([9])',
    "1",
  ),
  use(
    "ml-naivebayes",
    'import { GaussianNB } from "ml-naivebayes";\nconst bayes = new GaussianNB();\nbayes.train([[0, 1], [1, 0], [8, 9], [9, 8]], [0, 0, 1, 1]);\nbayes.predict([[9, 9]])',
    "[ 1 ]",
  ),
  use("ml-hclust", 'import { agnes } from "ml-hclust";\nagnes([[0], [1], [9]]).size', "3"),
  use(
    "umap-js",
    'import { UMAP } from "umap-js";\nnew UMAP({ nNeighbors: 2, nEpochs: 5 }).fit([[0], [1], [2], [9]]).length',
    "4",
  ),
  use("jstat", 'import jStat from "jstat";\njStat.normal.cdf(0, 0, 1)', "0.5"),
  use(
    "@tensorflow/tfjs",
    'import * as tf from "@tensorflow/tfjs";\ntf.tensor([1, 2, 3]).sum().dataSync()[0]',
    /6/,
  ),
  use("compromise", `import nlp from "compromise";\nnlp("${sentence}").nouns().json().length`, "1"),
  use(
    "wink-nlp",
    'import winkNLP from "wink-nlp";\nimport model from "wink-eng-lite-web-model";\nwinkNLP(model).readDoc("Birds sing.").tokens().out().length',
    "3",
    ["wink-eng-lite-web-model"],
  ),
  use(
    "stopword",
    'import { removeStopwords } from "stopword";\nremoveStopwords(["the", "bird"])',
    "[ 'bird' ]",
  ),
  use("stemmer", 'import { stemmer } from "stemmer";\nstemmer("running")', "'run'"),
  use(
    "franc",
    'import { franc } from "franc";\nfranc("Dies ist ein deutscher Satz über Vögel")',
    "'deu'",
  ),
  use(
    "remark",
    'import { remark } from "remark";\nString(await remark().process("* a"))',
    "'* a\\n'",
  ),
  use("gpt-tokenizer", 'import { encode } from "gpt-tokenizer";\nencode("low rank").length', "2"),
  use(
    "js-tiktoken",
    'import { getEncoding } from "js-tiktoken";\ngetEncoding("gpt2").encode("low rank").length',
    "2",
  ),
  use(
    "fuse.js",
    'import Fuse from "fuse.js";\nnew Fuse(["bird", "boat"]).search("brd")[0].item',
    "'bird'",
  ),
  use(
    "minisearch",
    'import MiniSearch from "minisearch";\nconst search = new MiniSearch({ fields: ["text"] });\nsearch.add({ id: 1, text: "a bird" });\nsearch.search("bird")[0].id',
    "1",
  ),
  use(
    "lunr",
    'import lunr from "lunr";\nlunr(function (this: any) { this.field("text"); this.add({ id: "1", text: "a bird" }); }).search("bird").length',
    "1",
  ),
  use(
    "flexsearch",
    'import { Index } from "flexsearch";\nconst index = new Index();\nindex.add(1, "a bird");\nindex.search("bird")',
    "[ 1 ]",
  ),
  use(
    "fastest-levenshtein",
    'import { distance } from "fastest-levenshtein";\ndistance("rank", "bank")',
    "1",
  ),
  use("diff", 'import { diffWords } from "diff";\ndiffWords("a b", "a c").length', "3"),
  use(
    "cheerio",
    'import * as cheerio from "cheerio";\ncheerio.load("<b>bird</b>")("b").text()',
    "'bird'",
  ),
  use(
    "jsdom",
    'import { JSDOM } from "jsdom";\nnew JSDOM("<b>bird</b>").window.document.querySelector("b")!.textContent',
    "'bird'",
  ),
  use(
    "node-html-parser",
    'import { parse as parseHtml } from "node-html-parser";\nparseHtml("<b>bird</b>").text',
    "'bird'",
  ),
  use("marked", 'import { marked } from "marked";\nmarked.parse("**bird**")', /<strong>bird/),
  use(
    "turndown",
    'import TurndownService from "turndown";\nnew TurndownService().turndown("<b>bird</b>")',
    "'**bird**'",
  ),
  use(
    "csv-parse",
    'import { parse as parseCsv } from "csv-parse/sync";\nparseCsv("a,b\\n1,2").length',
    "2",
  ),
  use("papaparse", 'import Papa from "papaparse";\nPapa.parse("a,b\\n1,2").data.length', "2"),
  use(
    "exceljs",
    'import ExcelJS from "exceljs";\nnew ExcelJS.Workbook().addWorksheet("one").name',
    "'one'",
  ),
  use("js-yaml", 'import { load } from "js-yaml";\nload("a: 1")', "{ a: 1 }"),
  use(
    "fast-xml-parser",
    'import { XMLParser } from "fast-xml-parser";\nnew XMLParser().parse("<a>1</a>")',
    "{ a: 1 }",
  ),
  use(
    "zod",
    'import { z } from "zod";\nz.object({ rank: z.number() }).parse({ rank: 5 })',
    "{ rank: 5 }",
  ),
  use("lodash", 'import _ from "lodash";\n_.chunk([1, 2, 3], 2).length', "2"),
  use(
    "lodash-es",
    'import { groupBy } from "lodash-es";\nObject.keys(groupBy([1, 2, 3], (n: number) => n % 2)).length',
    "2",
  ),
  use(
    "ramda",
    'import { zipWith } from "ramda";\nzipWith((a: number, b: number) => a * b, [1, 2], [3, 4])',
    "[ 3, 8 ]",
  ),
  use(
    "date-fns",
    'import { addDays } from "date-fns";\naddDays(new Date(2020, 1, 28), 1).getDate()',
    "29",
  ),
  use("got", 'import got from "got";\ntypeof got.get', "'function'"),
  use(
    "axios",
    'import axios from "axios";\naxios.getUri({ url: "/a", params: { b: 1 } })',
    "'/a?b=1'",
  ),
  use("effect", 'import { Effect } from "effect";\nEffect.runSync(Effect.succeed(42))', "42"),
  use(
    "hyparquet",
    'import { parquetMetadata } from "hyparquet";\ntypeof parquetMetadata',
    "'function'",
  ),
  use(
    "sql.js",
    'import initSqlJs from "sql.js";\nnew (await initSqlJs()).Database().exec("select 6 * 7")[0].values[0][0]',
    "42",
  ),
  use(
    "sharp",
    'import sharp from "sharp";\n(await sharp({ create: { width: 3, height: 2, channels: 3, background: "red" } }).png().toBuffer({ resolveWithObject: true })).info.width',
    "3",
  ),
  // Last, for cells behind it in its kernel fail.
  use(
    "natural",
    `import { PorterStemmer } from "natural";\nPorterStemmer.stem("running")`,
    /'run'$/,
  ),
];
