// Makes the API reference from the library's docstrings: pages that need neither server nor network,
// and no script in the page itself, which the book's server forbids.
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Application, Comment, CommentTag, Converter } from "typedoc";
import { library, root, writeWhole } from "../paths.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(root, "dist", "reference");
const out = `${target}.new`;

/** What the reader calls each room, in the order of the work. */
const rooms = {
  text: "Text",
  linalg: "Linear algebra",
  rank: "Rank",
  classify: "Classify",
  chain: "Whole chains",
  adapt: "Adapt networks",
  explore: "Explore",
  plot: "Plot",
  controls: "Controls",
  files: "Files",
  cluster: "Clusters",
  teaching: "Teaching data",
  base: "Foundations",
};
const doors = {
  index: "lowrank",
  teaching: "lowrank/teaching",
  adapters: "lowrank/adapters",
  cluster: "lowrank/cluster",
};

await makeReference();

async function makeReference() {
  const app = await Application.bootstrap(options());
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, sortIntoRooms);
  const project = await app.convert();
  if (!project) throw new Error("the library's sources cannot be read; compile them first");
  rmSync(out, { recursive: true, force: true });
  await app.generateDocs(project, out);
  copyFileSync(path.join(here, "theme.js"), path.join(out, "assets", "theme.js"));
  for (const file of readdirSync(out, { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".html")) finishPage(path.join(out, file), file);
  rmSync(target, { recursive: true, force: true });
  renameSync(out, target);
}

function options() {
  const { version } = JSON.parse(readFileSync(path.join(library, "package.json"), "utf8"));
  return {
    name: `lowrank ${version}`,
    entryPoints: Object.keys(doors).map((door) => path.join(library, `${door}.ts`)),
    tsconfig: path.join(library, "tsconfig.json"),
    readme: path.join(here, "front.md"),
    customCss: path.join(here, "style.css"),
    // The compiler has checked the sources before.
    skipErrorChecking: true,
    disableSources: true,
    disableGit: true,
    excludePrivate: true,
    excludeExternals: true,
    hideGenerator: true,
    githubPages: false,
    includeVersion: false,
    categorizeByGroup: false,
    categoryOrder: [...Object.values(rooms), "*"],
    navigation: { includeCategories: true, includeGroups: false },
    sort: ["source-order"],
    logLevel: "Error",
  };
}

/** Names the doors as they are imported, and sorts what they export by the rooms it comes from. */
function sortIntoRooms(context) {
  for (const door of context.project.children) {
    for (const one of door.children) {
      const room = roomOf(context, one);
      if (room === undefined) continue;
      const tag = new CommentTag("@category", [{ kind: "text", text: room }]);
      for (const documented of one.signatures ?? [one]) {
        documented.comment ??= new Comment();
        documented.comment.blockTags.push(tag);
      }
    }
    door.name = doors[door.name] ?? door.name;
  }
}

function roomOf(context, reflection) {
  const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? [];
  if (!declaration) return undefined;
  const [room] = path.relative(library, declaration.getSourceFile().fileName).split(path.sep);
  return rooms[room];
}

/** Moves the page's inline script to a file, and adds the way back to the book. */
function finishPage(file, name) {
  const up = "../".repeat(name.split(path.sep).length - 1);
  const page = readFileSync(file, "utf8");
  const finished = page
    .replace(/<script>document\.documentElement.*?<\/script>/s, "")
    // The page's own copy of the icons: a page opened from a folder may not read another file's.
    .replaceAll(/href="[./]*assets\/icons\.svg#/g, 'href="#')
    .replace(
      "<head>",
      `<head><link rel="icon" href="${up}../assets/icon.svg" type="image/svg+xml"/>` +
        `<script src="${up}assets/theme.js"></script>`,
    )
    .replace(
      '<div id="tsd-toolbar-links">',
      `<div id="tsd-toolbar-links"><a href="${up}../index.html">Notebooks</a>`,
    );
  if (/<script>/.test(finished)) throw new Error(`${name} has a script that the book forbids`);
  writeWhole(file, finished);
}
