#!/usr/bin/env python3
"""What MMEngine reads from config files, in the format of `mmlens show --format json`.

Usage: show_truth.py [--plain] < paths > lines     one path a line in, one JSON line a file out, in the same order
  {"path", "ok": true, "config": {...}} or {"path", "ok": false, "error": "KeyError", "message": "..."}
JSON lacks some of Python's values: {"$tuple": [...]}, {"$lazy": "torch.optim.SGD"}, {"$float": "inf"}, and, rarer,
{"$set": [...]}, {"$range": [start, stop, step]}, {"$bytes": "..."}, {"$object": repr} for what else a config can hold,
and {"$dict": [[key, value], ...]} where two keys have the same text.

Importing a module that is not built in makes a config lazy. MMEngine knows the standard library by its folder, which it
misses in most virtual environments, and misses a frozen `os` (Python 3.11 and later). With --plain it reads as in an older
Python that is installed without a virtual environment; Python is then to be run with `-X frozen_modules=off`.
Nothing that a config names is imported; put the packages that `mmdet::...` refers to on PYTHONPATH.
"""
import json
import math
import sys
import types
import warnings

warnings.filterwarnings('ignore')
import mmengine.config.utils as utils  # noqa: E402
from mmengine.config import Config  # noqa: E402
from mmengine.config.lazy import LazyAttr, LazyObject  # noqa: E402

if '--plain' in sys.argv:
    utils.PYTHON_ROOT_DIR = sys.base_prefix


def tagged(value):
    if isinstance(value, dict):
        texts = [key_text(key) for key in value]
        if len(set(texts)) < len(texts):
            return {'$dict': [[tagged(key), tagged(item)] for key, item in value.items()]}
        return {text: tagged(item) for text, item in zip(texts, value.values())}
    if isinstance(value, tuple):
        return {'$tuple': [tagged(item) for item in value]}
    if isinstance(value, list):
        return [tagged(item) for item in value]
    if isinstance(value, (LazyObject, LazyAttr)):
        return {'$lazy': f'{value.module}.{value}'}
    if isinstance(value, float) and not math.isfinite(value):
        return {'$float': repr(value)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (set, frozenset)):
        return {'$set': [tagged(item) for item in value]}
    if isinstance(value, range):
        return {'$range': [value.start, value.stop, value.step]}
    if isinstance(value, bytes):
        return {'$bytes': value.decode('latin-1')}
    return {'$object': object_text(value)}


def object_text(value):
    """Python's repr without what differs from run to run: addresses, and where a module lies."""
    if isinstance(value, types.ModuleType):
        return f"<module '{value.__name__}'>"
    if isinstance(value, types.FunctionType):
        return f'<function {value.__name__}>'
    return repr(value)


def key_text(key):
    """JSON's keys are strings; those of other types are written as `json.dumps` would."""
    if isinstance(key, str):
        return key
    if key is None or isinstance(key, (bool, int, float)):
        return json.dumps(key)
    return str(key)


def truth(path):
    try:
        config = Config.fromfile(path, import_custom_modules=False)
    except Exception as error:  # noqa: BLE001
        return dict(path=path, ok=False, error=type(error).__name__, message=str(error))
    return dict(path=path, ok=True, config=tagged(config._to_lazy_dict()))


if __name__ == '__main__':
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(json.dumps(truth(line.rstrip('\n'))) + '\n')
            sys.stdout.flush()
