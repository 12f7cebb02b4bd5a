#!/usr/bin/env python3
"""Run the training schedule of MMEngine configs for real, on a toy model, and report what happened.

Only the model, the data set and the evaluator are replaced by toys: the loops, hooks, parameter
schedulers, log processor and samplers are MMEngine's own, so what this prints is what MMEngine does.

Usage: train_schedule.py < jobs.jsonl > results.jsonl
  job:    {"id": any, "cfg": {train_cfg, param_scheduler, default_hooks, custom_hooks, log_processor,
           train_dataloader: {sampler, batch_sampler?}}, "iters_per_epoch": int, "val": bool (default true),
           "stop_after": int (iterations after which a run counts as endless; default 4 x expected, at least 400)}
           or {"id", "file": path of a config for Config.fromfile, "iters_per_epoch", ...}
  result: {"id", "status": "ok" | "error" | "endless", "error": "Type: message" | null, "iters": int,
           "lr": [learning rate used by each iteration], "checkpoints": [[iteration, file name], ...],
           "vals": [iteration, ...], "first_samples": [dataset indices of the first batch], "warnings": [str]}

Custom hooks that this file does not know are dropped and named in "dropped".
Needs: torch (CPU is enough; Debian: python3-torch) and mmengine or mmengine-lite.
"""
import json
import logging
import os
import sys
import tempfile
import time
import warnings

warnings.filterwarnings('ignore')
import torch  # noqa: E402
from torch.utils.data import Dataset  # noqa: E402

import mmengine.runner.loops as loops  # noqa: E402
from mmengine.config import Config  # noqa: E402
from mmengine.evaluator import BaseMetric  # noqa: E402
from mmengine.hooks import Hook  # noqa: E402
from mmengine.model import BaseModel  # noqa: E402
from mmengine.registry import DATASETS, HOOKS, METRICS, MODELS  # noqa: E402
from mmengine.runner import Runner  # noqa: E402

loops.time.sleep = lambda _seconds: None  # the pause between passes over the data is not under test
BATCH = 4
KEPT_HOOKS = {'EMAHook', 'EarlyStoppingHook', 'EmptyCacheHook', 'SyncBuffersHook'}


class Endless(BaseException):
    pass


@DATASETS.register_module()
class ToyDataset(Dataset):
    metainfo = {}

    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return dict(inputs=torch.zeros(1), index=index)


@MODELS.register_module()
class ToyModel(BaseModel):

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))

    def forward(self, inputs, index=None, mode='loss'):
        if mode == 'loss':
            return dict(loss=(self.weight * torch.stack(list(inputs))).sum())
        return [dict(score=0.0)]


@METRICS.register_module()
class ToyMetric(BaseMetric):

    def process(self, data_batch, data_samples):
        self.results.append(0)

    def compute_metrics(self, results):
        return dict(accuracy=0.0, loss=0.0)


@HOOKS.register_module()
class Recorder(Hook):
    priority = 'LOWEST'

    def __init__(self, log, stop_after):
        self.log, self.stop_after = log, stop_after

    def before_train_iter(self, runner, batch_idx, data_batch=None):
        log = self.log
        if not log['lr']:
            log['first_samples'] = [int(i) for i in data_batch['index']]
        log['lr'].append(float(runner.optim_wrapper.get_lr()['lr'][0]))
        if len(log['lr']) > self.stop_after:
            raise Endless()

    def before_val_epoch(self, runner):
        self.log['vals'].append(len(self.log['lr']))


