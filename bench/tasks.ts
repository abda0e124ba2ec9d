import type { Task } from "./harness/contest";
import { coldTasks } from "./tasks/cold";
import { logisticTasks } from "./tasks/logistic";
import { npmTasks } from "./tasks/npm";
import { predictTasks } from "./tasks/predict";
import { realSetTasks } from "./tasks/realSets";
import { scaleTasks } from "./tasks/scale";
import { selectTasks } from "./tasks/selectRank";
import { svdTasks } from "./tasks/svd";
import { tfidfTask } from "./tasks/tfidf";

/** Every benchmark, in the order of the table. */
export const tasks: readonly Task[] = [
  ...svdTasks,
  tfidfTask,
  ...logisticTasks,
  ...selectTasks,
  ...coldTasks,
  ...predictTasks,
  ...npmTasks,
  ...realSetTasks,
  ...scaleTasks,
];
