"""The bridge from lowrank, a library in TypeScript, to a Dask cluster."""

__version__ = "0.2.0"

# Driver, bridge, workers and the processes beside them must speak the same:
# src/lowrank/cluster/frames.ts has it too.
PROTOCOL = 2
