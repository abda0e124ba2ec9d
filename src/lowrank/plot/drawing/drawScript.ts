import { capHeight, titleGap, titleLineHeight } from "./titleRoom";

/** The version of Plotly that the figures are checked against. */
export const plotlyVersion = "4.1.1";

/** Where a page of a Jupyter server finds Plotly, relative to the server's base address. */
const serverPaths = [
  "kernelspecs/lowrank/plotly.min.js",
  "files/node_modules/plotly.js-dist/plotly.js",
];

/**
 * Where a saved page finds it, relative to itself: where its reader has put it, or in the project's
 * packages.
 */
const pagePaths = [
  "assets/plotly.min.js",
  "node_modules/plotly.js-dist/plotly.js",
  "../node_modules/plotly.js-dist/plotly.js",
];

/** The last resort. */
const networkAddress = `https://cdn.plot.ly/plotly-${plotlyVersion}.min.js`;

/**
 * The browser's side of a figure's HTML: a function expression in plain ES2017 that takes the
 * figure and its key.
 *
 * It is kept as text, because it runs in another program's page: nothing of ours may be compiled
 * into it. The loader's promise hangs on `window`, so that a page of many figures loads Plotly
 * once. Plotly's bundle is no AMD module, so a plain script tag also serves pages that have
 * require.js.
 *
 * It is made when it is called for: bundlers leave a function out where no figure is drawn, and keep
 * a text that is put together.
 */
export const drawScript = (): string => `async function (figure, key) {
  const load = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => window.Plotly ? resolve(window.Plotly) : reject(new Error(address + " is not Plotly"));
    script.onerror = () => { script.remove(); reject(new Error("no " + address)); };
    document.head.appendChild(script);
  });
  const listAddresses = () => {
    const config = document.getElementById("jupyter-config-data");
    const base = document.body.dataset.baseUrl || (config && JSON.parse(config.textContent).baseUrl);
    const beside = base ? ${JSON.stringify(serverPaths)}.map((path) => base + path) : ${JSON.stringify(pagePaths)};
    return [...beside, ${JSON.stringify(networkAddress)}];
  };
  const findPlotly = async () => {
    for (const address of listAddresses()) {
      if (window.Plotly) return window.Plotly;
      try { return await load(address); } catch (error) { console.info("Lowrank: " + error.message); }
    }
    throw new Error("Plotly was found neither beside this page nor on the network");
  };
  // A drawn figure follows its page: the theme by the color of its words, and the width of its box, which
  // is none in a hidden tab.
  const follow = (Plotly, element) => {
    let color = getComputedStyle(element).color;
    const recolor = () => {
      const next = element.isConnected ? getComputedStyle(element).color : color;
      if (next === color) return;
      color = next;
      Plotly.relayout(element, { "font.color": color });
    };
    const themes = new MutationObserver(() => { recolor(); setTimeout(recolor, 500); });
    for (const target of [document.documentElement, document.body]) {
      themes.observe(target, { attributes: true, attributeFilter: ["class", "style", "data-theme", "data-jp-theme-light"] });
    }
    let width = element.clientWidth;
    new ResizeObserver(() => {
      if (element.clientWidth === 0 || element.clientWidth === width) return;
      width = element.clientWidth;
      const { text, lines } = fitTitle(width);
      const { title = {}, margin = {}, height } = element.layout;
      if (text === undefined || title.text === text) return Plotly.Plots.resize(element);
      const more = lineHeight * (lines - title.text.split("<br>").length);
      const room = { "margin.t": margin.t + more, ...(height && { height: height + more }) };
      if (height) element.style.minHeight = height + more + "px";
      Plotly.relayout(element, { "title.text": text, "title.pad.t": padOf(lines), ...room }).then(() => Plotly.Plots.resize(element));
    }).observe(element);
  };
  // A title that was broken for a phone stands in one line where there is room, and gives back that of the others.
  const lineHeight = ${titleLineHeight};
  const padOf = (lines) => ${titleGap} + (lines === 1 ? 0 : ${capHeight});
  const fitTitle = (width) => {
    const { title, margin } = figure.layout;
    if (!title || typeof title.text !== "string" || !title.text.includes("<br>") || !title.pad || !margin || !margin.t) return {};
    const wide = /[\\u2e80-\\uffef]/;
    const joined = title.text.replace(/(.)<br>(?=(.))/gu, (_, before, next) => before + (wide.test(before) && wide.test(next) ? "" : " "));
    const context = document.createElement("canvas").getContext("2d");
    context.font = ((title.font && title.font.size) || 17) + 'px "Open Sans", verdana, arial, sans-serif';
    const plain = joined.replace(/<[^>]*>/g, "").replace(/&[a-z]+;/g, "x");
    const text = context.measureText(plain).width < width - 40 ? joined : title.text;
    return { text, lines: text.split("<br>").length };
  };
  const places = () => document.querySelectorAll('[data-lowrank-figure="' + key + '"]:not([data-drawn])');
  // JupyterLab runs scripts before the output stands in the page.
  for (let wait = 0; places().length === 0 && wait < 50; wait++) await new Promise((done) => setTimeout(done, 100));
  const elements = [...places()];
  for (const element of elements) element.dataset.drawn = "";
  try {
    if (!window.Plotly && !window.lowrankPlotly) window.lowrankPlotly = findPlotly();
    const Plotly = window.Plotly || await window.lowrankPlotly;
    for (const element of elements) {
      const copy = JSON.parse(JSON.stringify(figure));
      copy.layout.font = { ...copy.layout.font, color: getComputedStyle(element).color };
      const { text, lines } = fitTitle(element.clientWidth);
      if (text !== undefined && text !== copy.layout.title.text) {
        const spare = lineHeight * (copy.layout.title.text.split("<br>").length - lines);
        Object.assign(copy.layout.title, { text, pad: { ...copy.layout.title.pad, t: padOf(lines) } });
        copy.layout.margin.t -= spare;
        if (copy.layout.height) copy.layout.height -= spare;
      }
      element.textContent = "";
      element.style.minHeight = (copy.layout.height || 420) + "px";
      await Plotly.newPlot(element, copy);
      follow(Plotly, element);
    }
  } catch (error) {
    for (const element of elements) element.textContent += " — not drawn: " + error.message + ".";
  }
}`;
