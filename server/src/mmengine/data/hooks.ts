/**
 * What each hook counts and what happens to it under an iteration loop. Kept by hand: read from the classes' sources
 * (MMEngine 0.10.7 and the packages named in catalogue.json), the entries of MMEngine's own hooks confirmed by training runs.
 * Hooks that are not here count nothing, or only global iterations and validations, which both loops count alike.
 */
import type { HookFacts, HookParameter } from '../hooks.ts';

const byEpochTrue = { name: 'by_epoch', default: true } as const;

const emaHook: HookFacts = {
  params: [
    {
      name: 'begin_epoch',
      unit: 'epoch',
      underIterLoop: {
        effect: 'error',
        detail: 'An iteration loop has one single epoch, so MMEngine stops with an AssertionError before training.',
        harmlessUpTo: 1,
      },
      counterpart: { kind: 'rename', to: 'begin_iter' },
    },
    { name: 'begin_iter', unit: 'iter', counterpart: { kind: 'rename', to: 'begin_epoch' } },
  ],
};

const fastStopHook: HookFacts = {
  params: [
    {
      name: 'stop_iter_or_epoch',
      unit: 'switched',
      switch: { name: 'by_epoch', default: false },
      underIterLoop: {
        effect: 'never',
        detail: 'With `save_ckpt=True` the epoch never reaches the limit, so training is not stopped.',
      },
      counterpart: { kind: 'switch' },
    },
  ],
};

const simSiamHook: HookFacts = {
  params: [
    {
      name: 'adjust_by_epoch',
      unit: 'flag',
      underIterLoop: {
        effect: 'once-start',
        detail:
          'The learning rate of the predictor is fixed before the first iteration only; iteration-based schedulers move it afterwards.',
      },
      counterpart: { kind: 'switch' },
    },
  ],
};

const swavHook: HookFacts = {
  params: [
    {
      name: 'epoch_queue_starts',
      unit: 'epoch',
      underIterLoop: {
        effect: 'never',
        detail: 'The epoch number stays 0, so the queue is never used.',
        harmlessUpTo: 0,
      },
    },
    {
      name: 'interval',
      unit: 'epoch',
      underIterLoop: {
        effect: 'once-end',
        detail: 'The queue is written at most once, when training is over.',
      },
    },
  ],
};

const equalityModeSwitch: HookFacts = {
  params: [
    {
      name: 'num_last_epochs',
      unit: 'epoch',
      underIterLoop: {
        effect: 'never',
        detail: 'The hook waits for an epoch number that an iteration loop never shows, so it never switches.',
        harmlessUpTo: 0,
      },
      moment: { from: 'end', outside: 'The hook waits for an epoch number that does not come, so it never switches.' },
    },
  ],
};

const batchesOfAnEpoch: HookParameter = {
  name: 'interval',
  unit: 'inner-iter',
  underEpochLoop: {
    effect: 'distorted',
    detail: 'Batches are counted anew in every epoch; with fewer batches an epoch than the interval it never acts.',
  },
};

