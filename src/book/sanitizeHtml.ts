import { createRequire } from "node:module";

/** The part of sanitize-html's options that the book uses: https://github.com/apostrophecms/sanitize-html */
export interface SanitizeRules {
  allowedTags: string[];
  allowedAttributes: Record<string, string[]>;
  allowedStyles?: Record<string, Record<string, RegExp[]>>;
  allowedSchemes?: string[];
  allowedSchemesByTag?: Record<string, string[]>;
  allowProtocolRelative?: boolean;
  transformTags?: Record<string, () => { tagName: string; attribs: Record<string, string> }>;
  exclusiveFilter?: (frame: { tag: string; attribs: Record<string, string | undefined> }) => boolean;
}

// Loaded without the package's published types: they use syntax that TypeScript 5.0, which comes with tslab, cannot parse.
export const sanitizeHtml = createRequire(__filename)("sanitize-html") as (markup: string, rules: SanitizeRules) => string;
