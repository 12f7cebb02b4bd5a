#!/usr/bin/env python3
"""Whether MMEngine's Runner accepts the schedule of released configs.

Usage: judge_runner.py < paths > lines       one path a line in, one JSON line a file out, in the same order
  {"path", "kind": "refused" | "fragment" | "root", "error": null | "Type: message"}
"refused": MMEngine does not load the file. "root": it says both what to train on and for how long, and its schedule is
run (train_schedule.py: toy model and data, MMEngine's own loops, hooks, schedulers and samplers) for three of 1,000
iterations an epoch, so that it is the construction that is tested. Anything else is a fragment.
"""
import json
import os
import sys

import train_schedule
from mmengine.config import Config


def for_one_optimizer(schedulers):
    """The toy model has one optimizer. What a config of several gives to each by its name all goes to this one."""
    if not isinstance(schedulers, dict) or 'type' in schedulers:
        return schedulers
    return [one for given in schedulers.values() for one in (given if isinstance(given, list) else [given])]


def verdict(path):
    try:
        config = train_schedule.plain(Config.fromfile(path, import_custom_modules=False)._cfg_dict)
    except Exception as error:  # noqa: BLE001
        return dict(path=path, kind='refused', error=f'{type(error).__name__}: {error}'[:500])
    if config.get('train_cfg') is None or config.get('train_dataloader') is None:
        return dict(path=path, kind='fragment', error=None)
    if 'optimizer' not in (config.get('optim_wrapper') or {}):
        config['param_scheduler'] = for_one_optimizer(config.get('param_scheduler'))
    result = train_schedule.judged(dict(id=path, cfg=config, iters_per_epoch=1000, stop_after=3))
    return dict(path=path, kind='root', error=result['error'])


if __name__ == '__main__':
    out = os.fdopen(os.dup(1), 'w')
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # MMEngine's own log lines
    for line in sys.stdin:
        if line.strip():
            out.write(json.dumps(verdict(line.rstrip('\n'))) + '\n')
            out.flush()
