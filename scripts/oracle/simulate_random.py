#!/usr/bin/env python3
"""Step MMEngine's own parameter schedulers through training runs and report the learning rate of every iteration.

Usage: simulate_random.py < jobs.jsonl > results.jsonl
  job:    {"loop": {"kind": "epoch" | "iter", "length": int}, "schedulers": [dict, …], "baseLr": float, "itersPerEpoch": int}
  result: {"lr": [float, …]} or {"error": name of the exception, "message": str, "iteration": int | null}

The runner's own code fills in `end` and builds the schedulers, MMEngine's own hook steps them; only the loop around
them is written here, because thousands of runs with a model would take hours.
"""
import json
import logging
import math
import sys
import warnings
from types import SimpleNamespace

warnings.filterwarnings('ignore')
import torch  # noqa: E402

from mmengine.hooks import ParamSchedulerHook  # noqa: E402
from mmengine.logging import MMLogger  # noqa: E402
from mmengine.optim import OptimWrapper  # noqa: E402
from mmengine.runner import EpochBasedTrainLoop, IterBasedTrainLoop, Runner  # noqa: E402

MMLogger.get_instance('simulate', log_level='ERROR')
logging.disable(logging.WARNING)


def runner_for(job):
    """As much of a runner as the building and stepping of schedulers looks at."""
    loop, per_epoch = job['loop'], job['itersPerEpoch']
    epochs = loop['kind'] == 'epoch'
    cls = EpochBasedTrainLoop if epochs else IterBasedTrainLoop
    return SimpleNamespace(
        _train_loop=cls.__new__(cls),
        max_epochs=loop['length'] if epochs else 1,
        max_iters=loop['length'] * per_epoch if epochs else loop['length'],
        train_dataloader=range(per_epoch),
        logger=logging.getLogger('simulate'))


def run(job):
    weight = torch.nn.Parameter(torch.zeros(1))
    wrapper = OptimWrapper(torch.optim.SGD([weight], lr=job['baseLr']))
    runner = runner_for(job)
    epochs = job['loop']['kind'] == 'epoch'
    hook, rates, iteration = ParamSchedulerHook(), [], None
    try:
        runner.param_schedulers = Runner._build_param_scheduler(runner, job['schedulers'], wrapper)
        for iteration in range(runner.max_iters):
            rates.append(float(wrapper.get_lr()['lr'][0]))
            hook.after_train_iter(runner, iteration)
            if (iteration + 1) % job['itersPerEpoch'] == 0 if epochs else iteration + 1 == runner.max_iters:
                hook.after_train_epoch(runner)
    except Exception as error:  # noqa: BLE001
        return dict(error=type(error).__name__, message=str(error), iteration=iteration)
    return dict(lr=[rate if math.isfinite(rate) else str(rate) for rate in rates])


if __name__ == '__main__':
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(run(json.loads(line))))
