// Trains a classifier of short posts, saves it, and serves it over HTTP from the saved file.
//
//   npm run example serveClassifier
//   curl -d '{"texts": ["Garlic burnt again, soup it is"]}' http://127.0.0.1:8080/classify
//
// Usage: serveClassifier [port, default 8080; 0 for any] [file, default posts-classifier.json]
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  fitLogisticRegression,
  fitTransformTfidf,
  logisticRegressionFromJson,
  logisticRegressionToJson,
  predictProbabilities,
  tfidfFromJson,
  tfidfToJson,
  transformTfidf,
  type LogisticRegression,
  type TfidfModel,
} from "lowrank";
import { loadPosts } from "lowrank/teaching";

interface Classifier {
  tfidf: TfidfModel;
  model: LogisticRegression;
}

/** An answer other than the one that was hoped for, for who asked. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const limits = { bytes: 1_000_000, texts: 100, characters: 10_000 };
const [port = "8080", file = "posts-classifier.json"] = process.argv.slice(2);

if (!existsSync(file)) save(train(), file);
serve(load(file));

function train(): Classifier {
  const posts = loadPosts({ language: "en", spam: false });
  const { model: tfidf, matrix } = fitTransformTfidf(
    posts.map(({ text }) => text),
    { sublinear: true },
  );
  const labels = posts.map(({ topic }) => topic);
  return { tfidf, model: fitLogisticRegression(matrix, labels, { inversePenalty: 10 }) };
}

/** Under a temporary name first, so that no one ever loads half a file. */
function save({ tfidf, model }: Classifier, target: string): void {
  const content = { tfidf: tfidfToJson(tfidf), model: logisticRegressionToJson(model) };
  writeFileSync(`${target}.new`, JSON.stringify(content));
  renameSync(`${target}.new`, target);
  console.log(`trained on the posts, saved to ${target}`);
}

function load(source: string): Classifier {
  const { tfidf, model } = JSON.parse(readFileSync(source, "utf8")) as Record<string, unknown>;
  return { tfidf: tfidfFromJson(tfidf), model: logisticRegressionFromJson(model) };
}

function serve(classifier: Classifier): void {
  const server = createServer((request, response) => {
    answer(request, classifier).then(
      (result) => send(response, 200, result),
      (error: unknown) => {
        if (error instanceof Refusal) return send(response, error.status, { error: error.message });
        console.error(error);
        send(response, 500, { error: "this could not be computed" });
      },
    );
  });
  server.listen(Number(port), "127.0.0.1", () => {
    const { port: taken } = server.address() as AddressInfo;
    console.log(`POST {"texts": ["…"]} to http://127.0.0.1:${taken}/classify`);
  });
}

async function answer(request: IncomingMessage, { tfidf, model }: Classifier): Promise<object> {
  if (request.url !== "/classify") throw new Refusal(404, "there is only /classify");
  if (request.method !== "POST") throw new Refusal(405, "use POST");
  const texts = readTexts(await readBody(request));
  const probabilities = predictProbabilities(model, transformTfidf(tfidf, texts));
  return {
    predictions: texts.map((_, row) => {
      const shares = probabilities.getRow(row);
      const best = shares.indexOf(Math.max(...shares));
      return { topic: model.classes[best], probability: shares[best] };
    }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limits.bytes) throw new Refusal(413, `send at most ${limits.bytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The texts of a request's body, whatever was sent. */
function readTexts(body: string): string[] {
  const { texts } = parseObject(body);
  if (!Array.isArray(texts) || texts.length === 0 || texts.length > limits.texts)
    throw new Refusal(400, `"texts" must be a list of 1 to ${limits.texts} texts`);
  return texts.map((text: unknown, at) => {
    if (typeof text !== "string" || text.length > limits.characters)
      throw new Refusal(400, `texts[${at}] must be a text of at most ${limits.characters} letters`);
    return text;
  });
}

function parseObject(body: string): { texts?: unknown } {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Answered below, as any other body that is no object.
  }
  throw new Refusal(400, 'the body must be JSON such as {"texts": ["…"]}');
}

function send(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  response.end(`${JSON.stringify(content)}\n`);
}
