import { records } from "#posts";
import { checkOptions } from "../base/checkOptions";

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

const knownOptions = {
  language: true,
  spam: true,
} satisfies Record<keyof PostOptions, true>;

/**
 * Loads the short posts that come with Lowrank: 1,296 posts, 108 in each of six topics and two
 * languages, 18 of each 108 spam.
 *
 * They were written for the workbook: no post was taken from a person, and persons, brands and
 * links are made up. They come language after language, topic after topic: split them with
 * stratifiedSplit or stratifiedFolds, not by position.
 *
 * Cost: one pass over 152 kB.
 *
 * Source: data/posts.csv, which the build puts into the package; data/README.md describes it.
 *
 * @throws RangeError if language or spam has another value than those listed
 * @example
 * const posts = loadPosts({ language: "en", spam: false });
 * posts.length; // 540
 * posts[0].topic; // "cooking"
 */
export function loadPosts(options: PostOptions = {}): Post[] {
  checkOptions(options, knownOptions, "loadPosts");
  const { language, spam } = options;
  if (language !== undefined && !postLanguages.includes(language)) {
    throw new RangeError(
      `no posts in language "${String(language)}"; choose "en" or "zh", or leave it out for both`,
    );
  }
  if (spam !== undefined && typeof spam !== "boolean") {
    throw new RangeError(
      `spam ${JSON.stringify(spam)} is neither true nor false; ` +
        "pass one of them, or leave it out for all posts",
    );
  }
  return readPosts()
    .filter(
      (post) => (language ?? post.language) === post.language && (spam ?? post.spam) === post.spam,
    )
    .map((post) => ({ ...post }));
}

type PostRecord = readonly [string, string, PostTopic, PostLanguage, "true" | "false"];

let kept: readonly Post[] | undefined;

function readPosts(): readonly Post[] {
  const toPost = ([id, text, topic, language, spam]: PostRecord): Post => ({
    id,
    text,
    topic,
    language,
    spam: spam === "true",
  });
  return (kept ??= (JSON.parse(records) as PostRecord[]).map(toPost));
}
