#!/usr/bin/env python3
"""Build the training data loader of configs with MMEngine and say how many batches it hands out.

Usage: epoch_length.py PACKAGES < jobs.jsonl > results.jsonl
  PACKAGES: the folder with the released packages
  job:      {"config": path, "processes": int}, with paths of data relative to the config's folder
  result:   {"length": len(data loader), "batches": how many it really yields}

The packages' own data set and sampler classes run; only what they import beside (mmcv, pycocotools) is stood in for.
"""
import importlib
import json
import os
import sys
import warnings
from collections import defaultdict
from types import ModuleType

warnings.filterwarnings('ignore')
import mmengine.dataset.sampler as mmengine_sampler  # noqa: E402
import mmengine.runner.runner as mmengine_runner  # noqa: E402
from mmengine.config import Config  # noqa: E402
from mmengine.registry import DefaultScope  # noqa: E402
from mmengine.runner import Runner  # noqa: E402


class Coco:
    """What CocoDataset asks of pycocotools: the index over an annotation file."""

    def __init__(self, path):
        with open(path) as file:
            self.dataset = json.load(file)
        self.imgs = {image['id']: image for image in self.dataset['images']}
        self.cats = {category['id']: category for category in self.dataset['categories']}
        self.img_ann_map, self.cat_img_map = defaultdict(list), defaultdict(list)
        for annotation in self.dataset['annotations']:
            self.img_ann_map[annotation['image_id']].append(annotation)
            self.cat_img_map[annotation['category_id']].append(annotation['image_id'])

    def get_cat_ids(self, cat_names=()):
        return [c['id'] for c in self.dataset['categories'] if not cat_names or c['name'] in cat_names]

    def get_img_ids(self):
        return list(self.imgs)

    def load_imgs(self, ids):
        return [self.imgs[i] for i in ids]

    def get_ann_ids(self, img_ids):
        return [a['id'] for i in img_ids for a in self.img_ann_map[i]]

    def load_anns(self, ids):
        wanted = set(ids)
        return [a for annotations in self.img_ann_map.values() for a in annotations if a['id'] in wanted]


def stand_in(name, **attributes):
    module = ModuleType(name)
    module.__dict__.update(attributes)
    sys.modules[name] = module


def bare(name, folder):
    """A package without what its `__init__` imports."""
    stand_in(name, __path__=[folder])


def load_classes(packages):
    for package, folder in (('mmdet', 'mmdet'), ('mmseg', 'mmsegmentation'), ('mmpretrain', 'mmpretrain')):
        root = os.path.join(packages, folder, package)
        bare(package, root)
        bare(f'{package}.datasets', os.path.join(root, 'datasets'))
    bare('mmdet.datasets.samplers', os.path.join(packages, 'mmdet', 'mmdet', 'datasets', 'samplers'))
    bare('mmpretrain.datasets.samplers', os.path.join(packages, 'mmpretrain', 'mmpretrain', 'datasets', 'samplers'))
    stand_in('mmcv')
    stand_in('mmdet.datasets.api_wrappers', COCO=Coco, COCOPanoptic=Coco)
    stand_in('mmdet.datasets.samplers.track_img_sampler', TrackImgSampler=type('TrackImgSampler', (), {}))
    for module in ('mmdet.datasets.coco', 'mmdet.datasets.samplers.batch_sampler', 'mmseg.datasets.basesegdataset',
                   'mmpretrain.datasets.custom', 'mmpretrain.datasets.imagenet',
                   'mmpretrain.datasets.multi_label', 'mmpretrain.datasets.samplers.repeat_aug'):
        importlib.import_module(module)


def judge(job):
    config, processes = job['config'], job['processes']
    os.chdir(os.path.dirname(config))
    mmengine_sampler.get_dist_info = lambda: (0, processes)
    mmengine_runner.get_world_size = lambda: processes
    if 'mmpretrain.datasets.samplers.repeat_aug' in sys.modules:
        sys.modules['mmpretrain.datasets.samplers.repeat_aug'].get_dist_info = lambda: (0, processes)
    cfg = Config.fromfile(config)
    with DefaultScope.overwrite_default_scope(cfg.get('default_scope', 'mmengine')):
        loader = Runner.build_dataloader(cfg.train_dataloader, seed=0)
    return dict(length=len(loader), batches=sum(1 for _ in loader.batch_sampler))


def main():
    # MMEngine logs to the standard output.
    results, sys.stdout = sys.stdout, sys.stderr
    load_classes(os.path.abspath(sys.argv[1]))
    for line in sys.stdin:
        try:
            print(json.dumps(judge(json.loads(line))), file=results)
        except Exception as error:  # noqa: BLE001
            print(json.dumps(dict(error=f'{type(error).__name__}: {error}')), file=results)


main()
