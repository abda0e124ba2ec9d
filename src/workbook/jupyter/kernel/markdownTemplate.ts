import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** What follows `--template` in nbconvert's command. */
const name = "lowrank-markdown";

/** Figures that draw themselves by scripts, which Markdown cannot run, are said in a line. */
const template = `{% extends 'markdown/index.md.j2' %}

{% block data_html scoped %}
{%- if '<script' in output.data['text/html'] and 'text/plain' in output.data %}
*{{ output.data['text/plain'] }}*
{% else %}
{{ super() }}
{%- endif %}
{% endblock data_html %}
`;

/**
 * Writes a template for `nbconvert --to markdown`, which takes an output's HTML before all else: 600
 * kB of scripts for a notebook with two explorers.
 *
 * @param dataFolder Jupyter's folder for data
 */
export async function installMarkdownTemplate(dataFolder: string): Promise<void> {
  const folder = path.join(dataFolder, "nbconvert", "templates", name);
  await mkdir(folder, { recursive: true });
  const about = { base_template: "markdown", mimetypes: { "text/markdown": true } };
  await writeFile(path.join(folder, "conf.json"), `${JSON.stringify(about, null, 2)}\n`);
  await writeFile(path.join(folder, "index.md.j2"), template);
}