export const HOOK_FACTS: Readonly<Record<string, HookFacts>> = {
  'mmengine.hooks.checkpoint_hook.CheckpointHook': {
    params: [
      {
        name: 'interval',
        unit: 'switched',
        switch: byEpochTrue,
        underIterLoop: {
          effect: 'once-end',
          detail:
            'The only epoch ends when training does, so one checkpoint is saved, at the very end, and there is nothing to resume from before that.',
        },
        counterpart: { kind: 'switch' },
      },
      {
        name: 'save_begin',
        unit: 'switched',
        switch: byEpochTrue,
        underIterLoop: {
          effect: 'never',
          detail: 'The single epoch of an iteration loop never reaches it; only `save_last` still saves.',
          harmlessUpTo: 1,
        },
        counterpart: { kind: 'switch' },
      },
      {
        name: 'filename_tmpl',
        unit: 'switched',
        switch: byEpochTrue,
        nested: 'the number that is put into the name',
        underIterLoop: { effect: 'mislabelled', detail: 'The file is named after epoch 1.' },
        counterpart: { kind: 'switch' },
      },
      {
        name: 'by_epoch',
        unit: 'flag',
        underIterLoop: {
          effect: 'once-end',
          detail: 'One checkpoint is saved, at the very end of training.',
        },
        counterpart: { kind: 'switch' },
      },
    ],
  },
  'mmengine.hooks.ema_hook.EMAHook': emaHook,
  'mmpretrain.engine.hooks.ema_hook.EMAHook': emaHook,
  'mmengine.hooks.early_stopping_hook.EarlyStoppingHook': { params: [{ name: 'patience', unit: 'val' }] },
  'mmengine.hooks.logger_hook.LoggerHook': {
    params: [
      {
        name: 'interval',
        unit: 'inner-iter',
        underEpochLoop: {
          effect: 'distorted',
          detail: 'Batches are counted anew in every epoch; with fewer batches an epoch than the interval, one line is logged at its end.',
        },
      },
      {
        name: 'log_metric_by_epoch',
        unit: 'flag',
        underIterLoop: {
          effect: 'mislabelled',
          detail: 'The epoch number stays 0, so every validation metric is written at step 0 and the curves collapse to a point.',
        },
        counterpart: { kind: 'switch' },
      },
    ],
  },
  'mmengine.hooks.profiler_hook.ProfilerHook': {
    params: [
      {
        name: 'by_epoch',
        unit: 'flag',
        underIterLoop: {
          effect: 'distorted',
          detail: 'The only epoch is the whole run, so every iteration is profiled and the result is written at the end.',
        },
        counterpart: { kind: 'switch' },
      },
      {
        name: 'profile_times',
        unit: 'switched',
        switch: byEpochTrue,
        underIterLoop: {
          effect: 'error',
          detail: 'The run has one single epoch, and MMEngine refuses to profile more than there are.',
          harmlessUpTo: 1,
        },
        counterpart: { kind: 'switch' },
      },
    ],
  },
  'mmengine.hooks.empty_cache_hook.EmptyCacheHook': {
    params: [
      {
        name: 'before_epoch',
        unit: 'flag',
        underIterLoop: {
          effect: 'once-start',
          detail: 'In training the cache is emptied once, before the first iteration.',
        },
      },
      {
        name: 'after_epoch',
        unit: 'flag',
        underIterLoop: {
          effect: 'once-end',
          detail: 'In training the cache is emptied once, after the last iteration.',
        },
      },
    ],
  },
  'mmdet.engine.hooks.yolox_mode_switch_hook.YOLOXModeSwitchHook': {
    params: [
      {
        name: 'num_last_epochs',
        unit: 'epoch',
        underIterLoop: {
          effect: 'immediate',
          detail:
            'An iteration loop has one single epoch, which counts as the last: Mosaic and MixUp are off and the L1 loss is on from the first iteration.',
        },
        moment: {
          from: 'end',
          outside: 'Mosaic and MixUp are off and the L1 loss is on from the first epoch.',
        },
      },
    ],
  },
  'mmyolo.engine.hooks.yolox_mode_switch_hook.YOLOXModeSwitchHook': equalityModeSwitch,
  'mmpose.engine.hooks.mode_switch_hooks.YOLOXPoseModeSwitchHook': equalityModeSwitch,
  'mmpose.engine.hooks.mode_switch_hooks.RTMOModeSwitchHook': {
    params: [
      {
        name: 'epoch_attributes',
        unit: 'epoch',
        nested: 'its keys',
        underIterLoop: {
          effect: 'never',
          detail: 'The epoch number stays 0, so only the attributes of epoch 0 are applied.',
        },
      },
    ],
  },
  'mmdet.engine.hooks.pipeline_switch_hook.PipelineSwitchHook': {
    params: [
      {
        name: 'switch_epoch',
        unit: 'epoch',
        underIterLoop: {
          effect: 'never',
          detail: 'The epoch number stays 0, so the pipeline is never switched.',
          harmlessUpTo: 0,
        },
        moment: { from: 'start', outside: 'The pipeline is never switched.' },
      },
    ],
  },
  'mmdet.engine.hooks.set_epoch_info_hook.SetEpochInfoHook': {
    params: [],
    underIterLoop: { effect: 'once-start', detail: 'The model is told epoch 0 before the first iteration and never again.' },
  },
  'mmdet.engine.hooks.memory_profiler_hook.MemoryProfilerHook': { params: [batchesOfAnEpoch] },
  'mmdet.testing._fast_stop_training_hook.FastStopTrainingHook': fastStopHook,
  'mmrazor.testing._fast_stop_training_hook.FastStopTrainingHook': fastStopHook,
  'mmpretrain.engine.hooks.precise_bn_hook.PreciseBNHook': {
    params: [
      {
        name: 'interval',
        unit: 'loop',
        underIterLoop: {
          effect: 'distorted',
          detail: 'It is silently read as iterations: 1 recomputes the statistics after every iteration.',
        },
        counterpart: { kind: 'same' },
      },
    ],
  },
  'mmpretrain.engine.hooks.switch_recipe_hook.SwitchRecipeHook': {
    params: [
      {
        name: 'schedule',
        unit: 'epoch',
        nested: 'action_epoch of its items',
        underIterLoop: {
          effect: 'never',
          detail: 'An iteration loop shows epoch 1 alone, so every later recipe is never used.',
        },
      },
    ],
  },
  'mmpretrain.engine.hooks.warmup_param_hook.WarmupParamHook': {
    params: [
      {
        name: 'warmup_epochs',
        unit: 'epoch',
        underIterLoop: {
          effect: 'distorted',
          detail: 'The whole run counts as one epoch, so the parameter ends at 1/`warmup_epochs` of its target.',
          harmlessUpTo: 0,
        },
      },
    ],
  },
  'mmpretrain.engine.hooks.simsiam_hook.SimSiamHook': simSiamHook,
  'mmselfsup.engine.hooks.simsiam_hook.SimSiamHook': simSiamHook,
  'mmpretrain.engine.hooks.swav_hook.SwAVHook': swavHook,
  'mmselfsup.engine.hooks.swav_hook.SwAVHook': swavHook,
  'mmselfsup.engine.hooks.deepcluster_hook.DeepClusterHook': {
    params: [
      {
        name: 'interval',
        unit: 'epoch',
        underIterLoop: {
          effect: 'once-end',
          detail: 'Nothing is clustered again before training is over, so the labels stay those of the first clustering.',
        },
      },
    ],
  },
  'mmselfsup.engine.hooks.odc_hook.ODCHook': {
    params: [],
    underIterLoop: { effect: 'never', detail: 'The pseudo labels, saved every 10 epochs, are never saved.' },
  },
  'mmyolo.engine.hooks.yolov5_param_scheduler_hook.YOLOv5ParamSchedulerHook': {
    params: [
      {
        name: 'max_epochs',
        unit: 'epoch',
        underIterLoop: {
          effect: 'distorted',
          detail: 'The epoch number stays 0, so after the warm-up the learning rate never decays.',
        },
      },
    ],
  },
  'mmdet3d.engine.hooks.disable_object_sample_hook.DisableObjectSampleHook': {
    params: [
      {
        name: 'disable_after_epoch',
        unit: 'epoch',
        underIterLoop: {
          effect: 'never',
          detail: 'The epoch number stays 0, so object sampling is never switched off.',
          harmlessUpTo: 0,
        },
        moment: { from: 'start', outside: 'Object sampling is never switched off.' },
      },
    ],
  },
  'mmagic.engine.hooks.visualization_hook.BasicVisualizationHook': {
    params: [{ ...batchesOfAnEpoch, nested: 'a number, or one each for train, val and test' }],
  },
  'mmagic.engine.hooks.visualization_hook.VisualizationHook': { params: [batchesOfAnEpoch] },
  'mmagic.engine.hooks.reduce_lr_scheduler_hook.ReduceLRSchedulerHook': {
    params: [
      {
        name: 'interval',
        unit: 'switched',
        switch: byEpochTrue,
        underIterLoop: {
          effect: 'once-end',
          detail: 'The schedulers are stepped once, after training; with `val_metric`, only an interval of 1 ever acts.',
        },
        counterpart: { kind: 'switch' },
      },
    ],
  },
  'mmrazor.engine.hooks.dump_subnet_hook.DumpSubnetHook': {
    params: [
      {
        name: 'interval',
        unit: 'switched',
        switch: byEpochTrue,
        underIterLoop: { effect: 'once-end', detail: 'One subnet is dumped at most, when training is over.' },
        counterpart: { kind: 'switch' },
      },
    ],
  },
  'mmrazor.engine.hooks.estimate_resources_hook.EstimateResourcesHook': {
    params: [
      {
        name: 'interval',
        unit: 'switched',
        switch: byEpochTrue,
        underIterLoop: {
          effect: 'never',
          detail: 'The epoch number stays 0: an interval of 1 acts at every validation, any other never.',
          harmlessUpTo: 1,
        },
        underEpochLoop: {
          effect: 'distorted',
          detail: 'The iteration number stands still while validating, so it acts in all batches of a validation or in none.',
        },
      },
    ],
  },
  'mmrazor.implementations.pruning.group_fisher.hook.PruningStructureHook': {
    params: [
      {
        name: 'interval',
        unit: 'switched',
        switch: byEpochTrue,
        underIterLoop: { effect: 'once-end', detail: 'The structure is printed once, when training is over.' },
        counterpart: { kind: 'switch' },
      },
    ],
  },
  'mmrazor.engine.hooks.visualization_hook.RazorVisualizationHook': {
    params: [
      {
        name: 'interval',
        unit: 'epoch',
        underIterLoop: { effect: 'once-end', detail: 'It draws before training and once when it is over.' },
      },
    ],
  },
  'mmrazor.engine.hooks.stop_distillation_hook.StopDistillHook': {
    params: [
      {
        name: 'stop_epoch',
        unit: 'epoch',
        underIterLoop: {
          effect: 'never',
          detail: 'The epoch number stays 0, so distillation goes on to the end of training.',
          harmlessUpTo: 0,
        },
        moment: { from: 'start', outside: 'Distillation goes on to the end of training.' },
      },
    ],
  },
  'mmdet3d.engine.hooks.benchmark_hook.BenchmarkHook': {
    params: [],
    underIterLoop: { effect: 'once-end', detail: 'It reports one speed, over the last pass through the data.' },
  },
};
