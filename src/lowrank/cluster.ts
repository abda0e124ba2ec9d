/** Matrices in shards on a Dask cluster. */
export {
  crossValidateShards,
  type CrossValidateShardsOptions,
} from "./cluster/crossValidateShards";
export {
  openCluster,
  type ClusterMatrix,
  type ClusterShard,
  type ClusterTraffic,
  type OpenClusterOptions,
} from "./cluster/openCluster";
export type { ShardHead } from "./cluster/serve/shard";
export type { AsyncOptions, Progress } from "./base/asyncOptions";
export type { StopSignal } from "./base/stopSignal";
export type { FoldScore, RankCurve, RankScore } from "./rank/rankCurve";
export type { RemoteOperator } from "./linalg/remoteOperator";
