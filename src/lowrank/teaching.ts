/** What the notebooks teach with: WordNet's definitions, short posts, drawn digits, generators. */
export { loadAdaptationGrid, type AdaptationRun } from "./teaching/adaptationGrid";
export { loadDigitAdaptations, type DigitAdaptation } from "./teaching/digitAdaptations";
export { loadDeerwester, type DeerwesterExample } from "./teaching/deerwester";
export { loadGlosses, loadTeachingGlosses, type GlossOptions } from "./teaching/glosses";
export {
  loadLanguageTask,
  type LanguageTask,
  type LanguageTaskName,
} from "./teaching/languageTasks";
export { loadNounModel } from "./teaching/nounModel";
export { nounClasses, teachingClasses, type GlossClass } from "./teaching/lexicographerFiles";
export {
  generateZipfCorpus,
  type ZipfCorpus,
  type ZipfCorpusOptions,
} from "./teaching/generateZipfCorpus";
export {
  loadPosts,
  postLanguages,
  postTopics,
  type Post,
  type PostLanguage,
  type PostOptions,
  type PostTopic,
} from "./teaching/posts";
export { rotateImages } from "./teaching/rotateImages";
export { generateScene, type SceneOptions } from "./teaching/scene";
export {
  generateStrokeDigits,
  type StrokeDigits,
  type StrokeDigitsOptions,
} from "./teaching/strokeDigits";
