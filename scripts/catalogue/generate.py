#!/usr/bin/env python3
"""Read the constructors of MMEngine's loops, hooks, samplers, schedulers and log processors from released packages.

Usage: generate.py PACKAGE... > server/src/mmengine/data/catalogue.json
  PACKAGE: a wheel, or the folder of an installed package (…/site-packages/mmengine).
  Give MMEngine itself and every package that the others inherit from (mmyolo's classes come from mmdet).

Only the syntax trees are read; nothing is imported. One line an entry, so that a new release makes a readable diff.
"""
from __future__ import annotations

import ast
import json
import re
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

REGISTRIES = {
    'HOOKS': 'hook',
    'LOOPS': 'loop',
    'DATA_SAMPLERS': 'sampler',
    'PARAM_SCHEDULERS': 'scheduler',
    'LOG_PROCESSORS': 'logProcessor',
}
# A class that no registry knows is used as a type in lazy configs; its ancestry tells what it is.
ROOTS = {
    'mmengine.hooks.hook.Hook': 'hook',
    'mmengine.runner.base_loop.BaseLoop': 'loop',
    'mmengine.optim.scheduler.param_scheduler._ParamScheduler': 'scheduler',
    'mmengine.runner.log_processor.LogProcessor': 'logProcessor',
    'torch.utils.data.Sampler': 'sampler',
    'torch.utils.data.sampler.Sampler': 'sampler',
    'torch.utils.data.BatchSampler': 'sampler',
    'torch.utils.data.sampler.BatchSampler': 'sampler',
}


@dataclass
class Module:
    name: str
    is_package: bool
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)


@dataclass
class Class:
    name: str
    module: Module
    node: ast.ClassDef

    @property
    def full_name(self) -> str:
        return f'{self.module.name}.{self.name}'


@dataclass
class Signature:
    """Parameters in order with the source of their defaults; None for a required one."""
    params: dict[str, Optional[str]]
    accepts_kwargs: bool