def plain(value):
    """Config values as plain Python, with lazily imported types as their class names."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in dict.items(value)}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value).split('.')[-1]


def bare(type_name):
    return type_name.split('.')[-1] if isinstance(type_name, str) else type_name


def run(job):
    result = dict(id=job.get('id'), status='ok', error=None, iters=0, lr=[], checkpoints=[], vals=[],
                  first_samples=[], warnings=[], dropped=[])
    try:
        cfg = plain(Config.fromfile(job['file'])._cfg_dict) if 'file' in job else job['cfg']
    except Exception as error:  # noqa: BLE001
        return dict(result, status='error', error=f'{type(error).__name__}: {error}'[:500])
    ipe = int(job.get('iters_per_epoch', 8))
    train_cfg = cfg.get('train_cfg') or {}
    length = train_cfg.get('max_iters') or (train_cfg.get('max_epochs') or 1) * ipe
    stop_after = int(job.get('stop_after') or max(400, 4 * length))
    work_dir = tempfile.mkdtemp()
    loader = dict(cfg.get('train_dataloader') or {})
    toy_loader = dict(batch_size=BATCH, num_workers=0, dataset=dict(type='ToyDataset', size=ipe * BATCH))
    if 'sampler' in loader or not loader:
        sampler = loader.get('sampler', dict(type='DefaultSampler', shuffle=True))
        toy_loader['sampler'] = dict(sampler, type=bare(sampler.get('type'))) if isinstance(sampler, dict) else sampler
    hooks = {k: v for k, v in (cfg.get('default_hooks') or {}).items()
             if k in ('runtime_info', 'timer', 'sampler_seed', 'logger', 'param_scheduler', 'checkpoint')}
    if isinstance(hooks.get('checkpoint'), dict):
        hooks['checkpoint'] = {k: v for k, v in hooks['checkpoint'].items()
                               if k in ('type', 'interval', 'by_epoch', 'save_begin', 'save_last')}
    if isinstance(hooks.get('logger'), dict):
        hooks['logger'] = dict(hooks['logger'])
    for hook in hooks.values():
        if isinstance(hook, dict) and 'type' in hook:
            hook['type'] = bare(hook['type'])
    custom = [dict(type='Recorder', log=result, stop_after=stop_after)]
    for hook in cfg.get('custom_hooks') or []:
        if isinstance(hook, dict) and bare(hook.get('type')) in KEPT_HOOKS:
            hook = dict(hook, type=bare(hook['type']))
            if hook['type'] == 'EMAHook':  # the averaging itself is the model's business
                hook = {k: v for k, v in hook.items() if k in ('type', 'begin_iter', 'begin_epoch')}
            custom.append(hook)
        else:
            result['dropped'].append(hook.get('type') if isinstance(hook, dict) else str(hook))

    def schedulers(value):
        if isinstance(value, list):
            return [schedulers(v) for v in value]
        if isinstance(value, dict):
            return dict(value, type=bare(value['type'])) if 'type' in value else {k: schedulers(v) for k, v in value.items()}
        return value

    processor = cfg.get('log_processor')
    if isinstance(processor, dict) and 'type' in processor:
        processor = dict(processor, type=bare(processor['type']))
    train = dict(train_cfg)
    if 'type' in train:
        train['type'] = bare(train['type'])
    if isinstance(train.get('dynamic_intervals'), list):  # JSON has no tuples, and MMEngine takes nothing else here
        train['dynamic_intervals'] = [tuple(pair) for pair in train['dynamic_intervals']]
    args = dict(model=dict(type='ToyModel'), work_dir=work_dir, train_cfg=train, train_dataloader=toy_loader,
                optim_wrapper=dict(optimizer=dict(type='SGD', lr=float(job.get('base_lr', 0.1)))),
                param_scheduler=schedulers(cfg.get('param_scheduler')), default_hooks=hooks, custom_hooks=custom,
                log_processor=processor, log_level='ERROR', default_scope='mmengine',
                experiment_name=f'{os.getpid()}_{time.time_ns()}')
    args = {k: v for k, v in args.items() if v is not None}
    if job.get('val', True):
        args.update(val_cfg=dict(), val_evaluator=dict(type='ToyMetric'),
                    val_dataloader=dict(batch_size=BATCH, num_workers=0, sampler=dict(type='DefaultSampler', shuffle=False),
                                        dataset=dict(type='ToyDataset', size=BATCH)))
    saved = []
    real_save = Runner.save_checkpoint

    def save(self, out_dir, filename, *args, **kwargs):
        saved.append([len(result['lr']), filename])

    Runner.save_checkpoint = save
    try:
        Runner(**args).train()
    except Endless:
        result.update(status='endless')
    except (Exception, SystemExit) as error:  # noqa: BLE001
        result.update(status='error', error=f'{type(error).__name__}: {error}'[:500])
    finally:
        Runner.save_checkpoint = real_save
        logging.shutdown()
    result.update(iters=len(result['lr']), checkpoints=saved)
    return result


def judged(job):
    """As `run`, for parts that are not even of a type that the toys can stand in for (a tuple for a dict)."""
    try:
        return run(job)
    except Exception as error:  # noqa: BLE001
        return dict(id=job.get('id'), status='error', error=f'{type(error).__name__}: {error}'[:500], iters=0, lr=[],
                    checkpoints=[], vals=[], first_samples=[], warnings=[], dropped=[])


if __name__ == '__main__':
    out = os.fdopen(os.dup(1), 'w')
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # MMEngine's own log lines
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for line in sys.stdin:
        if line.strip():
            out.write(json.dumps(judged(json.loads(line))) + '\n')
            out.flush()
