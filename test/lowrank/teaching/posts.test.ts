import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  loadPosts,
  postLanguages,
  postTopics,
  type Post,
  type PostOptions,
} from "../../../src/lowrank/teaching/posts";
import { repository } from "../../paths";

const data = path.join(repository, "data");
const posts = loadPosts();
const linkPattern = /(?:https?:\/\/)?(?:[\w-]+\.)+[a-z]{2,}(?:\/[\w-]*)*/gi;

const links = (text: string): string[] => text.match(linkPattern) ?? [];
const withoutLinks = (text: string): string => text.replace(linkPattern, " ");

/** Texts that break a rule, so that a failure shows them. */
const offenders = (breaks: (post: Post) => boolean): string[] =>
  posts.filter(breaks).map(({ id, text }) => `${id}: ${text}`);

test("loadPosts returns 108 posts of every topic in every language, 18 of them spam", () => {
  assert.equal(posts.length, 1296);
  for (const language of postLanguages) {
    for (const topic of postTopics) {
      const cell = posts.filter((post) => post.language === language && post.topic === topic);
      assert.deepEqual(
        { all: cell.length, spam: cell.filter(({ spam }) => spam).length },
        { all: 108, spam: 18 },
        `${language} ${topic}`,
      );
    }
  }
});

test("loadPosts({ language, spam }) returns the posts with these labels only, in the order of the file", () => {
  assert.deepEqual(
    loadPosts({ language: "zh" }),
    posts.filter(({ language }) => language === "zh"),
  );
  assert.deepEqual(
    loadPosts({ spam: false }),
    posts.filter(({ spam }) => !spam),
  );
  assert.equal(loadPosts({ language: "en", spam: true }).length, 108);
  assert.deepEqual(loadPosts({ language: undefined, spam: undefined }), posts);
});

test("loadPosts says which values language and spam may have", () => {
  assert.throws(
    () => loadPosts({ language: "fr" } as unknown as PostOptions),
    /no posts in language "fr"; choose "en" or "zh"/,
  );
  assert.throws(
    () => loadPosts({ spam: "yes" } as unknown as PostOptions),
    /spam "yes" is neither true nor false/,
  );
});

test("the posts' identifiers and texts are unique", () => {
  assert.equal(new Set(posts.map(({ id }) => id)).size, posts.length);
  assert.equal(new Set(posts.map(({ text }) => text.toLowerCase())).size, posts.length);
  assert.deepEqual(
    offenders(({ id, language }) => !new RegExp(`^${language}-\\d{3}$`).test(id)),
    [],
  );
});

test("the posts are short: 5 to 40 English words, 10 to 90 Chinese characters, on one line without stray spaces", () => {
  assert.deepEqual(
    offenders(({ language, text }) => {
      const [length, least, most] =
        language === "en" ? [text.split(/\s+/).length, 5, 40] : [[...text].length, 10, 90];
      return length < least || length > most;
    }),
    [],
  );
  assert.deepEqual(
    offenders(
      ({ text }) => text !== text.trim().normalize("NFC") || /[\r\n\t\ufffd]| {2}/.test(text),
    ),
    [],
  );
});

test("English posts are written in Latin letters, Chinese posts in Chinese characters", () => {
  assert.deepEqual(
    offenders(
      ({ language, text }) =>
        language === "en" && /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(text),
    ),
    [],
  );
  assert.deepEqual(
    offenders(({ language, text }) => {
      const letters = withoutLinks(text).match(/\p{L}/gu) ?? [];
      return (
        language === "zh" &&
        letters.filter((letter) => /\p{Script=Han}/u.test(letter)).length < 0.8 * letters.length
      );
    }),
    [],
  );
});

