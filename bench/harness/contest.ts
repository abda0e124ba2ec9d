/** Whose program is timed. */
export type Side = "ours" | "peer";

/** A program that does the task, with one setting of threads and options. */
export interface Entrant {
  /** What the table calls it, the threads apart. */
  readonly name: string;
  readonly side: Side;
  readonly runtime: "node" | "python";
  /** Module in bench/entrants (Node) or bench/peers (Python), without its ending. */
  readonly module: string;
  /** Handed to the module as JSON. */
  readonly input: Readonly<Record<string, unknown>>;
  /**
   * Threads it may use: OMP_NUM_THREADS and OPENBLAS_NUM_THREADS of a Python process, `threads` of
   * ours; default its own choice.
   */
  readonly threads?: number;
  /**
   * Whole processes are timed, from start to exit; default false: the work alone, data loaded
   * before.
   */
  readonly cold?: boolean;
  /** Most timed runs, where they are long; default as many as --repeat says. */
  readonly repeats?: number;
  /** Whether a run that is not timed comes first; default true. */
  readonly warmUp?: boolean;
  /** Seconds after which a run is given up. Default 900. */
  readonly limitSeconds?: number;
}

/** One timed run. */
export interface Run {
  /** Wall time. */
  readonly seconds: number;
  /** Processor time of all threads of the process. */
  readonly cpuSeconds: number;
}

/** What an entrant did. */
export interface Result {
  readonly entrant: Entrant;
  readonly runs: readonly Run[];
  /**
   * Largest resident memory of its process (with child processes: the sum of their largest) up to
   * the end of the first run, bytes.
   */
  readonly peakBytes?: number;
  /** Resident memory after the data were loaded, before the first run, bytes. */
  readonly loadedBytes?: number;
  /** What its last run reports: numbers, or the names of files that it wrote. */
  readonly output?: Readonly<Record<string, unknown>>;
  /** Why there is no time: not installed, over the limit, an error. */
  readonly failure?: string;
}

/** Least work that the task asks for, given the passes and sizes that the run itself chose. */
export interface Floor {
  /** The formula in words and symbols. */
  readonly formula: string;
  readonly flops: number;
  readonly bytes: number;
}

/** What is said about an entrant beside its times. */
export interface Assessment {
  /** Accuracy reached, as the table prints it. */
  readonly accuracy: string;
  /** The same as numbers, for the JSON. */
  readonly figures?: Readonly<Record<string, unknown>>;
  readonly floor?: Floor;
  /** Share of the task that was done where a run stops at a time limit of its own; default 1. */
  readonly share?: number;
}

/** Everybody who does a task, and how their results are judged: by one and the same function. */
export interface Contest {
  readonly entrants: readonly Entrant[];
  assess(result: Result, all: readonly Result[]): Assessment | Promise<Assessment>;
  /** Sentences printed below the table: settings, sizes, what the accuracy is measured against. */
  readonly notes?: readonly string[];
  /** Sentences that need the results. */
  conclude?(results: readonly Result[]): readonly string[];
}

/** What a task is given to prepare its contest. */
export interface Preparation {
  /** Folder for inputs and outputs, removed at the end. */
  readonly folder: string;
  /** Thread counts to try the peers with. */
  readonly threads: readonly number[];
  /** Timed runs of an entrant unless it asks for fewer. */
  readonly repeat: number;
  readonly quick: boolean;
  readonly long: boolean;
  /** Python packages that the peers' interpreter has, beside scikit-learn and SciPy. */
  readonly packages: ReadonlySet<string>;
  /** Runs an entrant once, not in turns with anyone, for a reference or to find a setting. */
  rehearse: (entrant: Entrant) => Promise<Result>;
  /** Says what is being done, to stderr. */
  log: (message: string) => void;
}

/** A benchmark: one group of lines of the table. */
export interface Task {
  readonly name: string;
  /** One sentence: what is done, on what, against whom. */
  readonly about: string;
  /** Takes many minutes: runs only with --long. */
  readonly long?: boolean;
  /** Left out by --quick. */
  readonly slow?: boolean;
  /** Why the task cannot run here, such as a data set that is not there; undefined if it can. */
  readonly obstacle?: () => string | undefined;
  prepare(preparation: Preparation): Contest | Promise<Contest>;
}
