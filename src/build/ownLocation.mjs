// Injected where a source names __filename: ES modules have import.meta.url in its place. A bundler
// that makes CommonJS of it leaves undefined.
export const __filename = import.meta.url;
