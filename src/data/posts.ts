import path from "node:path";
import { decodeText } from "./decodeText";
import { readDataFile } from "./readDataFile";

/** The six topics of the posts, in the order of the file. */
export const postTopics = [
  "cooking",
  "sport",
  "travel",
  "technology",
  "entertainment",
  "health",
] as const;

/** What a post is about; "entertainment" is films and music. */
export type PostTopic = (typeof postTopics)[number];

/** The languages of the posts: English and (simplified) Chinese. */
export const postLanguages = ["en", "zh"] as const;

/** The language of a post, as an ISO 639 code. */
export type PostLanguage = (typeof postLanguages)[number];

/**
 * A short post with its two labels, which are independent: every topic has as much spam as the
 * others.
 */
export interface Post {
  /** Language and running number, such as "en-001". */
  readonly id: string;
  readonly text: string;
  readonly topic: PostTopic;
  readonly language: PostLanguage;
  /**
   * Whether the post is spam: a giveaway, a made-up job, a scheme to get rich, bait for a click.
   */
  readonly spam: boolean;
}

/** Which posts to load. */
export interface PostOptions {
  /** Only the posts in English ("en") or Chinese ("zh"); default both, English first. */
  language?: PostLanguage;
  /** true: only spam; false: only ordinary posts; default both. */
  spam?: boolean;
}

/**
 * Loads the short posts that come with Lowrank: 1,296 posts, 108 in each of six topics and two
 * languages, 18 of each 108 spam.
 *
 * They were written for the workbook: no post was taken from a person, and persons, brands and
 * links are made up. They come language after language, topic after topic: split them with
 * stratifiedSplit or stratifiedFolds, not by position.
 *
 * Cost: reads 152 kB, one pass.
 *
 * Source: data/posts.csv; data/README.md describes it.
 *
 * @throws RangeError if language or spam has another value than those listed
 * @throws Error that names the file, the line and the remedy, if the file is missing or damaged
 * @example
 * const posts = loadPosts({ language: "en", spam: false }); // 540 posts
 * const topics = posts.map(({ topic }) => topic);
 */
export function loadPosts(options: PostOptions = {}): Post[] {
  const { language, spam } = options;
  if (language !== undefined && !postLanguages.includes(language)) {
    throw new RangeError(
      `no posts in language "${String(language)}"; choose "en" or "zh", or leave it out for both`,
    );
  }
  if (spam !== undefined && typeof spam !== "boolean") {
    throw new RangeError(
      `spam ${JSON.stringify(spam)} is neither true nor false; pass one of them, or leave it out for all posts`,
    );
  }
  const posts = parsePosts(decodeText(readDataFile(postsFile), postsFile, "utf-8"), postsFile);
  return posts.filter(
    (post) => (language ?? post.language) === post.language && (spam ?? post.spam) === post.spam,
  );
}

const postsFile = path.join(__dirname, "..", "..", "..", "data", "posts.csv");
const remedy = "mend the line, or reinstall lowrank to get the file as it was";
const columns = ["id", "text", "topic", "language", "spam"] as const;

/**
 * Reads posts from CSV with the columns id, text, topic, language and spam.
 *
 * @throws Error that names the file, the line and the remedy
 */
export function parsePosts(content: string, file: string): Post[] {
  // Loaded here, because it is the largest file that a user without such data would wait for.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const csv = require("csv-parse/sync") as typeof import("csv-parse/sync");
  let rows: { readonly record: string[]; readonly info: { readonly lines: number } }[];
  try {
    rows = csv.parse(content, {
      bom: true,
      record_delimiter: ["\r\n", "\n"],
      skip_empty_lines: true,
      info: true,
    }) as unknown as typeof rows;
  } catch (error) {
    if (!(error instanceof csv.CsvError)) throw error;
    throw new Error(`${file}: ${error.message}; ${remedy}`, { cause: error });
  }
  const header = rows.shift()?.record ?? [];
  if (header.join() !== columns.join())
    throw new Error(
      `${file}, line 1: the columns are "${header.join()}", not "${columns.join()}"; ${remedy}`,
    );
  return rows.map(({ record, info }) => toPost(record, `${file}, line ${info.lines}`));
}

function toPost([id, text, topic, language, spam]: string[], place: string): Post {
  if (text.trim() === "") throw new Error(`${place}: the text is empty; ${remedy}`);
  return {
    id,
    text,
    topic: choose(topic, postTopics, "topic", place),
    language: choose(language, postLanguages, "language", place),
    spam: choose(spam, ["false", "true"] as const, "spam", place) === "true",
  };
}

function choose<Value extends string>(
  value: string,
  known: readonly Value[],
  column: string,
  place: string,
): Value {
  const at = (known as readonly string[]).indexOf(value);
  if (at < 0)
    throw new Error(`${place}: ${column} is "${value}", not one of ${known.join(", ")}; ${remedy}`);
  return known[at];
}