class Sources:
    """The modules of all given packages."""

    def __init__(self) -> None:
        self.modules: dict[str, Module] = {}
        self.versions: dict[str, str] = {}

    def add(self, path: Path) -> None:
        package = None
        version = None
        for name, text in wheel_files(path) if path.suffix == '.whl' else folder_files(path):
            if '.mim/' in name or not name.endswith('.py'):
                if name.endswith('.dist-info/METADATA'):
                    version = re.search(r'^Version: (.+)$', text, re.M).group(1).strip()
                continue
            parts = name[:-3].split('/')
            if parts[0] in ('tests', 'tools', 'configs'):
                continue
            is_package = parts[-1] == '__init__'
            dotted = '.'.join(parts[:-1] if is_package else parts)
            package = package or parts[0]
            found = re.search(r"^__version__ = '([^']+)'", text, re.M) if parts[-1] == 'version' else None
            version = version or (found and found.group(1))
            try:
                self.modules[dotted] = read_module(dotted, is_package, ast.parse(text))
            except SyntaxError as error:
                print(f'{path}: {name}: {error}', file=sys.stderr)
        if package and version:
            self.versions[package] = version

    def resolve(self, module: Module, dotted: str) -> Optional[Class | str]:
        """What a name means in a module: a class of these packages, or the full name of something outside."""
        head, *rest = dotted.split('.')
        if head in module.classes and not rest:
            return Class(head, module, module.classes[head])
        if head in module.imports:
            return self.find('.'.join([module.imports[head], *rest]))
        for star in module.stars:
            target = self.modules.get(star)
            found = self.resolve(target, dotted) if target and target is not module else None
            if found is not None:
                return found
        return None

    def find(self, full_name: str, depth: int = 0) -> Class | str:
        """Follow re-exports: `mmengine.hooks.Hook` is `mmengine.hooks.hook.Hook`."""
        module_name, _, name = full_name.rpartition('.')
        module = self.modules.get(module_name)
        if module is None or depth > 20:
            return full_name
        if name in module.classes:
            return Class(name, module, module.classes[name])
        if name in module.imports:
            return self.find(module.imports[name], depth + 1)
        for star in module.stars:
            found = self.find(f'{star}.{name}', depth + 1)
            if isinstance(found, Class):
                return found
        return full_name

    def bases(self, cls: Class) -> list[Class | str]:
        names = [dotted_name(base) for base in cls.node.bases]
        found = [self.resolve(cls.module, name) or name for name in names if name]
        # `class X(X)` derives from an X that was there before, which is then no class of this module.
        return [b if key(b) != cls.full_name else self.find(cls.module.imports.get(cls.name, cls.name)) for b in found]

    def mro(self, cls: Class) -> list[Class | str]:
        """Python's C3 linearisation; classes from outside count as having no bases."""
        def merge(sequences: list[list[Class | str]]) -> list[Class | str]:
            result: list[Class | str] = []
            while sequences := [s for s in sequences if s]:
                for sequence in sequences:
                    head = sequence[0]
                    if not any(key(head) in map(key, other[1:]) for other in sequences):
                        break
                else:
                    raise ValueError(f'{cls.full_name}: no consistent order of bases')
                result.append(head)
                sequences = [s[1:] if key(s[0]) == key(head) else s for s in sequences]
            return result

        bases = self.bases(cls)
        return [cls, *merge([*(self.mro(b) if isinstance(b, Class) else [b] for b in bases), list(bases)])]

    def signature(self, mro: list[Class | str]) -> Signature:
        """Constructor parameters, with what `**kwargs` hands on to the next class's constructor."""
        for position, cls in enumerate(mro):
            if isinstance(cls, str):
                # The constructor of an object from outside: not known, except that a plain object takes nothing.
                if cls in ('object', 'abc.ABC', 'typing.Generic') or cls in ROOTS:
                    continue
                return Signature({}, True)
            init = own_init(cls.node)
            if init is not None:
                return self.forwarded(init, mro[position + 1:])
        return Signature({}, False)

    def forwarded(self, init: ast.FunctionDef, rest: list[Class | str]) -> Signature:
        own = own_parameters(init)
        kwargs = init.args.kwarg and init.args.kwarg.arg
        if not kwargs:
            return Signature(own, False)
        own.update({name: default for name, default in popped(init, kwargs) if name not in own})
        call = super_call(init, kwargs)
        if call is None:
            return Signature(own, True)
        parent = self.signature(rest)
        params = dict(parent.params)
        given = [arg for arg in call.args if not isinstance(arg, ast.Starred)]
        for name in list(params)[:len(given)]:
            del params[name]
        for keyword in call.keywords:
            params.pop(keyword.arg, None)
        for name, default in params.items():
            own.setdefault(name, default)
        return Signature(own, parent.accepts_kwargs)


def key(cls: Class | str) -> str:
    return cls if isinstance(cls, str) else cls.full_name


