#!/usr/bin/env python3
"""Judges `mmlens show --format json` by what MMEngine reads from the same files (show_truth.py).

Usage: compare_show.py TRUTH.jsonl SHOWN.jsonl > verdict.json
Both files answer for the same paths in the same order. Values, types (int against float, tuple against list), the
order of keys and the name of an error must be the same. What the tool marks `$unknown` is counted, never an
agreement and never a difference.
  {"files", "loaded", "refused", "equal", "unknown": [[path, key path, reason]], "different": [[path, what]]}
"""
import json
import sys


def differences(true, shown, at, unknown):
    """The first difference below `at`, or None; places the tool does not know are put into `unknown`."""
    if isinstance(shown, dict) and '$unknown' in shown:
        unknown.append((at or '(the whole config)', shown['$unknown']))
        return None
    if type(true) is not type(shown):
        return f'{at}: {brief(true)} in MMEngine, {brief(shown)} here'
    if isinstance(true, dict):
        if list(true) == list(shown) == ['$set']:  # which has no order
            true, shown = ({'$set': sorted(value['$set'], key=json.dumps)} for value in (true, shown))
        if list(true) != list(shown):
            return f'{at}: keys {brief(list(true))} in MMEngine, {brief(list(shown))} here'
        pairs = [(f'{at}.{key}'.lstrip('.'), true[key], shown[key]) for key in true]
    elif isinstance(true, list):
        if len(true) != len(shown):
            return f'{at}: {len(true)} items in MMEngine, {len(shown)} here'
        pairs = [(f'{at}[{index}]', a, b) for index, (a, b) in enumerate(zip(true, shown))]
    elif true != shown:
        return f'{at}: {brief(true)} in MMEngine, {brief(shown)} here'
    else:
        return None
    return next(filter(None, (differences(a, b, where, unknown) for where, a, b in pairs)), None)


def brief(value):
    text = json.dumps(value)
    return f'{type(value).__name__} {text if len(text) < 160 else text[:160] + "..."}'


def judge(true, shown, verdict):
    path = true['path']
    if shown['path'] != path:
        raise SystemExit(f'{path} was asked, {shown["path"]} answered')
    verdict['loaded' if true['ok'] else 'refused'] += 1
    unknown = []
    if true['ok'] and shown['ok']:
        difference = differences(true['config'], shown['config'], '', unknown)
    elif true['ok']:
        difference = f'MMEngine loads it; here {shown["error"]}: {shown["message"]}'
    elif shown['ok']:
        difference = f'MMEngine refuses with {true["error"]}: {true["message"]}; here it loads'
    elif true['error'] != shown['error']:
        difference = (f'MMEngine refuses with {true["error"]}: {true["message"]}; '
                      f'here {shown["error"]}: {shown["message"]}')
    else:
        difference = None
    if difference:
        verdict['different'].append([path, difference[:1000]])
    elif unknown:
        verdict['unknown'].append([path, *unknown[0]])
    else:
        verdict['equal'] += 1


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file if line.strip()]


if __name__ == '__main__':
    truth, shown = lines(sys.argv[1]), lines(sys.argv[2])
    if len(truth) != len(shown):
        raise SystemExit(f'{len(truth)} files were asked, {len(shown)} answered')
    verdict = dict(files=len(truth), loaded=0, refused=0, equal=0, unknown=[], different=[])
    for pair in zip(truth, shown):
        judge(*pair, verdict)
    print(json.dumps(verdict))
