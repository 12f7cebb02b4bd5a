#!/usr/bin/env python3
"""What the rules say will happen, shown by training runs.

Usage: consequences.py [--record] [RULE...]     all rules unless some are named

test/fixtures/consequences/<rule>.json holds a claim, the jobs that show it (see train_schedule.py for their form) and
what MMEngine did with each. Without options the jobs are run again and compared with that; a difference is printed and
the exit code is 1. `--record` writes what happens now.
"""
import json
import os
import re
import sys
from pathlib import Path

import train_schedule
from mmengine.runner import LogProcessor
from mmengine.visualization import Visualizer

FOLDER = Path(__file__).resolve().parents[2] / 'test' / 'fixtures' / 'consequences'


class Observer:
    """What a run shows to its user beyond what train_schedule.py reports."""

    def __init__(self):
        self.metric_steps, self.log_lines, self.epochs = [], [], []


def observe():
    """Makes MMEngine's own parts tell an observer what they do; returns a function that hands over a fresh one."""
    current = [Observer()]
    add_scalars, log_line = Visualizer.add_scalars, LogProcessor.get_log_after_iter

    def recorded_scalars(self, scalar_dict, step=0, file_path=None):
        if 'accuracy' in scalar_dict:
            current[0].metric_steps.append(step)
        return add_scalars(self, scalar_dict, step, file_path)

    def recorded_line(self, runner, batch_idx, mode):
        tag, line = log_line(self, runner, batch_idx, mode)
        if mode == 'train':
            current[0].log_lines.append(line.split('  ')[0].strip())
        return tag, line

    def recorded_epoch(self, runner):
        current[0].epochs.append([runner.epoch, runner.max_epochs])

    Visualizer.add_scalars = recorded_scalars
    LogProcessor.get_log_after_iter = recorded_line
    train_schedule.Recorder.before_train_epoch = recorded_epoch

    def fresh():
        current[0] = Observer()
        return current[0]

    return fresh


def stretches(values):
    """[[first iteration, value], ...]: one entry for each change."""
    changes = []
    for iteration, value in enumerate(float(f'{value:.6g}') for value in values):
        if not changes or changes[-1][1] != value:
            changes.append([iteration, value])
    return changes


def summary(result, observer, shows):
    lr = stretches(result['lr'])
    parts = dict(
        lr=lr if len(lr) <= 12 else lr[:4] + ['...'] + lr[-4:],
        checkpoints=result['checkpoints'],
        vals=result['vals'],
        first_samples=result['first_samples'],
        metric_steps=observer.metric_steps,
        log_lines=observer.log_lines[-2:],
        epochs=observer.epochs,
    )
    error = result['error'] and re.sub(r' at 0x[0-9a-f]+', '', result['error'])
    always = dict(status=result['status'], error=error, iters=result['iters'])
    return {**always, **{key: parts[key] for key in shows}}


def main():
    arguments = sys.argv[1:]
    record = '--record' in arguments
    rules = [argument for argument in arguments if not argument.startswith('--')]
    out, complaints = os.fdopen(os.dup(1), 'w'), os.fdopen(os.dup(2), 'w')
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # MMEngine's own log lines
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    fresh = observe()
    different = 0
    for path in sorted(FOLDER.glob('*.json')):
        if rules and path.stem not in rules:
            continue
        fixture = json.loads(path.read_text())
        changed = []
        for run in fixture['runs']:
            observer = fresh()
            now = summary(train_schedule.judged(run['job']), observer, run['shows'])
            if run.get('result') != now:
                changed.append((run['name'], run.get('result'), now))
                run['result'] = now
        if record and changed:
            path.write_text(json.dumps(fixture, indent=2) + '\n')
        for name, before, now in changed:
            different += 1
            complaints.write(f'{path.stem}: {name}\n  recorded: {json.dumps(before)}\n  now:      {json.dumps(now)}\n')
        if not changed:
            out.write(f'{path.stem}: as recorded ({len(fixture["runs"])} runs)\n')
        out.flush()
        complaints.flush()
    sys.exit(1 if different and not record else 0)


if __name__ == '__main__':
    main()
