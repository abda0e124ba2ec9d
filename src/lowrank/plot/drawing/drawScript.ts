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
 */
export const drawScript = `async function (figure, key) {
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
      Plotly.Plots.resize(element);
    }).observe(element);
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
      element.textContent = "";
      element.style.minHeight = (copy.layout.height || 420) + "px";
      await Plotly.newPlot(element, copy);
      follow(Plotly, element);
    }
  } catch (error) {
    for (const element of elements) element.textContent += " — not drawn: " + error.message + ".";
  }
}`;