def wheel_files(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as wheel:
        for name in sorted(wheel.namelist()):
            if name.endswith(('.py', 'METADATA')):
                yield name, wheel.read(name).decode('utf-8', 'replace')


def folder_files(path: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(path.rglob('*.py')):
        yield file.relative_to(path.parent).as_posix(), file.read_text(encoding='utf-8', errors='replace')


def read_module(name: str, is_package: bool, tree: ast.Module) -> Module:
    module = Module(name, is_package)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            package = name.split('.') if is_package else name.split('.')[:-1]
            prefix = package[:len(package) - node.level + 1] if node.level else []
            source = '.'.join([*prefix, *([node.module] if node.module else [])])
            for alias in node.names:
                if alias.name == '*':
                    module.stars.append(source)
                else:
                    module.imports[alias.asname or alias.name] = f'{source}.{alias.name}'
        elif isinstance(node, ast.Import):
            for alias in node.names:
                module.imports[alias.asname or alias.name.split('.')[0]] = alias.name if alias.asname else alias.name.split('.')[0]
        elif isinstance(node, ast.ClassDef):
            module.classes[node.name] = node
    return module


def dotted_name(node: ast.expr) -> Optional[str]:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted_name(node.value)
        return left and f'{left}.{node.attr}'
    if isinstance(node, ast.Subscript):
        return dotted_name(node.value)
    return None


def registrations(cls: Class) -> Iterator[tuple[str, str]]:
    """Kind and registered name of each `@HOOKS.register_module(name=…)`."""
    for decorator in cls.node.decorator_list:
        if not isinstance(decorator, ast.Call):
            continue
        name = dotted_name(decorator.func) or ''
        registry = name.rpartition('.')[0].rpartition('.')[2]
        if not name.endswith('.register_module') or registry not in REGISTRIES:
            continue
        given = [k.value for k in decorator.keywords if k.arg == 'name'] or decorator.args[:1]
        value = ast.literal_eval(given[0]) if given else None
        for registered in [cls.name] if value is None else [value] if isinstance(value, str) else value:
            yield REGISTRIES[registry], registered


def own_init(node: ast.ClassDef) -> Optional[ast.FunctionDef]:
    return next((item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == '__init__'), None)


def own_parameters(init: ast.FunctionDef) -> dict[str, Optional[str]]:
    positional = [*init.args.posonlyargs, *init.args.args]
    defaults = [None] * (len(positional) - len(init.args.defaults)) + list(init.args.defaults)
    pairs = [*zip(positional, defaults), *zip(init.args.kwonlyargs, init.args.kw_defaults)]
    return {arg.arg: default and ast.unparse(default) for arg, default in pairs[1:]}


def popped(init: ast.FunctionDef, kwargs: str) -> Iterator[tuple[str, str]]:
    """Names that the constructor takes out of its `**kwargs` itself."""
    for node in ast.walk(init):
        if isinstance(node, ast.Call) and dotted_name(node.func) in (f'{kwargs}.pop', f'{kwargs}.get') \
                and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            yield node.args[0].value, ast.unparse(node.args[1]) if len(node.args) > 1 else 'None'


def super_call(init: ast.FunctionDef, kwargs: str) -> Optional[ast.Call]:
    """The `super().__init__(…, **kwargs)` that hands the keyword arguments on."""
    for node in ast.walk(init):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == '__init__' \
                and isinstance(node.func.value, ast.Call) and dotted_name(node.func.value.func) == 'super' \
                and any(k.arg is None and dotted_name(k.value) == kwargs for k in node.keywords):
            return node
    return None


def entries(sources: Sources) -> Iterator[dict]:
    for module in sources.modules.values():
        for name, node in module.classes.items():
            cls = Class(name, module, node)
            registered = list(registrations(cls))
            mro = sources.mro(cls)
            ancestry = {ROOTS[key(c)] for c in mro[1:] if key(c) in ROOTS}
            # A class that is not registered can still be the type in a lazy config, unless it is private.
            found = registered or [(kind, name) for kind in sorted(ancestry) if not name.startswith('_')]
            signature = sources.signature(mro)
            for kind, registered_name in found:
                entry = {
                    'kind': kind,
                    'name': registered_name,
                    'package': module.name.split('.')[0],
                    'module': module.name,
                    'mro': [key(c) for c in mro[1:] if key(c) != 'object'],
                    'params': [[p] if default is None else [p, default] for p, default in signature.params.items()],
                }
                if signature.accepts_kwargs:
                    entry['kwargs'] = True
                if not registered:
                    entry['unregistered'] = True
                yield entry


def main(paths: list[str]) -> None:
    sources = Sources()
    for path in paths:
        sources.add(Path(path))
    rows = sorted(entries(sources), key=lambda e: (e['kind'], e['name'], e['module']))
    lines = ',\n'.join(json.dumps(row, separators=(',', ':')) for row in rows)
    versions = json.dumps(dict(sorted(sources.versions.items())))
    print(f'{{"versions":{versions},\n"entries":[\n{lines}\n]}}')


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
