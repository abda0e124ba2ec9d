"""Files of the matrix, wherever the workers find them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile

from .node_process import ShardProblem

ENDINGS = (".blocks", ".npz")


def list_shards(place: str) -> list[str]:
    """Shards in a folder, by name; a single file is one."""
    try:
        if "://" not in place:
            if not os.path.isdir(place):
                return [place]
            found = [os.path.join(place, name) for name in os.listdir(place)]
        else:
            if place.endswith(ENDINGS):
                return [place]
            import fsspec

            system, path = fsspec.core.url_to_fs(place)
            # A worker lives long: what it knows of the storage may be of an earlier day.
            system.invalidate_cache()
            found = [system.unstrip_protocol(name) for name in system.ls(path, detail=False)]
    except Exception as error:
        raise ShardProblem(
            f"{place} cannot be listed: {_say(error)}; name a folder that all workers can read"
        ) from error
    shards = sorted(name for name in found if name.endswith(ENDINGS))
    if not shards:
        raise ShardProblem(
            f"{place} holds no shards ({' or '.join(ENDINGS)}); write them with storeBlocks"
        )
    return shards


def local_path(place: str, session: str) -> str:
    """A shard as a local file: addresses are copied once, to the temporary folder."""
    if "://" not in place:
        return place
    folder = session_folder(session)
    ending = os.path.splitext(place)[1]
    target = os.path.join(folder, hashlib.sha256(place.encode()).hexdigest()[:32] + ending)
    if os.path.exists(target):
        return target
    import fsspec

    partial = f"{target}.{os.getpid()}.tmp"
    try:
        os.makedirs(folder, exist_ok=True)
        system, path = fsspec.core.url_to_fs(place)
        system.invalidate_cache()
        with system.open(path, "rb") as source, open(partial, "wb") as copy:
            shutil.copyfileobj(source, copy, 2**22)
        os.replace(partial, target)
    except Exception as error:
        if os.path.exists(partial):
            os.remove(partial)
        raise ShardProblem(
            f"shard {place} cannot be copied to {folder}: {_say(error)}; check the address, "
            "what its storage needs (such as pip install s3fs), and the space left there (TMPDIR)"
        ) from error
    return target


def session_folder(session: str) -> str:
    return os.path.join(tempfile.gettempdir(), f"lowrank-shards-{session}-{os.getpid()}")


def _say(error: Exception) -> str:
    return str(error) or type(error).__name__