test("no two posts of a language share more than a quarter of their character or word trigrams, links aside", () => {
  for (const language of postLanguages) {
    const texts = posts
      .filter((post) => post.language === language)
      .map(({ text }) => withoutLinks(text).toLowerCase().replace(/\s+/g, " "));
    for (const split of [
      (text: string) => [...text],
      (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [],
    ]) {
      const { similarity, pair } = mostSimilar(texts.map((text) => trigrams(split(text))));
      assert.ok(
        similarity <= 0.25,
        `${similarity.toFixed(2)}: ${pair.map((i) => texts[i]).join(" | ")}`,
      );
    }
  }
  // The measure itself: equal texts are found, whatever stands between them.
  assert.equal(
    mostSimilar([..."ab", "xyz", ..."c", "xyz"].map((text) => trigrams([...text]))).similarity,
    1,
  );
});

function trigrams(units: readonly string[]): ReadonlySet<string> {
  return new Set(units.slice(2).map((_, i) => units.slice(i, i + 3).join("\u0000")));
}

/** The pair of sets with the largest Jaccard similarity |a ∩ b| / |a ∪ b|. */
function mostSimilar(sets: readonly ReadonlySet<string>[]): { similarity: number; pair: number[] } {
  const owners = new Map<string, number[]>();
  let best = { similarity: 0, pair: [0, 0] };
  sets.forEach((set, i) => {
    const shared = new Map<number, number>();
    for (const trigram of set) {
      const before = owners.get(trigram) ?? [];
      for (const j of before) shared.set(j, (shared.get(j) ?? 0) + 1);
      owners.set(trigram, [...before, i]);
    }
    for (const [j, count] of shared) {
      const similarity = count / (set.size + sets[j].size - count);
      if (similarity > best.similarity) best = { similarity, pair: [j, i] };
    }
  });
  return best;
}

test("links in posts lead to reserved domains only, and stand in spam and in ordinary posts", () => {
  const hosts = posts
    .flatMap(({ text }) => links(text))
    .map((link) => link.replace(/^https?:\/\//, "").split("/")[0]);
  assert.ok(hosts.length > 80, "found few links: the pattern no longer reads the posts");
  assert.deepEqual(
    hosts.filter((host) => !/(^|\.)example\.(com|net|org)$/.test(host)),
    [],
  ); // RFC 2606
  for (const spam of [true, false]) {
    const share =
      posts.filter((post) => post.spam === spam && links(post.text).length > 0).length /
      posts.filter((post) => post.spam === spam).length;
    assert.ok(spam ? share < 0.6 : share > 0.05, `a link gives spam away: ${share}`);
  }
});

test("posts hold no address, account or telephone number, and no well-known brand", () => {
  assert.deepEqual(
    offenders(({ text }) => /@|＠|\d{6,}|(?:\d[ -]?){7,}/.test(withoutLinks(text))),
    [],
  );
  const english = new RegExp(`\\b(?:${brands.join("|")})\\b`, "i");
  assert.ok(english.test("my iPhone"));
  assert.deepEqual(
    offenders(
      ({ text }) => english.test(text) || chineseBrands.some((brand) => text.includes(brand)),
    ),
    [],
  );
});

const brands = [
  "adidas",
  "airbnb",
  "alibaba",
  "amazon",
  "android",
  "apple",
  "bitcoin",
  "booking\\.com",
  "chatgpt",
  "coca.?cola",
  "disney",
  "dyson",
  "ebay",
  "ethereum",
  "facebook",
  "fifa",
  "fitbit",
  "gmail",
  "google",
  "gopro",
  "huawei",
  "iphone",
  "ipad",
  "ikea",
  "instagram",
  "intel",
  "kindle",
  "linux",
  "macbook",
  "mcdonalds?",
  "microsoft",
  "nba",
  "netflix",
  "nfl",
  "nike",
  "nintendo",
  "olympics?",
  "oscars?",
  "peloton",
  "playstation",
  "reddit",
  "ryanair",
  "samsung",
  "sony",
  "spotify",
  "starbucks",
  "tesla",
  "tiktok",
  "tupperware",
  "twitter",
  "uber",
  "uefa",
  "whatsapp",
  "wikipedia",
  "xbox",
  "xiaomi",
  "youtube",
  "zumba",
];
const chineseBrands = [
  "抖音",
  "微信",
  "微博",
  "朋友圈",
  "小红书",
  "淘宝",
  "天猫",
  "京东",
  "拼多多",
  "支付宝",
  "百度",
  "腾讯",
  "阿里",
  "华为",
  "小米",
  "苹果",
  "三星",
  "美团",
  "饿了么",
  "滴滴打车",
  "携程",
  "知乎",
  "快手",
  "优酷",
  "爱奇艺",
  "网易",
  "哔哩",
  "比特币",
  "以太坊",
  "世界杯",
  "奥运",
  "国足",
  "春晚",
  "海底捞",
  "星巴克",
  "麦当劳",
  "肯德基",
  "可口可乐",
];

test("data/README.md states the checksum of posts.csv", () => {
  const digest = createHash("sha256")
    .update(readFileSync(path.join(data, "posts.csv")))
    .digest("hex");
  assert.ok(
    readFileSync(path.join(data, "README.md"), "utf8").includes(digest),
    `write ${digest} into data/README.md`,
  );
});
