#!/usr/bin/env python3
"""Train configs and what they were converted to, and compare the runs.

Usage: train_conversion.py < jobs.jsonl > verdicts.jsonl
  job:     {"id", "from": "epoch" | "iter", "n": iterations per epoch, "divide": int,
            "original": path, "converted": path, "back": path of the converted one converted back, or null}
  verdict: {"id", "status": "same" | "different" | "skipped", "problems": [str], "iters": int}

The learning rate that is expected at every iteration is the one that MMEngine gives when the schedulers counted in
epochs get `convert_to_iter_based=True` under the epoch loop; with an ExponentialLR, whose gamma that does not touch,
the learning rates have to agree wherever an epoch ends. What is converted back has to run as the original did, as it is or in the same sense.
`divide` shortens both runs alike: every number of iterations is divided by it. A config is skipped when a number does
not divide, or when the original does not train to its end.
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mmengine.config import Config  # noqa: E402
from mmengine.optim import _ParamScheduler  # noqa: E402
from mmengine.optim.scheduler.lr_scheduler import LRSchedulerMixin  # noqa: E402
from mmengine.registry import LOOPS, PARAM_SCHEDULERS  # noqa: E402
from mmengine.runner import IterBasedTrainLoop  # noqa: E402
from train_schedule import KEPT_HOOKS, bare, plain, run  # noqa: E402

READ = ('train_cfg', 'param_scheduler', 'default_hooks', 'custom_hooks', 'log_processor', 'train_dataloader')
# What the run looks at of them; the rest would only keep alike runs apart.
CHECKPOINT = ('type', 'interval', 'by_epoch', 'save_begin', 'save_last')
LOGGER = ('type', 'interval', 'log_metric_by_epoch')
COUNTED = ('begin', 'end', 'milestones', 'step_size', 'T_max', 'total_steps', 'periods')
INF = 10**9
runs = {}


class Indivisible(Exception):
    pass


@LOOPS.register_module()
class TrainLoop(IterBasedTrainLoop):
    """As in xtuner/engine/runner/loops.py."""

    def __init__(self, runner, dataloader, max_iters=None, max_epochs=None, **kwargs):
        if isinstance(dataloader, dict):
            dataloader = runner.build_dataloader(dataloader, seed=runner.seed)
        length = max_epochs * len(dataloader) if max_iters is None else max_iters
        super().__init__(runner, dataloader, max_iters=length, **kwargs)


@PARAM_SCHEDULERS.register_module()
class QuadraticWarmupLR(LRSchedulerMixin, _ParamScheduler):
    """As in mmdet/engine/schedulers/quadratic_warmup.py, which needs all of MMDetection to be imported."""

    def __init__(self, optimizer, *args, begin=0, end=INF, **kwargs):
        self.total_iters = end - begin
        super().__init__(optimizer, *args, begin=begin, end=end, **kwargs)

    @classmethod
    def build_iter_from_epoch(cls, *args, begin=0, end=INF, by_epoch=True, epoch_length=None, **kwargs):
        assert by_epoch
        return cls(*args, begin=int(begin * epoch_length), end=int(end * epoch_length), by_epoch=False, **kwargs)

    def _get_value(self):
        share = (2 * self.last_step + 1) / self.total_iters**2
        if self.last_step == 0:
            return [base * share for base in self.base_values]
        return [group[self.param_name] + base * share
                for base, group in zip(self.base_values, self.optimizer.param_groups)]


def load(path):
    # Modules that a config asks for may be missing here, and nothing of them is trained.
    cfg = plain(Config.fromfile(path, import_custom_modules=False)._cfg_dict)
    cfg = {key: cfg[key] for key in READ if key in cfg}
    loader = cfg.get('train_dataloader') or {}
    cfg['train_dataloader'] = {key: loader[key] for key in ('sampler', 'batch_sampler') if key in loader}
    hooks = cfg.get('default_hooks') or {}
    cfg['default_hooks'] = {
        name: {key: hooks[name][key] for key in keys if key in hooks[name]} if isinstance(hooks[name], dict) else hooks[name]
        for name, keys in (('checkpoint', CHECKPOINT), ('logger', LOGGER)) if name in hooks}
    cfg['custom_hooks'] = [hook for hook in cfg.get('custom_hooks') or []
                           if isinstance(hook, dict) and bare(hook.get('type')) in KEPT_HOOKS]
    return cfg


def counts_epochs(train_cfg):
    if 'type' in train_cfg:
        return bare(train_cfg['type']) == 'EpochBasedTrainLoop'
    return bool(train_cfg.get('by_epoch'))


def schedulers_of(value):
    if isinstance(value, list):
        return [one for item in value for one in schedulers_of(item)]
    if isinstance(value, dict):
        return [value] if 'type' in value else [one for item in value.values() for one in schedulers_of(item)]
    return []


def shorten(cfg, divide):
    """Every number of iterations divided, in place."""
    if divide == 1:
        return cfg

    def divided(value, offset=0):
        if isinstance(value, list):
            return [divided(item) for item in value]
        if not isinstance(value, (int, float)) or value <= 0 or value == INF:
            return value
        if (value - offset) % divide:
            raise Indivisible(value)
        return int((value - offset) // divide + offset)

    def keys(target, names, offset=0):
        for name in names:
            if name in target and target[name] is not None:
                target[name] = divided(target[name], offset)

    train = cfg['train_cfg']
    if not counts_epochs(train):
        train.setdefault('val_interval', 1000)
        keys(train, ('max_iters', 'val_interval'))
        if train.get('val_begin', 1) != 1:
            keys(train, ('val_begin',))
        train['dynamic_intervals'] = [[divided(at, at % divide), divided(every)]
                                      for at, every in train.get('dynamic_intervals') or []] or None
    for scheduler in schedulers_of(cfg.get('param_scheduler')):
        if not scheduler.get('by_epoch', True):
            keys(scheduler, COUNTED)
            if bare(scheduler['type']).startswith('Exponential'):
                scheduler['gamma'] = scheduler.get('gamma', 0.1)**divide
    checkpoint = (cfg.get('default_hooks') or {}).get('checkpoint') or {}
    if not checkpoint.get('by_epoch', True):
        keys(checkpoint, ('interval', 'save_begin'))
    for hook in cfg.get('custom_hooks') or []:
        if isinstance(hook, dict) and hook.get('begin_iter', 0) > 1:
            hook['begin_iter'] = 1 + (hook['begin_iter'] - 1) // divide
    return cfg


def decays_by_epoch(scheduler):
    return (bare(scheduler['type']).startswith('Exponential') and scheduler.get('by_epoch', True)
            and not scheduler.get('convert_to_iter_based'))


def smooth(cfg):
    """The config whose learning rate the converted one shall have."""
    cfg = json.loads(json.dumps(cfg))
    for scheduler in schedulers_of(cfg.get('param_scheduler')):
        if not scheduler.get('by_epoch', True) or bare(scheduler['type']).startswith('ReduceOnPlateau'):
            continue
        if decays_by_epoch(scheduler):
            scheduler.update(type=scheduler['type'].replace('Exponential', 'Step'), step_size=1)
        scheduler['convert_to_iter_based'] = True
    return cfg


def train(cfg, n):
    key = json.dumps([cfg, n], sort_keys=True)
    if key not in runs:
        runs[key] = run(dict(id=0, cfg=cfg, iters_per_epoch=n))
    return runs[key]


def lr_difference(expected, actual):
    for i, (a, b) in enumerate(zip(expected, actual)):
        if abs(a - b) > 1e-9 * max(abs(a), abs(b), 1e-12):
            return f'lr at iteration {i}: {a!r} expected, {b!r} got'
    return None


def compare(name, expected, actual, lr):
    problems = []
    if actual['status'] != 'ok':
        return [f'{name}: {actual["status"]} {actual["error"]}']
    if expected['iters'] != actual['iters']:
        problems.append(f'{name}: {actual["iters"]} iterations instead of {expected["iters"]}')
    if expected['vals'] != actual['vals']:
        problems.append(f'{name}: validates at {actual["vals"][:12]} instead of {expected["vals"][:12]}')
    saves = [[at for at, _ in result['checkpoints']] for result in (expected, actual)]
    if saves[0] != saves[1]:
        problems.append(f'{name}: checkpoints at {saves[1][:12]} instead of {saves[0][:12]}')
    difference = lr_difference(lr, actual['lr'])
    return problems + ([f'{name}: {difference}'] if difference else [])


def judge(job):
    divide = int(job.get('divide', 1))
    n = int(job['n']) // divide
    verdict = dict(id=job['id'], status='same', problems=[], iters=0)
    try:
        original = shorten(load(job['original']), divide)
        converted = shorten(load(job['converted']), divide)
        back = shorten(load(job['back']), divide) if job.get('back') else None
    except Indivisible as error:
        return dict(verdict, status='skipped', problems=[f'{error} does not divide'])
    except Exception as error:  # noqa: BLE001
        return dict(verdict, status='different', problems=[f'loading: {type(error).__name__}: {error}'])
    first = train(original, n)
    if first['status'] != 'ok':
        return dict(verdict, status='skipped', problems=[f'original: {first["status"]} {first["error"]}'])
    if job['from'] == 'epoch':
        expected, actual = train(smooth(original), n), train(converted, n)
        lr = expected['lr']
        if any(map(decays_by_epoch, schedulers_of(original.get('param_scheduler')))):
            actual = dict(actual, lr=actual['lr'][::n])
            lr = lr[::n]
        problems = compare('converted', first, actual, lr)
    else:
        actual, eased = train(converted, n), train(smooth(converted), n)
        problems = compare('converted', first, actual, [])
        difference = lr_difference(first['lr'], eased['lr'])
        problems += [f'converted: {difference}'] if difference else []
    if back is not None:
        again = train(back, n)
        if lr_difference(first['lr'], again['lr']):  # steps of an epoch where there was a slope, or the other way round
            again = dict(again, lr=train(smooth(back), n)['lr'])
            problems += compare('back', first, again, train(smooth(original), n)['lr'])
        else:
            problems += compare('back', first, again, first['lr'])
    return dict(verdict, status='different' if problems else 'same', problems=problems, iters=first['iters'])


if __name__ == '__main__':
    out = os.fdopen(os.dup(1), 'w')
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # MMEngine's own log lines
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for line in sys.stdin:
        if line.strip():
            out.write(json.dumps(judge(json.loads(line))) + '\n')
            out.flush()
