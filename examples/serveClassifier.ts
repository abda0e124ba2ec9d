// Trains a classifier of short posts, saves it, and serves it over HTTP from the saved file.
//
//   npm run example serveClassifier
//   curl -d '{"texts": ["Garlic burnt again, soup it is"]}' http://127.0.0.1:8080/classify
//
// Usage: serveClassifier [port, default 8080; 0 for any] [file, default posts-classifier.lowrank]
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  fitTextClassifier,
  loadModel,
  predictTexts,
  saveModel,
  type TextClassifier,
} from "lowrank";
import { loadPosts } from "lowrank/teaching";

/** An answer other than the one that was hoped for, for who asked. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const limits = { bytes: 1_000_000, texts: 100, characters: 10_000 };
const [port = "8080", file = "posts-classifier.lowrank"] = process.argv.slice(2);

void start();

async function start(): Promise<void> {
  if (!existsSync(file)) {
    saveModel(file, await train());
    console.log(`trained on the posts, saved to ${file}`);
  }
  serve(loadModel(file, "textClassifier"));
}

/** With an SVD or without one, whichever names more held-out posts rightly. */
function train(): Promise<TextClassifier> {
  const posts = loadPosts({ language: "en", spam: false });
  return fitTextClassifier(
    posts.map(({ text }) => text),
    posts.map(({ topic }) => topic),
    { model: "auto", inversePenalties: [10], tfidf: { sublinear: true } },
  );
}

function serve(classifier: TextClassifier): void {
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

async function answer(request: IncomingMessage, classifier: TextClassifier): Promise<object> {
  if (request.url !== "/classify") throw new Refusal(404, "there is only /classify");
  if (request.method !== "POST") throw new Refusal(405, "use POST");
  const { labels, probabilities } = predictTexts(classifier, readTexts(await readBody(request)));
  return {
    predictions: labels.map((topic, row) => ({
      topic,
      probability: Math.max(...probabilities.getRow(row)),
    })),
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
