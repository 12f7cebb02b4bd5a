#!/usr/bin/env python3
"""What is wrong in server/src/config/evaluate/standardNames.json, as this Python sees it: one line each, none when all is right.

Usage: standard_names.py TABLE.json COMPLETE...      COMPLETE: the modules of which all public names are in the table
The table holds what is the same in all versions of Python; names that this one lacks are another's.
"""
import importlib
import inspect
import json
import sys
import types
import warnings

warnings.simplefilter('ignore')


def kind(module, name, value):
    text = repr(value)
    if isinstance(value, types.FunctionType):
        return 'f'
    if isinstance(value, types.ModuleType):
        return 'm'
    if isinstance(value, types.BuiltinFunctionType):
        return 'b' if text == f'<built-in function {name}>' else 'v'
    if inspect.isclass(value):
        return 'c' if text == f"<class '{module}.{name}'>" else 'C' if text == f"<class '{name}'>" else 'v'
    return 'v'


def wrong(module, texts, is_complete):
    members = vars(importlib.import_module(module))
    known = {word[2:]: word[0] for text in texts for word in text.split()}
    for name, told in known.items():
        if name in members and told not in ('v', kind(module, name, members[name])):
            yield f'{module}.{name} is {kind(module, name, members[name])}, not {told}'
    if is_complete:
        for name in members:
            if not name.startswith('_') and name not in known:
                yield f'{module}.{name} is missing'


with open(sys.argv[1]) as table:
    for module, texts in json.load(table).items():
        for line in wrong(module, texts, module in sys.argv[2:]):
            print(line)
